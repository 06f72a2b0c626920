"""The economy of one business case: lines by category with sums, and the division by part, committee and group.

Built once for the page and the PDF; amounts are kroner in the stored sign. Lines that a decision has ended are shown
and count in no sum.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.rows import PlanRow, PlanTable, cells, sum_cells

CATEGORIES: Mapping[EffectCategory, tuple[str, str]] = {
    EffectCategory.PERMANENT: ("Varige ændringer", "Samlet varig ændring"),
    EffectCategory.TEMPORARY: ("Midlertidige ændringer", "Samlet midlertidig ændring"),
    EffectCategory.IMPLEMENTATION: ("Implementeringsomkostninger", "Implementeringsomkostninger i alt"),
}
ENDED = "udgået, tæller ikke med"
NOT_STATED = "Ikke oplyst"


@dataclass(frozen=True)
class EconomyLine:
    """A line with its amounts, and the shares of them that other groups have."""

    line: EffectLine
    row: PlanRow
    shares: Sequence[PlanRow]

    @property
    def about(self) -> str:
        """Description of the line: part, committee, area, funding, price level, and whether it counts."""
        line = self.line
        details = (
            line.part,
            str(line.committee or ""),
            str(line.area or ""),
            f"finansieres af {line.funding}" if line.funding else "",
            f"{line.price_level}-priser" if line.price_level else "",
            "" if self.row.counts else ENDED,
        )
        return ", ".join(filter(None, details))


@dataclass(frozen=True)
class EconomyGroup:
    """The lines of one category with their sum."""

    title: str
    lines: Sequence[EconomyLine]
    total: PlanRow


@dataclass(frozen=True)
class Economy:
    """The years that have amounts, the lines by category, and the sum of all.

    The tables divide the economy by part, committee and group; a table that would have a single row is None, except
    that of the parts, which always has a row for each.
    """

    years: Sequence[int]
    groups: Sequence[EconomyGroup]
    total: PlanRow
    parts: PlanTable
    steering_areas: PlanTable | None
    committees: PlanTable | None
    committees_and_areas: PlanTable | None
    themes: PlanTable | None

    @property
    def has_total(self) -> bool:
        """True where there are several categories, so that the sum of all says more than that of the one."""
        return len(self.groups) > 1

    @property
    def divisions(self) -> list[PlanTable]:
        """The tables by steering area, committee, both and group, where they have several rows."""
        tables = (self.steering_areas, self.committees, self.committees_and_areas, self.themes)
        return [table for table in tables if table]


def build_economy(initiative: Initiative, lines: Sequence[EffectLine]) -> Economy:
    """The economy of the initiative's lines, whose effects were read `with_sources_and_shares`."""
    years = sorted({effect.year for line in lines for effect in line.effects.all()})
    economy_lines = [_economy_line(line, years) for line in lines]
    counting = [line for line in lines if line.ended_by_id is None]
    return Economy(
        years=years,
        groups=[
            _economy_group(category, economy_lines, years)
            for category in CATEGORIES
            if _lines_of_category(category, economy_lines)
        ],
        total=_sum_row("Samlet økonomisk påvirkning", economy_lines, years),
        parts=_part_table(economy_lines, years),
        steering_areas=_with_total_if_several(
            _division("Pr. styringsområde", counting, _undivided(lambda line: _area(line).capitalize()), years)
        ),
        committees=_with_total_if_several(_division("Pr. udvalg", counting, _undivided(_committee), years)),
        committees_and_areas=_committee_and_area_table(counting, years),
        themes=_with_total_if_several(_division("Pr. gruppe", counting, lambda line: _themes(line, initiative), years)),
    )


def _economy_line(line: EffectLine, years: Sequence[int]) -> EconomyLine:
    amounts = {effect.year: effect.amount for effect in line.effects.all()}
    row = PlanRow(line.text, cells(amounts, years), is_counted=line.ended_by_id is None)
    shares: dict[str, dict[int, Decimal]] = {}
    for effect in line.effects.all():
        for theme, amount in zip(effect.share_themes, effect.share_amounts, strict=True):
            shares.setdefault(theme, {})[effect.year] = amount
    return EconomyLine(line, row, [PlanRow(theme, cells(yearly, years)) for theme, yearly in shares.items()])


