"""The unit price: its level, trend and noise estimated from the history, and simulated prices of the months ahead.

Method: the price of a person-month is a local level with a trend (see `local_level`) observed with noise that falls
with the number of persons. An estimated trend fades as in Gardner & McKenzie (1985); a given one does not.
"""

from dataclasses import dataclass

import numpy as np

from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.errors import HistoryError
from budgets.forecasting.history import History, Values
from budgets.forecasting.index import deflators, indexed_months
from budgets.forecasting.local_level import CANDIDATES, Observed, Trend, find_trend, run_filter
from budgets.forecasting.months import name_months

FIT_MONTHS = 60
TREND_MONTHS = 24
TREND_PRIOR = 0.03
"""Standard deviation of the trend a year before the history is used."""
MAX_TREND = 0.25
FADING = 0.98
"""The share of an estimated trend that is left after each month."""


@dataclass(frozen=True)
class PriceModel:
    """The price of a person-month at the end of the history, in prices of its last year and units of `scale` kroner.

    `level`, its variance and that of the trend are arrays of shape (candidates,), variances in units of the noise's.
    `persons` is the head count of the noise variance, `given_growth` an assumed growth a year (None = estimated),
    `floor` the least price: 0, or minus infinity if the history has negative months.
    """

    scale: float
    level: Values
    level_variance: Values
    trend: Trend
    degrees: int
    persons: float
    given_growth: float | None
    floor: float

    @property
    def price(self) -> float:
        """Expected kroner of a person-month at the end of the history."""
        return max(float(self.trend.weight @ self.level), self.floor) * self.scale

    @property
    def growth(self) -> float:
        """Expected growth a year beside the index, as a fraction; an estimated one is limited to ±25 %."""
        if self.given_growth is not None:
            return self.given_growth
        return float(np.clip(self.trend.weight @ self.trend.slope, -MAX_TREND, MAX_TREND))

    def factors(self, growth: Values, months: int) -> Values:
        """Growth since the end of the history, shape (months, len(growth))."""
        fading = FADING if self.given_growth is None else 1.0
        years = np.cumsum(fading ** np.arange(months)) / 12
        return np.asarray((1 + growth) ** years[:, np.newaxis])


@dataclass(frozen=True)
class PricePaths:
    """Simulated kroner of a person-month, and noise in kroner for one person; both of shape (months, paths)."""

    prices: Values
    noise: Values


def fit_prices(history: History, assumptions: Assumptions) -> PriceModel:
    """Fit the price model to a history; HistoryError if the last `price_months` months have no persons.

    Months without persons have no price and are left out.
    """
    window = assumptions.price_months
    if not np.any(history.persons[-window:] > 0):
        raise HistoryError(
            f"Der er ikke registreret helårspersoner i de seneste {window} måneder "
            f"til og med {name_months([history.last])}."
        )
    given_growth = None if assumptions.price_trend is None else assumptions.price_trend / 100
    years = np.arange(1 - history.months, 1) / 12
    spent = history.expenditure / deflators(history, assumptions) / (1 + (given_growth or 0.0)) ** years
    scale, persons = _scale(spent, history.persons, window), float(history.persons[-window:].mean())
    observed = Observed(_per_person(spent / scale, history.persons), years, persons * _inverse(history.persons))
    usable_months = min(history.months, FIT_MONTHS, indexed_months(history, assumptions))
    finds_trend = given_growth is None and usable_months >= TREND_MONTHS
    fitted = observed.last(usable_months if finds_trend else FIT_MONTHS)
    trend = find_trend(run_filter(fitted), fitted.count, TREND_PRIOR if finds_trend else 0.0)
    recent = run_filter(observed.last(window))
    level, degrees = recent.level - trend.slope * recent.time, max(fitted.count - 2, 3)
    floor = 0.0 if spent.min() >= 0 else -np.inf
    return PriceModel(scale, level, recent.variance, trend, degrees, persons, given_growth, floor)


def simulate_prices(model: PriceModel, months: int, paths: int, rng: np.random.Generator) -> PricePaths:
    """Price paths with the uncertainty of the variances, the level and the trend, and of the months ahead."""
    step_rng, noise_rng = rng.spawn(2)
    drawn = rng.choice(len(CANDIDATES), paths, p=model.trend.weight)
    deviation = np.sqrt(model.trend.squares[drawn] / rng.chisquare(model.degrees, paths))
    level = model.level[drawn] + np.sqrt(model.level_variance[drawn]) * deviation * rng.standard_normal(paths)
    steps = np.sqrt(CANDIDATES[drawn]) * deviation * step_rng.standard_normal((months, paths))
    growth = np.full(paths, model.growth)
    if model.given_growth is None:
        slope = model.trend.slope[drawn] + np.sqrt(model.trend.variance[drawn]) * deviation * rng.standard_normal(paths)
        growth = np.clip(slope, -MAX_TREND, MAX_TREND)
    factors = model.scale * model.factors(growth, months)
    noise = deviation * np.sqrt(model.persons) * noise_rng.standard_normal((months, paths))
    return PricePaths(np.maximum(level + np.cumsum(steps, axis=0), model.floor) * factors, noise * factors)


def _scale(spent: Values, persons: Values, window: int) -> float:
    """The mean price of the window, negative for income; if it is 0, the mean absolute amount of all months, or 1."""
    return float(spent[-window:].sum() / persons[-window:].sum()) or float(np.abs(spent).mean()) or 1.0


def _per_person(spent: Values, persons: Values) -> Values:
    return np.divide(spent, persons, out=np.zeros_like(spent), where=persons > 0)


def _inverse(persons: Values) -> Values:
    return np.divide(1.0, persons, out=np.full_like(persons, np.inf), where=persons > 0)
