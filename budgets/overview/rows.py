"""A year's budget, expenditure and forecast: one row for each area, in the order of the tree."""

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
from budgets.overview.deviations import Deviation, build_deviation

ZERO = Decimal(0)


@dataclass(frozen=True)
class AreaAmounts:
    """Net kroner of an area, either of itself or summed with the areas below it; `expected` is None without a forecast.

    `later` are decisions after the adopted budget, `periodised` the corrected budget to date.
    """

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
        """The adopted budget and all later decisions."""
        return self.adopted + self.later

    def times(self, factor: Decimal, factor_of_last_year: Decimal) -> "AreaAmounts":
        """The amounts in other prices: those of the year and of the year before times their factors."""

        def convert(amount: Decimal | None) -> Decimal | None:
            return None if amount is None else amount * factor

        return AreaAmounts(
            adopted=self.adopted * factor,
            later=self.later * factor,
            periodised=self.periodised * factor,
            spent=self.spent * factor,
            spent_last_year=self.spent_last_year * factor_of_last_year,
            expected=convert(self.expected),
            low=convert(self.low),
            high=convert(self.high),
        )


@dataclass(frozen=True)
class PriceLevel:
    """The year whose prices a budget is shown in, and the indices for the conversion."""

    year: int
    indices: PriceIndices

    def convert(self, own: AreaAmounts, area: BudgetArea, year: int) -> AreaAmounts:
        """Convert the area's amounts of `year` and the year before; an area without steering area counts as service.

        Raises MissingIndexError.
        """
        kind = area.steering_area or SteeringArea.SERVICE
        return own.times(self.indices.factor(kind, year, self.year), self.indices.factor(kind, year - 1, self.year))

    def rests_on_examples(self, areas: Sequence[BudgetArea], year: int) -> bool:
        """True if an index that the conversion uses is a constructed example."""
        kinds = {area.steering_area or SteeringArea.SERVICE for area in areas}
        return any(self.indices.rest_on_examples(kind, y, self.year) for kind in kinds for y in (year - 1, year))


@dataclass(frozen=True)
class AreaRow:
    """An area with its amounts summed with those of all areas below it; `area` is None for the total."""

    area: BudgetArea | None
    depth: int
    sums: AreaAmounts
    deviation: Deviation | None


@dataclass(frozen=True)
class Overview:
    """A year's budget: the rows of the tree, their total, and notes about the figures.

    `without_line` are areas for which the corrected budget replaces a missing forecast line.
    """

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
        """True if the forecast is older than the month of the overview."""
        return self.forecast is not None and (self.forecast.year, self.forecast.month) < (self.year, self.month)

    @property
    def is_decided(self) -> bool:
        """True if any area has a budget in the year."""
        return any(row.sums.adopted or row.sums.later for row in self.rows)

    @property
    def last_year(self) -> int:
        """The year before."""
        return self.year - 1


def build_tree(
    areas: Sequence[BudgetArea], own_amounts: Mapping[int, AreaAmounts]
) -> list[tuple[BudgetArea, int, AreaAmounts]]:
    """Areas in the order of the tree with their depth and sums including all areas below; no database access.

    `own_amounts` are by area id; each kroner is in exactly one root's sums. `expected` follows `_sum_expected`.
    """
    children = defaultdict(list)
    for area in sorted(areas, key=lambda area: area.code):
        children[area.parent_id].append(area)

    def walk(area: BudgetArea, depth: int) -> Iterator[tuple[BudgetArea, int, AreaAmounts]]:
        subtrees = [list(walk(child, depth + 1)) for child in children[area.pk]]
        sums = add_up(own_amounts.get(area.pk, AreaAmounts()), [subtree[0][2] for subtree in subtrees])
        yield area, depth, sums
        for subtree in subtrees:
            yield from subtree

    return [row for root in children[None] for row in walk(root, 0)]


