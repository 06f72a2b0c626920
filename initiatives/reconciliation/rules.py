"""The rules: each yields every comparison that can be made for printed figures of one kind."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from initiatives.catalogues.models.catalogues import EffectCategory, Sign
from initiatives.catalogues.models.descriptions import UnitCalculation
from initiatives.catalogues.models.published import ComparisonTerm, PublishedRow, PublishedTable
from initiatives.catalogues.plan.effects import EffectFilter
from initiatives.catalogues.plan.figures import FigureRow, FigureTable
from initiatives.catalogues.plan.payback import computed_percent
from initiatives.catalogues.plan.source import effect_filter_of
from initiatives.reconciliation.finding import Finding, FindingKind
from initiatives.reconciliation.material import ReconciliationMaterial

KEY_COLUMN = "Fordelingsnøgle"


def yearly(material: ReconciliationMaterial) -> Iterator[Finding]:
    """Amounts per year against the effects; totals against their lines."""
    for table in material.yearly:
        for row in table.rows:
            for cell in row.cells:
                if cell.published is not None and cell.computed is not None:
                    yield Finding(
                        catalogue=material.catalogue.slug,
                        table=table.ordinal or 0,
                        scope=table.caption,
                        code=row.code,
                        label=row.label,
                        column=str(cell.year),
                        kind=FindingKind.TOTAL if row.is_total else FindingKind.LINE,
                        published=cell.published,
                        computed=cell.computed,
                    )


def columns(material: ReconciliationMaterial) -> Iterator[Finding]:
    """Totals of columns that are not years against the lines above."""
    for table in material.figures:
        for total in table.totals:
            yield _in_table(
                material, table, total.row, total.column, FindingKind.COLUMN_TOTAL, total.printed, total.computed
            )


def figures(material: ReconciliationMaterial) -> Iterator[Finding]:
    """Amounts in the prose and in committee tables against the lines that they cover."""
    for table in material.figures:
        for row in table.rows:
            values = zip(table.columns, row.values, strict=True)
            for column, value in ((column, value) for column, value in values if value is not None):
                for year in compared_years(row.row, table.table, column):
                    published, computed = _same_sign(
                        material, table, value, _sum_of_lines(material, row.row, table, year)
                    )
                    name = (
                        str(year)
                        if table.table.kind == PublishedTable.TableKind.PROSE or column == str(year)
                        else f"{column}, {year}"
                    )
                    yield _in_table(material, table, row, name, FindingKind.FIGURE, published, computed)


def compared_years(row: PublishedRow, table: PublishedTable, column: str) -> list[int]:
    """The years in which the figure is compared with the lines: those of the row, or of the column."""
    about_committee = row.committee_id or (row.kind == PublishedRow.RowKind.TOTAL and row.category)
    if row.years or not (table.kind == PublishedTable.TableKind.COLUMNS and table.initiative_id and about_committee):
        return row.years
    return [int(column)] if column.isdecimal() else []


def _sum_of_lines(material: ReconciliationMaterial, row: PublishedRow, table: FigureTable, year: int) -> Decimal:
    """Kroner of the lines that the row covers in the year: of an initiative, a group, or the whole plan."""
    initiative_id = row.initiative_id or table.table.initiative_id
    if initiative_id:
        return material.effects.amounts(initiative_id, effect_filter_of(row)).get(year, Decimal(0))
    theme_id = row.theme_id or table.table.theme_id
    initiatives = material.counted if theme_id else material.counted_in_plan
    excluded = () if theme_id else material.excluded_theme_ids
    amounts = (
        material.effects.amounts(i.pk, effect_filter_of(row), theme_id=theme_id, outside=excluded).get(year, Decimal(0))
        for i in initiatives
        if not theme_id or material.effects.belongs_to(i.pk, theme_id, i.theme_id)
    )
    return sum(amounts, Decimal(0))


def _same_sign(
    material: ReconciliationMaterial, table: FigureTable, value: Decimal, computed: Decimal
) -> tuple[Decimal, Decimal]:
    """Both in the stored sign; prose prints amounts without a sign, so that only their size is compared."""
    if table.table.kind == PublishedTable.TableKind.COLUMNS:
        return value * Sign(material.catalogue.sign).factor, computed
    return abs(value), abs(computed)


def _in_table(
    material: ReconciliationMaterial,
    table: FigureTable,
    row: FigureRow,
    column: str,
    kind: FindingKind,
    published: Decimal,
    computed: Decimal,
) -> Finding:
    return Finding(
        catalogue=material.catalogue.slug,
        table=table.table.ordinal,
        scope=table.table.caption,
        code=row.row.code,
        label=row.row.label,
        column=column,
        kind=kind,
        published=published,
        computed=computed,
        scope_note=row.row.scope if kind == FindingKind.FIGURE else "",
    )


def keys(material: ReconciliationMaterial) -> Iterator[Finding]:
    """A printed distribution key against its row's share of the lines' amounts, all years together."""
    for table in material.figures:
        if KEY_COLUMN not in table.columns:
            continue
        place = table.columns.index(KEY_COLUMN)
        lines = [(row, sum((v for v in _amounts(row, place)), Decimal(0))) for row in table.rows if not row.is_total]
        total = sum((amount for _, amount in lines), Decimal(0))
        for row, amount in lines:
            key = row.values[place]
            if key is not None and total:
                share = (amount / total * 100).quantize(Decimal(1), ROUND_HALF_UP)
                yield _in_table(material, table, row, KEY_COLUMN, FindingKind.KEY, key, share)


def _amounts(row: FigureRow, key_place: int) -> list[Decimal]:
    return [value for place, value in enumerate(row.values) if place != key_place and value is not None]


def other_figures(material: ReconciliationMaterial) -> Iterator[Finding]:
    """Printed figures against the sum of other printed figures, where the catalogue names them."""
    by_number: defaultdict[int, list[ComparisonTerm]] = defaultdict(list)
    for term in material.terms:
        by_number[term.number].append(term)
    for terms in by_number.values():
        stated = next(term for term in terms if term.role == ComparisonTerm.Role.STATED)
        row = stated.figure.row
        yield Finding(
            catalogue=material.catalogue.slug,
            table=row.table.ordinal,
            scope=row.table.caption,
            code=row.code,
            label=row.label,
            column=str(stated.figure.year or stated.figure.column),
            kind=FindingKind.OTHER_FIGURE,
            published=_kroner(stated),
            computed=sum((_signed(term) for term in terms), Decimal(0)),
            scope_note=stated.scope,
        )


def _signed(term: ComparisonTerm) -> Decimal:
    """The term's contribution in kroner; the stated figure itself contributes nothing."""
    factors = {ComparisonTerm.Role.PLUS: 1, ComparisonTerm.Role.MINUS: -1}
    return _kroner(term) * factors.get(ComparisonTerm.Role(term.role), 0)


