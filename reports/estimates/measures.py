"""The initiatives' effects as measures against a budget: which are counted, which are left out, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import QuerySet

from budgets.forecasting.models import Forecast
from budgets.forecasting.months import Month
from budgets.foundation.amounts import sum_by_key
from budgets.foundation.calendar import MONTHS_A_YEAR
from budgets.foundation.models import Municipality
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import BudgetEffect, Initiative
from initiatives.results.approved import NOTHING_APPROVED, ApprovedYears, load_approved
from initiatives.results.models import TargetTransfer
from reports.estimates.models import ForecastInitiative

ZERO = Decimal(0)


@dataclass(frozen=True)
class Measure:
    """An initiative's effect by year, and by area id (None: no area) and year; kroner, positive is less expenditure.

    `reason` says why it is left out, empty where it counts. `forecast_years` are the years whose amount is the forecast
    effect of a follow-up; the others have the target effect.
    """

    initiative: Initiative
    by_year: Mapping[int, Decimal]
    by_area: Mapping[tuple[int | None, int], Decimal]
    reason: str = ""
    forecast_years: frozenset[int] = field(default_factory=frozenset)

    @property
    def source(self) -> str:
        """Which kind of effect the amounts are, in Danish."""
        if not self.forecast_years:
            return "forudsat effekt"
        return "forventet effekt" if self.forecast_years == set(self.by_year) else "forventet og forudsat effekt"

    @property
    def counts(self) -> bool:
        """True where the measure is subtracted from the expected expenditure."""
        return not self.reason


def load_measures(
    municipality: Municipality, *, forecast: Forecast, years: Sequence[int], use_forecasts: bool
) -> list[Measure]:
    """Every initiative of the municipality with an effect in the years; six queries at most.

    The amounts are target effects. With `use_forecasts` they are the forecast effects of the newest approved follow-up
    by the forecast's month, where it has one for the year, divided over areas in proportion to the target effect.
    """
    until = (forecast.year, forecast.month)
    targets = _load_targets(municipality, until, years)
    approved = load_approved(municipality, targets, until) if use_forecasts else {}
    counted_by_initiative = dict(
        ForecastInitiative.objects.filter(line__forecast=forecast).values_list("initiative_id", "counted")
    )
    return [
        _build_measure(
            initiative,
            targets[initiative.pk],
            _get_forecasts(approved.get(initiative.pk, NOTHING_APPROVED), years),
            counted_by_initiative.get(initiative.pk),
        )
        for initiative in _get_initiatives(targets)
    ]


def load_effects(municipality: Municipality, *, until: Month, years: Sequence[int]) -> list[Measure]:
    """The remaining effect of every initiative after the month; six queries at most.

    In the month's own year it is the newest approved forecast effect less the realised effect, else the target effect's
    share of the remaining months; in later years it is the forecast effect, else the target effect.
    """
    targets = _load_targets(municipality, until, years)
    approved = load_approved(municipality, targets, until)
    remaining_measures = []
    for initiative in _get_initiatives(targets):
        approved_years = approved.get(initiative.pk, NOTHING_APPROVED)
        measure = _build_measure(
            initiative, targets[initiative.pk], _get_forecasts(approved_years, years), counted=None
        )
        own = approved_years.by_year.get(until[0])
        remaining_measures.append(_get_remaining(measure, until, own.realised if own else None))
    return remaining_measures


def _get_forecasts(approved: ApprovedYears, years: Sequence[int]) -> dict[int, Decimal]:
    """Forecast effect in kroner by year, of the years that an approved follow-up has one for."""
    forecasts = {year: approved.forecast_of(year) for year in years}
    return {year: forecast for year, forecast in forecasts.items() if forecast is not None}


Targets = Mapping[int, Mapping[tuple[int | None, int], Decimal]]


def _load_targets(municipality: Municipality, until: Month, years: Sequence[int]) -> Targets:
    """Target effect in kroner by initiative id, then area id and year, after transfers up to `until`; two queries."""
    targets: defaultdict[int, dict[tuple[int | None, int], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    of_municipality = {"line__initiative__catalogue__municipality": municipality}
    effects = YearlyEffect.objects.counted().filter(**of_municipality, year__in=years)
    for pk, area, year, amount in effects.values_list("line__initiative_id", "line__area_id", "year", "amount"):
        targets[pk][area, year] += amount
    _apply_transfers(targets, municipality, until, years)
    return targets


def _apply_transfers(
    targets: defaultdict[int, dict[tuple[int | None, int], Decimal]],
    municipality: Municipality,
    until: Month,
    years: Sequence[int],
) -> None:
    """Move transferred target effect from giver to taker, in proportion to the giver's areas; one query."""
    transfers = TargetTransfer.objects.filter(from_initiative__catalogue__municipality=municipality, year__in=years)
    transfer_rows = transfers.as_of(*until).values_list("from_initiative_id", "to_initiative_id", "year", "amount")
    for giver, taker, year, amount in transfer_rows:
        giver_parts = {key: target for key, target in targets[giver].items() if key[1] == year}
        giver_total = sum(giver_parts.values(), ZERO)
        for key, target in (giver_parts if giver_total else {(None, year): giver_total}).items():
            part = amount * target / giver_total if giver_total else amount
            targets[giver][key] -= part
            targets[taker][key] += part


def _get_initiatives(targets: Targets) -> QuerySet[Initiative]:
    initiatives = Initiative.objects.filter(pk__in=targets).select_related("catalogue").prefetch_related("legal_bases")
    return initiatives.order_by("catalogue__published", "catalogue_id", "order")


def _get_remaining(measure: Measure, until: Month, realised: Decimal | None) -> Measure:
    """The measure less its realised effect in the month's own year, because the cases already show that."""
    year, month = until
    effect = measure.by_year.get(year)
    if not effect:
        return measure
    remaining = effect - (effect * month / MONTHS_A_YEAR if realised is None else realised)
    by_area = {
        key: amount * remaining / effect if key[1] == year else amount for key, amount in measure.by_area.items()
    }
    return replace(measure, by_year={**measure.by_year, year: remaining}, by_area=by_area)


def _build_measure(
    initiative: Initiative,
    target: Mapping[tuple[int | None, int], Decimal],
    forecasts: Mapping[int, Decimal],
    counted: bool | None,  # noqa: FBT001  None is a third value: the initiative is not in the forecast
) -> Measure:
    target_by_year = sum_by_key((year, amount) for (_, year), amount in target.items())
    by_year = {year: forecasts.get(year, amount) for year, amount in target_by_year.items()}
    by_area: defaultdict[tuple[int | None, int], Decimal] = defaultdict(Decimal)
    for (area, year), amount in target.items():
        if target_by_year[year]:
            by_area[area, year] += by_year[year] * amount / target_by_year[year]
        else:
            by_area[None, year] = by_year[year]
    return Measure(
        initiative, by_year, by_area, _get_reason(initiative, counted), frozenset(forecasts) & frozenset(target_by_year)
    )


def _get_reason(initiative: Initiative, counted: bool | None) -> str:  # noqa: FBT001
    if not initiative.counts:
        return initiative.get_lifecycle_display()
    if initiative.budget_effect == BudgetEffect.IN_BUDGET:
        return "er regnet ind i budgettet"
    if counted is None:
        return ""
    return "er trukket fra i det forventede regnskab" if counted else "ses allerede i sagerne"