def list_areas_in_order(municipality: Municipality) -> list[tuple[BudgetArea, int]]:
    """The municipality's areas with their depth, in the order of the tree; two queries."""
    areas = list(municipality.areas.select_related("committee", "parent").prefetch_related("legal_bases"))
    return [(area, depth) for area, depth, *_ in build_tree(areas, {})]


def add_up(own: AreaAmounts, children: Sequence[AreaAmounts]) -> AreaAmounts:
    """Sum an area's own amounts and those of the areas below it."""
    all_amounts = [own, *children]
    return AreaAmounts(
        adopted=sum((amounts.adopted for amounts in all_amounts), ZERO),
        later=sum((amounts.later for amounts in all_amounts), ZERO),
        periodised=sum((amounts.periodised for amounts in all_amounts), ZERO),
        spent=sum((amounts.spent for amounts in all_amounts), ZERO),
        spent_last_year=sum((amounts.spent_last_year for amounts in all_amounts), ZERO),
        expected=_sum_expected(own, children),
        low=None if children else own.low,
        high=None if children else own.high,
    )


def _sum_expected(own: AreaAmounts, children: Sequence[AreaAmounts]) -> Decimal | None:
    """Expected kroner of an area with the areas below it; None without any forecast line.

    If only the area itself has a line, the line includes the areas below. Otherwise all are summed, and one without a
    line counts with its corrected budget. Low and high estimates are not summed: the sums would not be estimates.
    """
    if all(child.expected is None for child in children):
        return own.expected
    amounts = [a.corrected if a.expected is None else a.expected for a in (own, *children)]
    return sum(amounts, ZERO)


def compute_share_of_year(weights: Sequence[Decimal], month: int) -> Decimal:
    """The share (0 to 1) of a year's budget in the months up to `month`, by twelve weights; evenly without weights."""
    total = sum(weights, ZERO)
    return sum(weights[:month], ZERO) / total if total else Decimal(month) / MONTHS_A_YEAR


def get_month_weights(area: BudgetArea, by_id: Mapping[int, BudgetArea]) -> Sequence[Decimal]:
    """The area's own twelve weights, or those of the nearest area above with weights; empty if none has."""
    weighted: BudgetArea | None = area
    while weighted is not None and not weighted.month_weights:
        weighted = by_id.get(weighted.parent_id or 0)
    return weighted.month_weights if weighted else []


def load_newest_lines(municipality: Municipality, year: int, month: int) -> list[ForecastLine]:
    """The year's lines of the newest forecast up to the month that has any, each with its forecast; one query."""
    forecasts = Forecast.objects.filter(municipality=municipality, lines__year=year)
    made_in_time = forecasts.filter(year__lt=year) | forecasts.filter(year=year, month__lte=month)
    newest_forecast = made_in_time.order_by("-year", "-month", "-seq").values("pk")[:1]
    return list(ForecastLine.objects.filter(forecast=Subquery(newest_forecast), year=year).select_related("forecast"))