def _kroner(term: ComparisonTerm) -> Decimal:
    return term.figure.value or Decimal(0)


def percents(material: ReconciliationMaterial) -> Iterator[Finding]:
    """Percent claims against effect and budget, with the printed number of decimals."""
    for claim in material.claims:
        if (computed := computed_percent(claim)) is not None:
            yield Finding(
                catalogue=material.catalogue.slug,
                scope=claim.initiative.title,
                label=claim.area or claim.printed,
                column="procent",
                kind=FindingKind.PERCENT,
                published=claim.value,
                computed=computed,
            )


def quantities(material: ReconciliationMaterial) -> Iterator[Finding]:
    """The effect of changed quantity and price against the permanent effect of the first year."""
    by_initiative: defaultdict[int, list[UnitCalculation]] = defaultdict(list)
    for unit in material.units:
        by_initiative[unit.initiative_id].append(unit)
    for initiative_id, units in by_initiative.items():
        permanent = material.effects.amounts(initiative_id, EffectFilter(category=EffectCategory.PERMANENT))
        if permanent:
            year = min(permanent)
            yield Finding(
                catalogue=material.catalogue.slug,
                scope=units[0].initiative.title,
                label=", ".join(unit.service for unit in units),
                column=str(year),
                kind=FindingKind.QUANTITY_PRICE,
                published=permanent[year],
                computed=sum((unit.effect for unit in units), Decimal(0)),
            )


def staff(material: ReconciliationMaterial) -> Iterator[Finding]:
    """A printed change of staff against the difference of after and before."""
    for change in material.staff:
        if change.before is None or change.after is None:
            continue
        yield Finding(
            catalogue=material.catalogue.slug,
            scope=change.initiative.title,
            label=change.group,
            column="ændring",
            kind=FindingKind.STAFF,
            published=change.change,
            computed=change.after - change.before,
        )


def price_levels(material: ReconciliationMaterial) -> Iterator[Finding]:
    """A line's own price level against the catalogue's."""
    for line in material.lines:
        if line.price_level:
            yield Finding(
                catalogue=material.catalogue.slug,
                scope=line.initiative.title,
                label=line.text,
                column="prisniveau",
                kind=FindingKind.PRICE_LEVEL,
                published=Decimal(line.price_level),
                computed=Decimal(material.catalogue.price_level or 0),
            )
