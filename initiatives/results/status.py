"""Proposing the status of an initiative from its figures. Pure: no database."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.amounts import format_number
from initiatives.catalogues.models.initiatives import Lifecycle
from initiatives.results.figures import TargetAndForecast
from initiatives.results.models import Status

BEHIND_TO_DATE = Decimal("0.75")
"""A realised effect below this share of the target to date is a risk if the forecast has not been lowered."""


@dataclass(frozen=True)
class Limits:
    """A municipality's limits: realisation rates of on track and at risk, and the smallest deviation in kroner."""

    on_track_from: Decimal = Decimal("0.95")
    risk_from: Decimal = Decimal("0.75")
    minimum_amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Figures(TargetAndForecast):
    """Figures of one initiative in one year, kroner in the stored sign; None where unknown."""

    target: Decimal | None
    target_to_date: Decimal | None
    realised: Decimal | None
    forecast: Decimal | None
    forecast_before: Decimal | None = None
    lifecycle: str = Lifecycle.UNDER_WAY


def propose(figures: Figures, limits: Limits) -> Status | None:
    """The status by the rules; None where the deviation is unknown."""
    deviation = figures.deviation
    if deviation is None:
        return None
    rate = figures.realisation_rate
    if rate is None:
        return _status_of_cost(deviation, limits)
    if not figures.target_to_date and not figures.realised and deviation == 0:
        return Status.NOT_STARTED
    if rate >= limits.on_track_from or abs(deviation) <= limits.minimum_amount:
        return _on_track(figures, limits)
    return Status.RISK if rate >= limits.risk_from else Status.BEHIND


def reason_for(figures: Figures, limits: Limits, text: Callable[[Decimal | None], str]) -> str:
    """The reason for the proposed status, in Danish; `text` formats kroner in the unit that the reader sees."""
    rate, proposed = figures.realisation_rate, propose(figures, limits)
    if proposed is None:
        return "den forventede effekt mangler" if figures.target is not None else "den forudsatte effekt mangler"
    if rate is None:
        planned = "der er forudsat en merudgift" if figures.target else "der er ikke forudsat nogen effekt"
        return f"{planned}, og den forventede effekt afviger {text(figures.deviation)}"
    if proposed == Status.NOT_STARTED:
        return "der er ikke forudsat effekt endnu"
    if proposed == Status.RISK and rate >= limits.risk_from and _is_far_behind(figures, limits):
        realised, target = text(figures.realised), text(figures.target_to_date)
        return f"der er opnået {realised} mod forudsat {target} til dato, men den forventede effekt er ikke nedjusteret"
    return f"den forventede effekt er {format_number(rate * 100)} % af den forudsatte"


def _status_of_cost(deviation: Decimal, limits: Limits) -> Status:
    """The status of a cost, which has no realisation rate: more or less than planned."""
    if abs(deviation) <= limits.minimum_amount:
        return Status.ON_TRACK
    return Status.OVERSPEND if deviation < 0 else Status.UNDERSPEND


def _on_track(figures: Figures, limits: Limits) -> Status:
    """On track by the forecast; a risk where much less is realised than planned and the forecast is not lowered."""
    if _is_far_behind(figures, limits):
        return Status.RISK
    return Status.FULLY_PHASED_IN if figures.lifecycle == Lifecycle.FULLY_PHASED_IN else Status.ON_TRACK


def _is_far_behind(figures: Figures, limits: Limits) -> bool:
    to_date = figures.target_to_date or Decimal(0)
    realised = figures.realised if figures.realised is not None else to_date
    before = figures.target if figures.forecast_before is None else figures.forecast_before
    is_lowered = figures.forecast is None or before is None or figures.forecast < before
    is_behind = realised < to_date * BEHIND_TO_DATE and to_date - realised > limits.minimum_amount
    return is_behind and not is_lowered