def _lines_of_category(category: str, lines: Iterable[EconomyLine]) -> list[EconomyLine]:
    return [line for line in lines if line.line.category == category]


def _economy_group(category: EffectCategory, lines: Sequence[EconomyLine], years: Sequence[int]) -> EconomyGroup:
    title, total = CATEGORIES[category]
    category_lines = _lines_of_category(category, lines)
    return EconomyGroup(title, category_lines, _sum_row(total, category_lines, years))


def _sum_row(label: str, lines: Iterable[EconomyLine], years: Sequence[int]) -> PlanRow:
    counting = (cell for line in lines if line.row.counts for cell in line.row.cells)
    return PlanRow(label, sum_cells(counting, years), is_total=True)


def _part_table(lines: Sequence[EconomyLine], years: Sequence[int]) -> PlanTable:
    """The sum of each part's lines; an ended part is shown with its amounts and counts in no sum."""
    rows = []
    for name in dict.fromkeys(line.line.part for line in lines if line.line.part):
        part_lines = [line for line in lines if line.line.part == name]
        is_counted = any(line.row.counts for line in part_lines)
        part_cells = (cell for line in part_lines if line.row.counts == is_counted for cell in line.row.cells)
        rows.append(PlanRow(name, sum_cells(part_cells, years), is_counted=is_counted))
    return PlanTable("Pr. del", years, rows)


Shares = Iterable[tuple[str, int, Decimal]]
"""Name of the owner, year, and kroner."""


def _division(
    caption: str, lines: Iterable[EffectLine], shares: Callable[[EffectLine], Shares], years: Sequence[int]
) -> PlanTable:
    sums: dict[str, dict[int, Decimal]] = {}
    for line in lines:
        for name, year, amount in shares(line):
            yearly = sums.setdefault(name, {})
            yearly[year] = yearly.get(year, Decimal(0)) + amount
    return PlanTable(caption, years, [PlanRow(name, cells(amounts, years)) for name, amounts in sums.items()])


def _undivided(name: Callable[[EffectLine], str]) -> Callable[[EffectLine], Shares]:
    """Shares that give each line as a whole to its name."""
    return lambda line: ((name(line), effect.year, effect.amount) for effect in line.effects.all())


def _committee(line: EffectLine) -> str:
    return str(line.committee or NOT_STATED)


def _area(line: EffectLine) -> str:
    return line.get_steering_area_display() or NOT_STATED


def _committee_and_area_table(lines: Sequence[EffectLine], years: Sequence[int]) -> PlanTable | None:
    """By committee and steering area, where there are several of both."""
    if len(set(map(_committee, lines))) < 2 or len(set(map(_area, lines))) < 2:
        return None
    in_order = sorted(lines, key=_committee)
    by_committee_and_area = _undivided(lambda line: f"{_committee(line)}, {_area(line)}")
    return _with_total_if_several(_division("Pr. udvalg og styringsområde", in_order, by_committee_and_area, years))


def _themes(line: EffectLine, initiative: Initiative) -> Shares:
    """The other groups' shares of the line, and the remainder, which belongs to the initiative's own group."""
    own_theme = str(initiative.theme or "Uden gruppe")
    for effect in line.effects.all():
        shares = list(zip(effect.share_themes, effect.share_amounts, strict=True))
        remainder = effect.amount - sum((amount for _, amount in shares), Decimal(0))
        if remainder or not shares:
            yield own_theme, effect.year, remainder
        for theme, amount in shares:
            yield theme, effect.year, amount


def _with_total_if_several(table: PlanTable) -> PlanTable | None:
    """The table with a total row; None where it has fewer than two rows."""
    if len(table.rows) < 2:
        return None
    total = PlanRow("I alt", sum_cells((cell for row in table.rows for cell in row.cells), table.years), is_total=True)
    return PlanTable(table.caption, table.years, [*table.rows, total])
