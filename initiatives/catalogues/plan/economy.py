"""The economy of one business case: its lines by category with sums, and what each part, committee and group has of it.

Built once for the page and the PDF; amounts are kroner in the stored sign. Lines that a decision has ended are shown
and count in no sum.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.rows import PlanRow, PlanTable, add, cells

CATEGORIES: Mapping[EffectCategory, tuple[str, str]] = {
    EffectCategory.PERMANENT: ("Varige ændringer", "Samlet varig ændring"),
    EffectCategory.TEMPORARY: ("Midlertidige ændringer", "Samlet midlertidig ændring"),
    EffectCategory.IMPLEMENTATION: ("Implementeringsomkostninger", "Implementeringsomkostninger i alt"),
}
ENDED = "udgået, tæller ikke med"
NOT_TOLD = "Ikke oplyst"


@dataclass(frozen=True)
class EconomyLine:
    """A line with its amounts, and the parts of them that other groups have."""

    line: EffectLine
    row: PlanRow
    shares: Sequence[PlanRow]

    @property
    def about(self) -> str:
        """Where the line belongs, and whether it counts."""
        line = self.line
        told = (
            line.part,
            str(line.committee or ""),
            str(line.area or ""),
            f"finansieres af {line.funding}" if line.funding else "",
            f"{line.price_level}-priser" if line.price_level else "",
            "" if self.row.counts else ENDED,
        )
        return ", ".join(filter(None, told))


@dataclass(frozen=True)
class EconomyGroup:
    """The lines of one category with their sum."""

    title: str
    lines: Sequence[EconomyLine]
    total: PlanRow


@dataclass(frozen=True)
class Economy:
    """The years that have amounts, the lines by category, and the sum of all where there are several categories.

    The tables tell what parts, committees and groups have of it; one that would have a single row is None, but that
    of the parts, which has a row for each.
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
        """True where the sum of all is more than the sum of the one category."""
        return len(self.groups) > 1

    @property
    def divisions(self) -> list[PlanTable]:
        """By steering area, committee, both and group, where there are several."""
        found = (self.steering_areas, self.committees, self.committees_and_areas, self.themes)
        return [table for table in found if table]


def build_economy(initiative: Initiative, lines: Sequence[EffectLine]) -> Economy:
    """The economy of the initiative's lines, which have their effects `with_sources_and_shares`."""
    years = sorted({effect.year for line in lines for effect in line.effects.all()})
    found = [_line(line, years) for line in lines]
    counting = [line for line in lines if line.ended_by_id is None]
    return Economy(
        years=years,
        groups=[_group(category, found, years) for category in CATEGORIES if _of(category, found)],
        total=_sum("Samlet økonomisk påvirkning", found, years),
        parts=_parts(found, years),
        steering_areas=_several(
            _by("Pr. styringsområde", counting, _told_by(lambda line: _area(line).capitalize()), years)
        ),
        committees=_several(_by("Pr. udvalg", counting, _told_by(_committee), years)),
        committees_and_areas=_crossed(counting, years),
        themes=_several(_by("Pr. gruppe", counting, lambda line: _themes(line, initiative), years)),
    )


def _line(line: EffectLine, years: Sequence[int]) -> EconomyLine:
    amounts = {effect.year: effect.amount for effect in line.effects.all()}
    row = PlanRow(line.text, cells(amounts, years), is_counted=line.ended_by_id is None)
    shares: dict[str, dict[int, Decimal]] = {}
    for effect in line.effects.all():
        for theme, amount in zip(effect.share_themes, effect.share_amounts, strict=True):
            shares.setdefault(theme, {})[effect.year] = amount
    return EconomyLine(line, row, [PlanRow(theme, cells(each, years)) for theme, each in shares.items()])


def _of(category: str, found: Iterable[EconomyLine]) -> list[EconomyLine]:
    return [one for one in found if one.line.category == category]


def _group(category: EffectCategory, found: Sequence[EconomyLine], years: Sequence[int]) -> EconomyGroup:
    title, total = CATEGORIES[category]
    own = _of(category, found)
    return EconomyGroup(title, own, _sum(total, own, years))


def _sum(label: str, found: Iterable[EconomyLine], years: Sequence[int]) -> PlanRow:
    counting = (cell for one in found if one.row.counts for cell in one.row.cells)
    return PlanRow(label, add(counting, years), is_total=True)


def _parts(found: Sequence[EconomyLine], years: Sequence[int]) -> PlanTable:
    """Each part's lines added up; a part that has ended is shown with what it was."""
    rows = []
    for name in dict.fromkeys(one.line.part for one in found if one.line.part):
        own = [one for one in found if one.line.part == name]
        is_counted = any(one.row.counts for one in own)
        meant = (cell for one in own if one.row.counts == is_counted for cell in one.row.cells)
        rows.append(PlanRow(name, add(meant, years), is_counted=is_counted))
    return PlanTable("Pr. del", years, rows)


Shares = Iterable[tuple[str, int, Decimal]]
"""Whose it is, the year, and the amount."""


def _by(
    caption: str, lines: Iterable[EffectLine], shares: Callable[[EffectLine], Shares], years: Sequence[int]
) -> PlanTable:
    sums: dict[str, dict[int, Decimal]] = {}
    for line in lines:
        for name, year, amount in shares(line):
            own = sums.setdefault(name, {})
            own[year] = own.get(year, Decimal(0)) + amount
    return PlanTable(caption, years, [PlanRow(name, cells(amounts, years)) for name, amounts in sums.items()])


def _told_by(name: Callable[[EffectLine], str]) -> Callable[[EffectLine], Shares]:
    """Each line whole under its name."""
    return lambda line: ((name(line), effect.year, effect.amount) for effect in line.effects.all())


def _committee(line: EffectLine) -> str:
    return str(line.committee or NOT_TOLD)


def _area(line: EffectLine) -> str:
    return line.get_steering_area_display() or NOT_TOLD


def _crossed(lines: Sequence[EffectLine], years: Sequence[int]) -> PlanTable | None:
    """By committee and steering area, where there are several of both."""
    if len(set(map(_committee, lines))) < 2 or len(set(map(_area, lines))) < 2:
        return None
    in_order = sorted(lines, key=_committee)
    both = _told_by(lambda line: f"{_committee(line)}, {_area(line)}")
    return _several(_by("Pr. udvalg og styringsområde", in_order, both, years))


def _themes(line: EffectLine, initiative: Initiative) -> Shares:
    """What other groups have of the line, and the rest, which stays with the initiative's own."""
    own = str(initiative.theme or "Uden gruppe")
    for effect in line.effects.all():
        shares = list(zip(effect.share_themes, effect.share_amounts, strict=True))
        rest = effect.amount - sum((amount for _, amount in shares), Decimal(0))
        if rest or not shares:
            yield own, effect.year, rest
        for theme, amount in shares:
            yield theme, effect.year, amount


def _several(table: PlanTable) -> PlanTable | None:
    """The table with its sum, where it has more than one row to tell apart."""
    if len(table.rows) < 2:
        return None
    total = PlanRow("I alt", add((cell for row in table.rows for cell in row.cells), table.years), is_total=True)
    return PlanTable(table.caption, table.years, [*table.rows, total])
