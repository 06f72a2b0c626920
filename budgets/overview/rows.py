"""The budget of a year beside what is spent and expected: one row for each area, in the order of the tree."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db.models import Subquery

from budgets.areas.models import NET, ORIGINAL, Appropriation, AppropriationKind, BudgetArea, BudgetDecision
from budgets.forecasting.models import Forecast, ForecastLine
from budgets.foundation.calendar import MONTHS_A_YEAR
from budgets.foundation.models import Municipality, SteeringArea
from budgets.foundation.prices import PriceIndices
from budgets.ledger.models import Expenditure
from budgets.overview.deviations import Deviation, deviation_of

ZERO = Decimal(0)


@dataclass(frozen=True)
class Own:
    """Kroner of an area itself, without its children; `expected` is None where the forecast has no line for it."""

    adopted: Decimal = ZERO
    later: Decimal = ZERO
    periodised: Decimal = ZERO
    spent: Decimal = ZERO
    spent_last_year: Decimal = ZERO
    expected: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def corrected(self) -> Decimal:
        """Adopted and everything decided since."""
        return self.adopted + self.later

    def times(self, factor: Decimal, factor_of_last_year: Decimal) -> "Own":
        """The same in other prices: every amount of the year, and of the year before, times its factor."""

        def known(amount: Decimal | None) -> Decimal | None:
            return None if amount is None else amount * factor

        return Own(
            adopted=self.adopted * factor,
            later=self.later * factor,
            periodised=self.periodised * factor,
            spent=self.spent * factor,
            spent_last_year=self.spent_last_year * factor_of_last_year,
            expected=known(self.expected),
            low=known(self.low),
            high=known(self.high),
        )


@dataclass(frozen=True)
class PriceLevel:
    """The prices that a budget is shown in, and the indices that lead there."""

    year: int
    indices: PriceIndices

    def convert(self, own: Own, area: BudgetArea, year: int) -> Own:
        """The area's amounts of `year` and the year before in these prices; an area without a steering area is service.

        Raises MissingIndexError.
        """
        kind = area.steering_area or SteeringArea.SERVICE
        return own.times(self.indices.factor(kind, year, self.year), self.indices.factor(kind, year - 1, self.year))

    def rests_on_examples(self, areas: Sequence[BudgetArea], year: int) -> bool:
        """True where an index between the years is an example."""
        kinds = {area.steering_area or SteeringArea.SERVICE for area in areas}
        return any(self.indices.rest_on_examples(kind, one, self.year) for kind in kinds for one in (year - 1, year))


@dataclass(frozen=True)
class AreaRow:
    """An area with everything below it added up."""

    area: BudgetArea | None
    depth: int
    sums: Own
    deviation: Deviation | None


@dataclass(frozen=True)
class Overview:
    """The rows of the tree, their total, and what the total rests on."""

    year: int
    month: int
    as_of: date
    rows: Sequence[AreaRow]
    total: AreaRow
    forecast: Forecast | None
    lines: Sequence[ForecastLine] = field(default_factory=list)
    without_line: Sequence[BudgetArea] = field(default_factory=list)
    has_corrected: bool = False
    is_booked: bool = True
    is_last_year_booked: bool = True
    is_constructed: bool = False
    price_level: int | None = None
    rests_on_examples: bool = False

    @property
    def is_behind(self) -> bool:
        """True where the forecast was made before the month that the expenditure reaches to."""
        return self.forecast is not None and (self.forecast.year, self.forecast.month) < (self.year, self.month)

    @property
    def is_decided(self) -> bool:
        """True where any budget of the year is there."""
        return any(row.sums.adopted or row.sums.later for row in self.rows)

    @property
    def last_year(self) -> int:
        """The year before."""
        return self.year - 1


def build_tree(areas: Sequence[BudgetArea], own: Mapping[int, Own]) -> list[tuple[BudgetArea, int, Own]]:
    """Areas in the order of the tree with depth and sums over everything below.

    Pure. Every kroner of `own` is in exactly one root's sums. `expected` follows `_expected`.
    """
    children = defaultdict(list)
    for area in sorted(areas, key=lambda area: area.code):
        children[area.parent_id].append(area)

    def walk(area: BudgetArea, depth: int) -> Iterator[tuple[BudgetArea, int, Own]]:
        below = [list(walk(child, depth + 1)) for child in children[area.pk]]
        sums = add_up(own.get(area.pk, Own()), [rows[0][2] for rows in below])
        yield area, depth, sums
        for rows in below:
            yield from rows

    return [row for root in children[None] for row in walk(root, 0)]


def in_order(municipality: Municipality) -> list[tuple[BudgetArea, int]]:
    """The municipality's areas in the order of the tree, with their depth; two queries."""
    areas = list(municipality.areas.select_related("committee", "parent").prefetch_related("legal_bases"))
    return [(area, depth) for area, depth, *_ in build_tree(areas, {})]


