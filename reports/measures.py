"""The initiatives' effects as measures against a budget: which count, which are left out, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from budgets.models import Forecast, Municipality
from initiatives.models import BudgetEffect, FollowUp, FollowUpYear, Initiative, YearlyEffect
from reports.models import ForecastInitiative

ZERO = Decimal(0)


@dataclass(frozen=True)
class Measure:
    """An initiative's effect by year, and by area (None: no area) and year; kroner, positive is less expenditure.

    `reason` says why it is left out; empty where it counts. `is_told` where a follow-up has told the amounts.
    """

    initiative: Initiative
    by_year: Mapping[int, Decimal]
    by_area: Mapping[tuple[int | None, int], Decimal]
    reason: str = ""
    told_years: frozenset[int] = field(default_factory=frozenset)

    @property
    def source(self) -> str:
        """Where the amounts are from."""
        if not self.told_years:
            return "måltal"
        return "prognose" if self.told_years == set(self.by_year) else "prognose og måltal"

    @property
    def counts(self) -> bool:
        """True where it is subtracted."""
        return not self.reason


def load_measures(
    municipality: Municipality, *, forecast: Forecast, years: Sequence[int], use_forecasts: bool
) -> list[Measure]:
    """Every initiative of the municipality with an effect in the years; five queries at most.

    The amounts are targets, or with `use_forecasts` what the newest approved follow-up by the forecast's month expects,
    where it tells of the year; then they are spread over areas as the target is.
    """
    targets: defaultdict[int, dict[tuple[int | None, int], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    effects = YearlyEffect.objects.filter(line__initiative__catalogue__municipality=municipality, year__in=years)
    for pk, area, year, amount in effects.values_list("line__initiative_id", "line__area_id", "year", "amount"):
        targets[pk][area, year] += amount
    initiatives = Initiative.objects.filter(pk__in=targets).select_related("catalogue").prefetch_related("legal_bases")
    told = _told(targets, forecast, years) if use_forecasts else {}
    in_forecast = dict(
        ForecastInitiative.objects.filter(line__forecast=forecast).values_list("initiative_id", "counted")
    )
    return [
        _measure(initiative, targets[initiative.pk], told.get(initiative.pk, {}), in_forecast.get(initiative.pk))
        for initiative in initiatives.order_by("catalogue__published", "catalogue_id", "order")
    ]


def _measure(
    initiative: Initiative,
    target: Mapping[tuple[int | None, int], Decimal],
    told: Mapping[int, Decimal],
    counted: bool | None,  # noqa: FBT001  None is the third value: the forecast does not know it
) -> Measure:
    whole: defaultdict[int, Decimal] = defaultdict(Decimal)
    for (_, year), amount in target.items():
        whole[year] += amount
    by_year = {year: told.get(year, amount) for year, amount in whole.items()}
    by_area: defaultdict[tuple[int | None, int], Decimal] = defaultdict(Decimal)
    for (area, year), amount in target.items():
        if whole[year]:
            by_area[area, year] += by_year[year] * amount / whole[year]
        else:
            by_area[None, year] = by_year[year]
    return Measure(initiative, by_year, by_area, _reason(initiative, counted), frozenset(told) & frozenset(whole))


def _reason(initiative: Initiative, counted: bool | None) -> str:  # noqa: FBT001
    if not initiative.counts:
        return initiative.get_lifecycle_display()
    if initiative.budget_effect == BudgetEffect.IN_BUDGET:
        return "er regnet ind i budgettet"
    if counted is None:
        return ""
    return "er trukket fra i det forventede regnskab" if counted else "ses allerede i sagerne"


def _told(ids: Mapping[int, object], forecast: Forecast, years: Sequence[int]) -> dict[int, dict[int, Decimal]]:
    """By initiative and year what the newest approved follow-up by the forecast's month expects; two queries."""
    by_then = Q(round__year__lt=forecast.year) | Q(round__year=forecast.year, round__period__lte=forecast.month)
    newest = (
        FollowUp.objects.approved()
        .filter(by_then, initiative__in=list(ids))
        .order_by("initiative_id", "-round__year", "-round__period", "-revision")
        .distinct("initiative_id")
    )
    found: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = list(newest.values_list("pk", "initiative_id", "round__year", "forecast"))
    for _, initiative_id, year, amount in rows:
        if amount is not None and year in years:
            found[initiative_id][year] = amount
    later = FollowUpYear.objects.filter(follow_up__in=[pk for pk, *_ in rows], year__in=years, forecast__isnull=False)
    for initiative_id, year, amount in later.values_list("follow_up__initiative_id", "year", "forecast"):
        found[initiative_id][year] = amount
    return found
