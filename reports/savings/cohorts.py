"""What each catalogue promised, and what still holds of it."""

from collections.abc import Sequence
from decimal import Decimal

from budgets.foundation.tabular import Column, Row, Table
from initiatives.catalogues.models.initiatives import Lifecycle
from reports.estimates.wording import SIGNS
from reports.savings.rows import ZERO, SavingRow, Savings, YearFigures


def cohorts_table(savings: Savings) -> Table:
    """A catalogue and year a row: promised, ended since, only proposed, decided and still counted, expected, realised.

    What the catalogue has is what it counted when it was published, before any target was moved.
    """
    catalogues = list(dict.fromkeys(row.initiative.catalogue for row in savings.rows))
    rows = []
    for catalogue in catalogues:
        own = [row for row in savings.rows if row.initiative.catalogue_id == catalogue.pk]
        years = sorted({year for row in own for year in row.years})
        rows += [Row(f"{catalogue.title}, {year}", _cells(own, year)) for year in years]
    return Table(
        name="aargange",
        caption="Forudsat og opnået effekt efter katalog",
        first="Katalog og år",
        columns=[
            Column("I kataloget"),
            Column("Udgået siden"),
            Column("Kun foreslået"),
            Column("Besluttet og gældende"),
            Column("Forventet"),
            Column("Opnået"),
        ],
        rows=rows,
        notes=[
            SIGNS,
            "“I kataloget” er det, kataloget talte med, da det blev "
            "offentliggjort. Udgåede tiltag og tiltag, der kun er foreslået, indgår ikke i den forventede effekt.",
        ],
        is_constructed=savings.is_constructed,
    )


def _cells(rows: Sequence[SavingRow], year: int) -> list[Decimal | None]:
    def of_year(row: SavingRow) -> YearFigures:
        return row.years.get(year, YearFigures())

    counted = [row for row in rows if row.initiative.counted_when(row.initiative.catalogue.published)]
    proposed = [row for row in rows if row.initiative.lifecycle == Lifecycle.PROPOSED]
    decided = [row for row in rows if row.counts and row.initiative.lifecycle != Lifecycle.PROPOSED]
    realised = [of_year(row).realised for row in decided]
    told = [amount for amount in realised if amount is not None]
    return [
        sum((of_year(row).promised for row in counted), ZERO),
        sum((of_year(row).promised for row in counted if not row.counts), ZERO),
        sum((of_year(row).target for row in proposed), ZERO),
        sum((of_year(row).target for row in decided), ZERO),
        sum((of_year(row).forecast for row in decided), ZERO),
        sum(told, ZERO) if told else None,
    ]