def add_up(own: Own, parts: Sequence[Own]) -> Own:
    """The sums of an area: its own and those of its parts."""
    everything = [own, *parts]
    return Own(
        adopted=sum((part.adopted for part in everything), ZERO),
        later=sum((part.later for part in everything), ZERO),
        periodised=sum((part.periodised for part in everything), ZERO),
        spent=sum((part.spent for part in everything), ZERO),
        spent_last_year=sum((part.spent_last_year for part in everything), ZERO),
        expected=_expected(own, parts),
        low=None if parts else own.low,
        high=None if parts else own.high,
    )


def _expected(own: Own, parts: Sequence[Own]) -> Decimal | None:
    """What is expected of an area with its parts; None where no line tells.

    A line of the area alone is for all of it. Where its parts have lines too they are added, and a part without one
    counts with its corrected budget. A range is not added up, for ranges do not add.
    """
    if all(part.expected is None for part in parts):
        return own.expected
    told = [part.corrected if part.expected is None else part.expected for part in (own, *parts)]
    return sum(told, ZERO)


def share_of_year(weights: Sequence[Decimal], month: int) -> Decimal:
    """The part of a year's budget that belongs to the months up to this one: by twelve weights, or evenly."""
    whole = sum(weights, ZERO)
    return sum(weights[:month], ZERO) / whole if whole else Decimal(month) / MONTHS_A_YEAR


def weights_of(area: BudgetArea, by_id: Mapping[int, BudgetArea]) -> Sequence[Decimal]:
    """The area's own twelve weights, or those of the nearest area above that has any."""
    found: BudgetArea | None = area
    while found is not None and not found.month_weights:
        found = by_id.get(found.parent_id or 0)
    return found.month_weights if found else []


def newest_lines(municipality: Municipality, year: int, month: int) -> list[ForecastLine]:
    """The year's lines of the newest forecast by the month that has any, each with its forecast; one query."""
    found = Forecast.objects.filter(municipality=municipality, lines__year=year)
    by_then = found.filter(year__lt=year) | found.filter(year=year, month__lte=month)
    newest = by_then.order_by("-year", "-month", "-seq").values("pk")[:1]
    return list(ForecastLine.objects.filter(forecast=Subquery(newest), year=year).select_related("forecast"))