def build_overview(
    municipality: Municipality,
    *,
    year: int,
    month: int,
    as_of: date,
    part: str = NET,
    prices: PriceLevel | None = None,
) -> Overview:
    """The year's budget as decided by `as_of`, with expenditure and forecast up to the month.

    Five queries, whatever the number of areas. `part` is `net`, `gross`, `income` or `refund`; only the net has a
    forecast. Without `prices` each year is in its own prices. Raises MissingIndexError.
    """
    areas = list(municipality.areas.select_related("committee"))
    lines = load_newest_lines(municipality, year, month) if part == NET else []
    forecast = lines[0].forecast if lines else None
    appropriated = Appropriation.objects.of_municipality(municipality).of_year(year, as_of).by_area_and_kind(part)
    booked = Expenditure.objects.of_municipality(municipality).by_area_with_year_before(part, year, month)
    own_amounts = _build_own_amounts(areas, appropriated, booked, {line.area_id: line for line in lines}, year, month)
    if prices:
        own_amounts = {area.pk: prices.convert(own_amounts[area.pk], area, year) for area in areas}
    tree = build_tree(areas, own_amounts)
    total = add_up(AreaAmounts(), [sums for _, depth, sums in tree if depth == 0])
    return Overview(
        year=year,
        month=month,
        as_of=as_of,
        rows=[
            AreaRow(a, depth, sums, _build_deviation(municipality, sums) if appropriated else None)
            for a, depth, sums in tree
        ],
        total=AreaRow(None, 0, total, _build_deviation(municipality, total) if appropriated else None),
        forecast=forecast,
        lines=lines,
        without_line=_list_without_line(tree, own_amounts) if forecast else [],
        is_booked=any(booked_year == year for _, booked_year in booked),
        is_last_year_booked=any(booked_year == year - 1 for _, booked_year in booked),
        has_corrected=any(kind == AppropriationKind.CORRECTED for _, kind in appropriated),
        is_constructed=bool(forecast and forecast.is_constructed) or is_constructed(municipality, year),
        price_level=prices.year if prices else None,
        rests_on_examples=bool(prices and prices.rests_on_examples(areas, year)),
    )


def _build_deviation(municipality: Municipality, sums: AreaAmounts) -> Deviation | None:
    if sums.expected is None:
        return None
    return build_deviation(municipality, expected=sums.expected, budget=sums.corrected)


def _list_without_line(
    tree: Sequence[tuple[BudgetArea, int, AreaAmounts]], own_amounts: Mapping[int, AreaAmounts]
) -> list[BudgetArea]:
    """Areas with a budget but no forecast line for them, above them or below them."""
    by_id = {area.pk: area for area, *_ in tree}

    def has_line_above(area: BudgetArea) -> bool:
        parent = by_id.get(area.parent_id or 0)
        return parent is not None and (
            own_amounts.get(parent.pk, AreaAmounts()).expected is not None or has_line_above(parent)
        )

    return [area for area, _, sums in tree if sums.expected is None and sums.corrected and not has_line_above(area)]


def is_constructed(municipality: Municipality, year: int) -> bool:
    """True if any expenditure or decision of the year is a constructed example; one query."""
    booked = Expenditure.objects.filter(area__municipality=municipality, batch__is_constructed=True, year=year)
    decided = BudgetDecision.objects.filter(round__municipality=municipality, is_constructed=True, round__year=year)
    return booked.values("pk").union(decided.values("pk")).exists()


def _build_own_amounts(
    areas: Sequence[BudgetArea],
    appropriated: Mapping[tuple[int, str], Decimal],
    booked: Mapping[tuple[int, int], Decimal],
    lines: Mapping[int, ForecastLine],
    year: int,
    month: int,
) -> dict[int, AreaAmounts]:
    by_id = {area.pk: area for area in areas}
    adopted_of, later_of = _sum_by_area(appropriated, original=True), _sum_by_area(appropriated, original=False)
    own_amounts: dict[int, AreaAmounts] = {}
    for area in areas:
        adopted, later, line = adopted_of.get(area.pk, ZERO), later_of.get(area.pk, ZERO), lines.get(area.pk)
        own_amounts[area.pk] = AreaAmounts(
            adopted=adopted,
            later=later,
            periodised=(adopted + later) * compute_share_of_year(get_month_weights(area, by_id), month),
            spent=booked.get((area.pk, year), ZERO),
            spent_last_year=booked.get((area.pk, year - 1), ZERO),
        )
        if line:
            own_amounts[area.pk] = replace(own_amounts[area.pk], expected=line.amount, low=line.low, high=line.high)
    return own_amounts


def _sum_by_area(appropriated: Mapping[tuple[int, str], Decimal], *, original: bool) -> dict[int, Decimal]:
    """Kroner by area id of the original budget, or of the later decisions; see ORIGINAL."""
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for (area_id, kind), amount in appropriated.items():
        if (kind in ORIGINAL) == original:
            sums[area_id] += amount
    return sums
