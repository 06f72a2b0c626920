"""Published against computed: every printed figure that can be computed from others, and is not what they give.

Nothing is altered to make a total come out; a finding is material for those who read the catalogue.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from initiatives.models import Catalogue, Claim, EffectCategory, EffectLine, StaffChange, UnitCalculation
from initiatives.plan import Effects, FigureTable, PlanTable, load_effects, load_tables


class FindingKind(StrEnum):
    """Which rule the printed figure breaks."""

    LINE = "line"
    TOTAL = "total"
    COLUMN_TOTAL = "column total"
    PERCENT = "percent"
    QUANTITY_PRICE = "quantity x price"
    STAFF = "staff"
    PRICE_LEVEL = "price level"


EXPLANATIONS = {
    FindingKind.LINE: "Modstrid: rækken trykker et andet beløb end tiltagets linjer giver.",
    FindingKind.TOTAL: "Modstrid: den trykte sum er ikke summen af de linjer, den dækker.",
    FindingKind.COLUMN_TOTAL: "Modstrid: den trykte sum er ikke summen af linjerne over den i samme kolonne.",
    FindingKind.PERCENT: "Modstrid: effekten er en anden procent af budgettet, afrundet som trykt.",
    FindingKind.QUANTITY_PRICE: "Modstrid: antal gange enhedspris giver en anden effekt end den varige i første år.",
    FindingKind.STAFF: "Modstrid: ændringen er ikke efter minus før.",
    FindingKind.PRICE_LEVEL: "Forskel i omfang: linjen er i et andet prisniveau end kataloget.",
}


@dataclass(frozen=True)
class Finding:
    """A printed figure beside what the others give.

    `published` and `computed` are kroner in the stored sign where the table is one of amounts per year or the rule is
    about an effect, and the printed numbers elsewhere. `column` is the year, or a heading that is not a year. `table`
    is 0 where the figure stands in no table of the catalogue.
    """

    catalogue: str
    scope: str
    label: str
    column: str
    kind: FindingKind
    published: Decimal
    computed: Decimal
    table: int = 0
    code: str = ""

    @property
    def difference(self) -> Decimal:
        """Published less computed."""
        return self.published - self.computed

    @property
    def is_about_years(self) -> bool:
        """True where the figures are years, which have no thousand separator."""
        return self.kind == FindingKind.PRICE_LEVEL

    @property
    def explanation(self) -> str:
        """What the finding means, in Danish."""
        return EXPLANATIONS[self.kind]


@dataclass(frozen=True)
class Material:
    """What a catalogue prints, and the effects that it can be compared with."""

    catalogue: Catalogue
    yearly: Sequence[PlanTable]
    figures: Sequence[FigureTable]
    effects: Effects
    claims: Sequence[Claim]
    units: Sequence[UnitCalculation]
    staff: Sequence[StaffChange]
    lines: Sequence[EffectLine]


def load_material(catalogue: Catalogue) -> Material:
    """The catalogue's material in nine queries."""
    effects = load_effects(catalogue)
    yearly, figures = load_tables(catalogue, effects)
    of_catalogue = {"initiative__catalogue": catalogue}
    return Material(
        catalogue=catalogue,
        yearly=yearly,
        figures=figures,
        effects=effects,
        claims=list(Claim.objects.filter(**of_catalogue).select_related("initiative")),
        units=list(UnitCalculation.objects.filter(**of_catalogue).select_related("initiative")),
        staff=list(StaffChange.objects.filter(**of_catalogue).select_related("initiative")),
        lines=list(EffectLine.objects.filter(**of_catalogue).select_related("initiative")),
    )


def find(material: Material) -> list[Finding]:
    """All findings of a catalogue: by table in the order of the document, then by initiative."""
    tables = sorted([*_yearly(material), *_columns(material)], key=lambda finding: finding.table)
    return tables + [finding for rule in RULES for finding in rule(material)]