def build_overview(
    municipality: Municipality,
    *,
    year: int,
    month: int,
    as_of: date,
    part: str = NET,
    prices: PriceLevel | None = None,
) -> Overview:
    """The year's budget as it was decided by the day, with what is spent and expected by the month.

    Five queries, whatever the number of areas. `part` is `net`, `gross`, `income` or `refund`; what is expected is
    known of the net only. Without `prices` every year is in its own. Raises MissingIndexError.
    """
    areas = list(municipality.areas.select_related("committee"))
    lines = newest_lines(municipality, year, month) if part == NET else []
    forecast = lines[0].forecast if lines else None
    given = Appropriation.objects.of_municipality(municipality).of_year(year, as_of).by_area_and_kind(part)
    booked = Expenditure.objects.of_municipality(municipality).by_area_with_year_before(part, year, month)
    own = _load_own(areas, given, booked, {line.area_id: line for line in lines}, year, month)
    if prices:
        own = {area.pk: prices.convert(own[area.pk], area, year) for area in areas}
    tree = build_tree(areas, own)
    total = add_up(Own(), [sums for _, depth, sums in tree if depth == 0])
    return Overview(
        year=year,
        month=month,
        as_of=as_of,
        rows=[AreaRow(a, depth, sums, _deviation(municipality, sums) if given else None) for a, depth, sums in tree],
        total=AreaRow(None, 0, total, _deviation(municipality, total) if given else None),
        forecast=forecast,
        lines=lines,
        without_line=_without_line(tree, own) if forecast else [],
        is_booked=any(found == year for _, found in booked),
        is_last_year_booked=any(found == year - 1 for _, found in booked),
        has_corrected=any(kind == AppropriationKind.CORRECTED for _, kind in given),
        is_constructed=bool(forecast and forecast.is_constructed) or is_constructed(municipality, year),
        price_level=prices.year if prices else None,
        rests_on_examples=bool(prices and prices.rests_on_examples(areas, year)),
    )


def _deviation(municipality: Municipality, sums: Own) -> Deviation | None:
    if sums.expected is None:
        return None
    return deviation_of(municipality, expected=sums.expected, budget=sums.corrected)


def _without_line(tree: Sequence[tuple[BudgetArea, int, Own]], own: Mapping[int, Own]) -> list[BudgetArea]:
    """Areas whose corrected budget stands in for what is expected: no line for them, above them or below them."""
    by_id = {area.pk: area for area, *_ in tree}

    def told_above(area: BudgetArea) -> bool:
        above = by_id.get(area.parent_id or 0)
        return above is not None and (own.get(above.pk, Own()).expected is not None or told_above(above))

    return [area for area, _, sums in tree if sums.expected is None and sums.corrected and not told_above(area)]


def is_constructed(municipality: Municipality, year: int) -> bool:
    """True where any expenditure or decision of the year is an example; one query."""
    booked = Expenditure.objects.filter(area__municipality=municipality, batch__is_constructed=True, year=year)
    decided = BudgetDecision.objects.filter(round__municipality=municipality, is_constructed=True, round__year=year)
    return booked.values("pk").union(decided.values("pk")).exists()


def _load_own(
    areas: Sequence[BudgetArea],
    given: Mapping[tuple[int, str], Decimal],
    booked: Mapping[tuple[int, int], Decimal],
    lines: Mapping[int, ForecastLine],
    year: int,
    month: int,
) -> dict[int, Own]:
    by_id = {area.pk: area for area in areas}
    adopted_of, later_of = _by_area(given, original=True), _by_area(given, original=False)
    own: dict[int, Own] = {}
    for area in areas:
        adopted, later, line = adopted_of.get(area.pk, ZERO), later_of.get(area.pk, ZERO), lines.get(area.pk)
        own[area.pk] = Own(
            adopted=adopted,
            later=later,
            periodised=(adopted + later) * share_of_year(weights_of(area, by_id), month),
            spent=booked.get((area.pk, year), ZERO),
            spent_last_year=booked.get((area.pk, year - 1), ZERO),
        )
        if line:
            own[area.pk] = replace(own[area.pk], expected=line.amount, low=line.low, high=line.high)
    return own


def _by_area(given: Mapping[tuple[int, str], Decimal], *, original: bool) -> dict[int, Decimal]:
    """What the year's budget began with, or what was decided since, by area."""
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for (area_id, kind), amount in given.items():
        if (kind in ORIGINAL) == original:
            sums[area_id] += amount
    return sums
