"""The joined estimate: what is expected, less measures that are not counted yet, against a corrected budget."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from budgets.areas.models import NET, Appropriation, BudgetArea
from budgets.forecasting.models import Forecast
from budgets.foundation.models import LegalBasis, Municipality
from budgets.overview.deviations import Deviation, build_deviation
from reports.estimates.measures import Measure, load_measures

ZERO = Decimal(0)


@dataclass(frozen=True)
class Estimate:
    """One year of an area, or of all: kroner; `measures` are positive where they save."""

    year: int
    expected: Decimal
    measures: Decimal
    difference: Deviation

    @property
    def estimate(self) -> Decimal:
        """What is left to pay when the measures are carried out."""
        return self.expected - self.measures


@dataclass(frozen=True)
class AreaEstimate:
    """An area's years; `budget` is the corrected budget of the base year. None stands for what has no area."""

    area: BudgetArea | None
    budget: Decimal
    years: Sequence[Estimate]


@dataclass(frozen=True)
class Overlap:
    """How much of an area's budget its counted initiatives are in the first year."""

    area: BudgetArea
    initiatives: Sequence[Measure]
    amount: Decimal
    percent: Decimal | None


@dataclass(frozen=True)
class JoinedEstimate:
    """The whole: totals, areas, what counts and what does not."""

    forecast: Forecast
    base_year: int
    years: Sequence[int]
    total: AreaEstimate
    areas: Sequence[AreaEstimate]
    measures: Sequence[Measure]
    overlaps: Sequence[Overlap]
    balances: Sequence[Decimal]
    opening: Decimal

    @property
    def shared(self) -> list[tuple[LegalBasis, Sequence[Measure]]]:
        """Sections that several of the counted measures act on, whose effects may be the same krone."""
        return _shared(self.counted)

    @property
    def counted(self) -> list[Measure]:
        """Measures that are subtracted."""
        return [measure for measure in self.measures if measure.counts]

    @property
    def left_out(self) -> list[Measure]:
        """Measures that are not, each with its reason."""
        return [measure for measure in self.measures if not measure.counts]

    @property
    def balanced_from(self) -> int | None:
        """The first year from which there is no accumulated deficit any more; None where there still is one."""
        last = max((place for place, left in enumerate(self.balances) if left > 0), default=-1)
        return self.years[last + 1] if last + 1 < len(self.years) else None


def build_estimate(
    municipality: Municipality,
    *,
    forecast: Forecast,
    base_year: int,
    as_of: date,
    use_forecasts: bool = False,
    opening: Decimal = ZERO,
) -> JoinedEstimate:
    """The estimate of every year that the forecast has, its own year left out where it has later ones.

    `opening` is the deficit (positive) that is carried into the first year; it is added to each year's difference.
    Nine queries at most. A measure of an area above another counts at the area itself.
    """
    lines = list(forecast.lines.select_related("area"))
    years = sorted({line.year for line in lines if line.year > forecast.year} or {line.year for line in lines})
    measures = load_measures(municipality, forecast=forecast, years=years, use_forecasts=use_forecasts)
    budget = Appropriation.objects.of_municipality(municipality).of_year(base_year, as_of).by_area(NET)
    expected = {(line.area_id, line.year): line.amount for line in lines}
    saved = _add_up(measure.by_area for measure in measures if measure.counts)
    areas = {area.pk: area for area in municipality.areas.all()}
    places = [*sorted(areas, key=lambda pk: areas[pk].code), None]
    rows = [_estimate(municipality, areas.get(pk or 0), budget, expected, saved, years) for pk in places]
    total = _total(municipality, rows, years)
    return JoinedEstimate(
        forecast=forecast,
        base_year=base_year,
        years=years,
        total=total,
        areas=[row for row in rows if row.budget or any(year.expected or year.measures for year in row.years)],
        measures=measures,
        overlaps=_overlaps(areas, budget, measures, years[0] if years else base_year),
        balances=list(accumulate((year.difference.amount for year in total.years), initial=opening))[1:],
        opening=opening,
    )


def _add_up(parts: Iterable[Mapping[tuple[int | None, int], Decimal]]) -> dict[tuple[int | None, int], Decimal]:
    sums: defaultdict[tuple[int | None, int], Decimal] = defaultdict(Decimal)
    for part in parts:
        for place, amount in part.items():
            sums[place] += amount
    return sums


def _estimate(
    municipality: Municipality,
    area: BudgetArea | None,
    budget: Mapping[int, Decimal],
    expected: Mapping[tuple[int, int], Decimal],
    saved: Mapping[tuple[int | None, int], Decimal],
    years: Sequence[int],
) -> AreaEstimate:
    pk = area.pk if area else None
    its_budget = budget.get(pk or 0, ZERO)
    return AreaEstimate(
        area,
        its_budget,
        [
            _year(municipality, year, expected.get((pk or 0, year), ZERO), saved.get((pk, year), ZERO), its_budget)
            for year in years
        ],
    )


def _year(municipality: Municipality, year: int, expected: Decimal, measures: Decimal, budget: Decimal) -> Estimate:
    return Estimate(
        year, expected, measures, build_deviation(municipality, expected=expected - measures, budget=budget)
    )


def _total(municipality: Municipality, rows: Sequence[AreaEstimate], years: Sequence[int]) -> AreaEstimate:
    budget = sum((row.budget for row in rows), ZERO)
    by_year = [[row.years[place] for row in rows] for place in range(len(years))]
    return AreaEstimate(
        None,
        budget,
        [
            _year(
                municipality,
                year,
                sum((found.expected for found in parts), ZERO),
                sum((found.measures for found in parts), ZERO),
                budget,
            )
            for year, parts in zip(years, by_year, strict=True)
        ],
    )


def _overlaps(
    areas: Mapping[int, BudgetArea], budget: Mapping[int, Decimal], measures: Sequence[Measure], year: int
) -> list[Overlap]:
    found = []
    for pk, area in areas.items():
        here = [measure for measure in measures if measure.counts and measure.by_area.get((pk, year))]
        amount = sum((measure.by_area[pk, year] for measure in here), ZERO)
        whole = budget.get(pk, ZERO)
        if here:
            found.append(Overlap(area, here, amount, amount / whole * 100 if whole else None))
    return found


def _shared(measures: Sequence[Measure]) -> list[tuple[LegalBasis, Sequence[Measure]]]:
    """Sections that more than one of the initiatives act on."""
    by_basis: defaultdict[LegalBasis, list[Measure]] = defaultdict(list)
    for measure in measures:
        for basis in measure.initiative.legal_bases.all():
            by_basis[basis].append(measure)
    return [(basis, several) for basis, several in by_basis.items() if len(several) > 1]