def count_compared(material: Material) -> int:
    """How many printed figures could be compared with what others give."""
    cells = [cell for table in material.yearly for row in table.rows for cell in row.cells]
    yearly = sum(None not in (cell.published, cell.computed) for cell in cells)
    percents = sum(claim.base is not None and claim.effect is not None for claim in material.claims)
    units = len({unit.initiative_id for unit in material.units})
    return yearly + sum(table.compared for table in material.figures) + percents + units + len(material.staff)


def _yearly(material: Material) -> Iterator[Finding]:
    for table in material.yearly:
        for row, cell in table.differing:
            yield Finding(
                catalogue=material.catalogue.slug,
                table=table.ordinal or 0,
                scope=table.caption,
                code=row.code,
                label=row.label,
                column=str(cell.year),
                kind=FindingKind.TOTAL if row.is_total else FindingKind.LINE,
                published=cell.published or Decimal(0),
                computed=cell.computed or Decimal(0),
            )


def _columns(material: Material) -> Iterator[Finding]:
    for table in material.figures:
        for row, column, printed, computed in table.contradictions:
            yield Finding(
                catalogue=material.catalogue.slug,
                table=table.table.ordinal,
                scope=table.table.caption,
                code=row.row.code,
                label=row.row.label,
                column=column,
                kind=FindingKind.COLUMN_TOTAL,
                published=printed,
                computed=computed,
            )


def _percents(material: Material) -> Iterator[Finding]:
    for claim in material.claims:
        if claim.base and claim.effect is not None:
            step = Decimal(1).scaleb(-decimals_of(claim.printed))
            computed = (claim.effect / claim.base * 100).quantize(step, ROUND_HALF_UP)
            if computed != claim.value:
                yield Finding(
                    catalogue=material.catalogue.slug,
                    scope=claim.initiative.title,
                    label=claim.area or claim.printed,
                    column="procent",
                    kind=FindingKind.PERCENT,
                    published=claim.value,
                    computed=computed,
                )


def decimals_of(printed: str) -> int:
    """How many decimals the first number of a printed text has: 2 in `1,25 pct.`, 0 in `1 pct.`."""
    number = next((word for word in printed.split() if word[:1].isdigit()), "")
    return sum(character.isdigit() for character in number.partition(",")[2])


def _quantities(material: Material) -> Iterator[Finding]:
    by_initiative: defaultdict[int, list[UnitCalculation]] = defaultdict(list)
    for unit in material.units:
        by_initiative[unit.initiative_id].append(unit)
    for initiative_id, units in by_initiative.items():
        permanent = material.effects.amounts(initiative_id, category=EffectCategory.PERMANENT)
        year = min(permanent, default=None)
        computed = sum((unit.effect for unit in units), Decimal(0))
        if year is not None and permanent[year] != computed:
            yield Finding(
                catalogue=material.catalogue.slug,
                scope=units[0].initiative.title,
                label=", ".join(unit.service for unit in units),
                column=str(year),
                kind=FindingKind.QUANTITY_PRICE,
                published=permanent[year],
                computed=computed,
            )


def _staff(material: Material) -> Iterator[Finding]:
    for change in material.staff:
        if change.change != change.after - change.before:
            yield Finding(
                catalogue=material.catalogue.slug,
                scope=change.initiative.title,
                label=change.group,
                column="ændring",
                kind=FindingKind.STAFF,
                published=change.change,
                computed=change.after - change.before,
            )


def _price_levels(material: Material) -> Iterator[Finding]:
    for line in material.lines:
        if line.price_level and line.price_level != material.catalogue.price_level:
            yield Finding(
                catalogue=material.catalogue.slug,
                scope=line.initiative.title,
                label=line.text,
                column="prisniveau",
                kind=FindingKind.PRICE_LEVEL,
                published=Decimal(line.price_level),
                computed=Decimal(material.catalogue.price_level or 0),
            )


RULES: tuple[Callable[[Material], Iterator[Finding]], ...] = (_percents, _quantities, _staff, _price_levels)
