"""The table of target, forecast and realised effect by catalogue and year."""

from collections.abc import Sequence
from decimal import Decimal

from budgets.foundation.tabular import Column, Row, Table
from initiatives.catalogues.models.initiatives import Lifecycle
from reports.estimates.wording import NOT_ASSESSED, SIGNS
from reports.savings.rows import ZERO, SavingRow, Savings, YearFigures, add_known


def build_cohorts_table(savings: Savings) -> Table:
    """One row for each catalogue and year, with the columns that the table's headings name.

    The first column is the target effect that the catalogue counted when it was published, before any transfers.
    """
    catalogues = list(dict.fromkeys(row.initiative.catalogue for row in savings.rows))
    table_rows = []
    for catalogue in catalogues:
        catalogue_rows = [row for row in savings.rows if row.initiative.catalogue_id == catalogue.pk]
        years = sorted({year for row in catalogue_rows for year in row.years})
        table_rows += [Row(f"{catalogue.title}, {year}", _build_cells(catalogue_rows, year)) for year in years]
    return Table(
        name="aargange",
        caption="Forudsat og opnået effekt efter katalog",
        first="Katalog og år",
        columns=[
            Column("I kataloget"),
            Column("Udgået siden"),
            Column("Kun foreslået"),
            Column("Besluttet og gældende"),
            Column("Heraf vurderet"),
            Column("Forventet"),
            Column("Opnået"),
        ],
        rows=table_rows,
        notes=[
            SIGNS,
            "“I kataloget” er det, kataloget talte med, da det blev "
            "offentliggjort. Udgåede tiltag og tiltag, der kun er foreslået, indgår ikke i den forventede effekt.",
            NOT_ASSESSED,
        ],
        is_constructed=savings.is_constructed,
    )


def _build_cells(catalogue_rows: Sequence[SavingRow], year: int) -> list[Decimal | None]:
    def get_year(row: SavingRow) -> YearFigures:
        return row.years.get(year, YearFigures())

    counted_rows = [row for row in catalogue_rows if row.initiative.counted_when(row.initiative.catalogue.published)]
    proposed_rows = [row for row in catalogue_rows if row.initiative.lifecycle == Lifecycle.PROPOSED]
    decided_rows = [row for row in catalogue_rows if row.counts and row.initiative.lifecycle != Lifecycle.PROPOSED]
    return [
        sum((get_year(row).catalogue_target for row in counted_rows), ZERO),
        sum((get_year(row).catalogue_target for row in counted_rows if not row.counts), ZERO),
        sum((get_year(row).target for row in proposed_rows), ZERO),
        sum((get_year(row).target for row in decided_rows), ZERO),
        sum((get_year(row).assessed_target for row in decided_rows), ZERO),
        add_known(*(get_year(row).forecast for row in decided_rows)),
        add_known(*(get_year(row).realised for row in decided_rows)),
    ]
