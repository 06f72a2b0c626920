"""The initiatives' effects as measures against a budget: which count, which are left out, and why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import QuerySet

from budgets.forecasting.models import Forecast
from budgets.forecasting.months import Month
from budgets.foundation.calendar import MONTHS_A_YEAR
from budgets.foundation.models import Municipality
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import BudgetEffect, Initiative, until_round
from initiatives.results.models import FollowUp, FollowUpYear, TargetTransfer
from reports.estimates.models import ForecastInitiative

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
            return "forudsat effekt"
        return "forventet effekt" if self.told_years == set(self.by_year) else "forventet og forudsat effekt"

    @property
    def counts(self) -> bool:
        """True where it is subtracted."""
        return not self.reason


def load_measures(
    municipality: Municipality, *, forecast: Forecast, years: Sequence[int], use_forecasts: bool
) -> list[Measure]:
    """Every initiative of the municipality with an effect in the years; six queries at most.

    The amounts are targets, or with `use_forecasts` what the newest approved follow-up by the forecast's month expects,
    where it tells of the year; then they are spread over areas as the target is.
    """
    targets = _targets(municipality, (forecast.year, forecast.month), years)
    told = _told(targets, (forecast.year, forecast.month), years) if use_forecasts else {}
    in_forecast = dict(
        ForecastInitiative.objects.filter(line__forecast=forecast).values_list("initiative_id", "counted")
    )
    return [
        _measure(initiative, targets[initiative.pk], told.get(initiative.pk, {}), in_forecast.get(initiative.pk))
        for initiative in _initiatives(targets)
    ]


def load_effects(municipality: Municipality, *, until: Month, years: Sequence[int]) -> list[Measure]:
    """What is still to come of every initiative's effect after the month; six queries at most.

    Of the month's own year it is the newest approved forecast less what has been realised, else the target's part of
    the months to come; of later years the forecast, else the target.
    """
    targets = _targets(municipality, until, years)
    told = _told(targets, until, years)
    realised = _realised(targets, until)
    found = []
    for initiative in _initiatives(targets):
        whole = _measure(initiative, targets[initiative.pk], told.get(initiative.pk, {}), None)
        found.append(_still_to_come(whole, until, realised.get(initiative.pk)))
    return found


Targets = Mapping[int, Mapping[tuple[int | None, int], Decimal]]


def _targets(municipality: Municipality, until: Month, years: Sequence[int]) -> Targets:
    """By initiative, then area and year, with what was moved between initiatives by then; two queries."""
    targets: defaultdict[int, dict[tuple[int | None, int], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    of_municipality = {"line__initiative__catalogue__municipality": municipality}
    effects = YearlyEffect.objects.counted().filter(**of_municipality, year__in=years)
    for pk, area, year, amount in effects.values_list("line__initiative_id", "line__area_id", "year", "amount"):
        targets[pk][area, year] += amount
    _move(targets, municipality, until, years)
    return targets


def _move(
    targets: defaultdict[int, dict[tuple[int | None, int], Decimal]],
    municipality: Municipality,
    until: Month,
    years: Sequence[int],
) -> None:
    """Give what was moved between initiatives to those who took it, in the areas of those who gave it; one query."""
    moved = TargetTransfer.objects.filter(from_initiative__catalogue__municipality=municipality, year__in=years)
    rows = moved.as_of(*until).values_list("from_initiative_id", "to_initiative_id", "year", "amount")
    for giver, taker, year, amount in rows:
        given = {place: part for place, part in targets[giver].items() if place[1] == year}
        whole = sum(given.values(), ZERO)
        for place, part in (given if whole else {(None, year): whole}).items():
            moved_here = amount * part / whole if whole else amount
            targets[giver][place] -= moved_here
            targets[taker][place] += moved_here


def _initiatives(targets: Targets) -> QuerySet[Initiative]:
    found = Initiative.objects.filter(pk__in=targets).select_related("catalogue").prefetch_related("legal_bases")
    return found.order_by("catalogue__published", "catalogue_id", "order")


def _still_to_come(measure: Measure, until: Month, realised: Decimal | None) -> Measure:
    """The measure with less of the month's own year: what has come already shows in the cases."""
    year, month = until
    whole = measure.by_year.get(year)
    if not whole:
        return measure
    rest = whole - (whole * month / MONTHS_A_YEAR if realised is None else realised)
    by_area = {
        place: amount * rest / whole if place[1] == year else amount for place, amount in measure.by_area.items()
    }
    return replace(measure, by_year={**measure.by_year, year: rest}, by_area=by_area)


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


def _newest(ids: Iterable[int], until: Month) -> QuerySet[FollowUp]:
    year, month = until
    found: QuerySet[FollowUp] = FollowUp.objects.approved().filter(until_round(year, month), initiative__in=list(ids))
    newest = found.order_by("initiative_id", "-round__year", "-round__period", "-revision")
    return newest.distinct("initiative_id")


def _told(ids: Iterable[int], until: Month, years: Sequence[int]) -> dict[int, dict[int, Decimal]]:
    """By initiative and year what the newest approved follow-up by the month expects; two queries."""
    found: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = list(_newest(ids, until).values_list("pk", "initiative_id", "round__year", "forecast"))
    for _, initiative_id, year, amount in rows:
        if amount is not None and year in years:
            found[initiative_id][year] = amount
    later = FollowUpYear.objects.filter(follow_up__in=[pk for pk, *_ in rows], year__in=years, forecast__isnull=False)
    for initiative_id, year, amount in later.values_list("follow_up__initiative_id", "year", "forecast"):
        found[initiative_id][year] = amount
    return found


def _realised(ids: Iterable[int], until: Month) -> dict[int, Decimal]:
    """By initiative what the newest approved follow-up of the month's year has seen by the month; one query."""
    rows = _newest(ids, until).values_list("initiative_id", "round__year", "realised")
    return {pk: amount for pk, year, amount in rows if year == until[0] and amount is not None}
