"""The joined estimate: expected expenditure, less measures that it does not include yet, against a corrected budget."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from budgets.areas.models import NET, Appropriation, BudgetArea
from budgets.forecasting.models import Forecast
from budgets.foundation.amounts import sum_by_key
from budgets.foundation.models import LegalBasis, Municipality
from budgets.overview.deviations import Deviation, build_deviation
from reports.estimates.measures import Measure, load_measures

ZERO = Decimal(0)


@dataclass(frozen=True)
class Estimate:
    """One year of an area, or of all areas, in kroner; `measures` are positive where they save."""

    year: int
    expected: Decimal
    measures: Decimal
    difference: Deviation

    @property
    def estimate(self) -> Decimal:
        """Expected expenditure after the measures."""
        return self.expected - self.measures


@dataclass(frozen=True)
class AreaEstimate:
    """An area's years; `budget` is the corrected budget of the base year. Area None: the total, or without area."""

    area: BudgetArea | None
    budget: Decimal
    years: Sequence[Estimate]


@dataclass(frozen=True)
class Overlap:
    """An area's counted measures in the first year, in kroner and as percent of its budget (None without a budget)."""

    area: BudgetArea
    initiatives: Sequence[Measure]
    amount: Decimal
    percent: Decimal | None


@dataclass(frozen=True)
class JoinedEstimate:
    """The joined estimate in total and by area, with every measure, counted or not."""

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
        """Legal bases that several counted measures use; their effects may overlap."""
        return _get_shared_legal_bases(self.counted)

    @property
    def counted(self) -> list[Measure]:
        """Measures that are subtracted."""
        return [measure for measure in self.measures if measure.counts]

    @property
    def left_out(self) -> list[Measure]:
        """Measures that are not subtracted, each with its reason."""
        return [measure for measure in self.measures if not measure.counts]

    @property
    def balanced_from(self) -> int | None:
        """The first year from which there is no accumulated deficit; None if the last year still has one."""
        last = max((position for position, balance in enumerate(self.balances) if balance > 0), default=-1)
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
    """The estimate of every year of the forecast, without the forecast's own year if it has later ones.

    `opening` is the accumulated deficit in kroner (positive) carried into the first year. Nine queries at most. A
    measure on a parent area counts at that area and is not divided among its child areas.
    """
    lines = list(forecast.lines.select_related("area"))
    years = sorted({line.year for line in lines if line.year > forecast.year} or {line.year for line in lines})
    measures = load_measures(municipality, forecast=forecast, years=years, use_forecasts=use_forecasts)
    budget = Appropriation.objects.of_municipality(municipality).of_year(base_year, as_of).by_area(NET)
    expected = {(line.area_id, line.year): line.amount for line in lines}
    measure_sums = sum_by_key(pair for measure in measures if measure.counts for pair in measure.by_area.items())
    areas = {area.pk: area for area in municipality.areas.all()}
    area_ids = [*sorted(areas, key=lambda pk: areas[pk].code), None]
    area_estimates = [
        _build_area_estimate(municipality, areas.get(pk or 0), budget, expected, measure_sums, years) for pk in area_ids
    ]
    total = _build_total(municipality, area_estimates, years)
    return JoinedEstimate(
        forecast=forecast,
        base_year=base_year,
        years=years,
        total=total,
        areas=[
            row for row in area_estimates if row.budget or any(year.expected or year.measures for year in row.years)
        ],
        measures=measures,
        overlaps=_build_overlaps(areas, budget, measures, years[0] if years else base_year),
        balances=list(accumulate((year.difference.amount for year in total.years), initial=opening))[1:],
        opening=opening,
    )


def _build_area_estimate(
    municipality: Municipality,
    area: BudgetArea | None,
    budget: Mapping[int, Decimal],
    expected: Mapping[tuple[int, int], Decimal],
    measures: Mapping[tuple[int | None, int], Decimal],
    years: Sequence[int],
) -> AreaEstimate:
    pk = area.pk if area else None
    area_budget = budget.get(pk or 0, ZERO)
    return AreaEstimate(
        area,
        area_budget,
        [
            _build_year(
                municipality, year, expected.get((pk or 0, year), ZERO), measures.get((pk, year), ZERO), area_budget
            )
            for year in years
        ],
    )


def _build_year(
    municipality: Municipality, year: int, expected: Decimal, measures: Decimal, budget: Decimal
) -> Estimate:
    return Estimate(
        year, expected, measures, build_deviation(municipality, expected=expected - measures, budget=budget)
    )


def _build_total(
    municipality: Municipality, area_estimates: Sequence[AreaEstimate], years: Sequence[int]
) -> AreaEstimate:
    budget = sum((row.budget for row in area_estimates), ZERO)
    by_year = [[row.years[position] for row in area_estimates] for position in range(len(years))]
    return AreaEstimate(
        None,
        budget,
        [
            _build_year(
                municipality,
                year,
                sum((part.expected for part in parts), ZERO),
                sum((part.measures for part in parts), ZERO),
                budget,
            )
            for year, parts in zip(years, by_year, strict=True)
        ],
    )


def _build_overlaps(
    areas: Mapping[int, BudgetArea], budget: Mapping[int, Decimal], measures: Sequence[Measure], year: int
) -> list[Overlap]:
    overlaps = []
    for pk, area in areas.items():
        area_measures = [measure for measure in measures if measure.counts and measure.by_area.get((pk, year))]
        amount = sum((measure.by_area[pk, year] for measure in area_measures), ZERO)
        area_budget = budget.get(pk, ZERO)
        if area_measures:
            overlaps.append(Overlap(area, area_measures, amount, amount / area_budget * 100 if area_budget else None))
    return overlaps


def _get_shared_legal_bases(measures: Sequence[Measure]) -> list[tuple[LegalBasis, Sequence[Measure]]]:
    """Legal bases that more than one measure's initiative uses, each with its measures."""
    by_basis: defaultdict[LegalBasis, list[Measure]] = defaultdict(list)
    for measure in measures:
        for basis in measure.initiative.legal_bases.all():
            by_basis[basis].append(measure)
    return [(basis, basis_measures) for basis, basis_measures in by_basis.items() if len(basis_measures) > 1]
