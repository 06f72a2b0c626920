"""Series for tests of forecasts: arbitrary ones, and constructed ones that follow the case model or do not."""

from collections.abc import Callable

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from budgets.forecasting.history import History, Values

FIRST = (2018, 1)
steadily = settings(derandomize=True, deadline=None, max_examples=60)
Series = Callable[[int], History]


@st.composite
def histories(draw: st.DrawFn, least: int = 12, most: int = 70) -> History:
    """Any valid history with persons in its last month, so that there is a price."""
    months = draw(st.integers(least, most))
    series = [draw(st.lists(values, min_size=months, max_size=months)) for values in (COUNTS, FLOWS, FLOWS, KRONER)]
    series[0][-1] = draw(st.floats(0.1, 500))
    return History((draw(st.integers(2015, 2024)), 1), *(np.array(values) for values in series))


COUNTS = st.one_of(st.just(0.0), st.floats(0.01, 500))
FLOWS = st.integers(0, 30)
KRONER = st.one_of(st.just(0.0), st.floats(-1e7, 1e9).map(lambda kroner: round(kroner, 2)))
"""In whole øre like all stored amounts: 1e-269 kr. would overflow in the price model."""


def steady(months: int, persons: float = 40.0, price: float = 50_000.0) -> History:
    """No inflow or outflow, and a constant price."""
    nobody = np.zeros(months)
    return History(FIRST, np.full(months, persons), nobody, nobody, np.full(months, persons * price))


def like_the_model(seed: int, months: int = 72) -> History:
    """Poisson inflow, one exit rate, and a price that is a random walk with drift, observed with noise."""
    rng = np.random.default_rng(seed)
    start, exit_rate = int(rng.integers(30, 150)), rng.uniform(0.01, 0.04)
    inflow = rng.poisson(start * exit_rate * rng.uniform(0.8, 1.4), months).astype(np.float64)
    persons, outflow = _served(start, inflow, np.full(months, exit_rate), rng)
    steps, noise = rng.uniform(0.003, 0.012), rng.uniform(0.005, 0.03)
    price = rng.uniform(20_000, 90_000) * np.exp(np.cumsum(rng.normal(0.002, steps, months)))
    return History(FIRST, persons, inflow, outflow, persons * price * (1 + rng.normal(0, noise, months)))


SEASON = np.array([0.6, 0.7, 0.8, 0.8, 0.9, 1.0, 1.2, 2.0, 1.6, 1.0, 0.8, 0.6])
"""Inflow by month relative to the mean; highest in August and September, when school ends."""


def unlike_the_model(seed: int, months: int = 72) -> History:
    """Seasonal inflow and batches, exits by length of stay, prices that jump, and noise with heavy tails."""
    rng = np.random.default_rng(seed)
    stays, rate = rng.integers(0, 60, int(rng.integers(30, 150))), 0.021
    inflow = rng.poisson(len(stays) * rate * SEASON[np.arange(months) % 12])
    inflow = inflow + (rng.random(months) < 0.08) * rng.integers(2, 7, months)
    persons, outflow = np.empty(months), np.empty(months)
    for month in range(months):
        leaving = rng.random(len(stays)) < np.select([stays < 12, stays < 36], [0.05, 0.02], 0.008)
        stays = np.concatenate([stays[~leaving] + 1, np.zeros(inflow[month], dtype=np.int64)])
        persons[month], outflow[month] = len(stays), leaving.sum()
    price = rng.uniform(20_000, 90_000) * np.exp(np.cumsum(_jumps(months, rng)))
    spent = persons * price * (1 + rng.standard_t(4, months) * 0.015)
    return History(FIRST, persons, inflow.astype(np.float64), outflow, spent)


def shifting(seed: int, months: int = 72, shift: int = 51) -> History:
    """Like the model, with an inflow three times as large from the month `shift` on (51 = April of the fifth year)."""
    rng = np.random.default_rng(seed)
    inflow = rng.poisson(np.where(np.arange(months) < shift, 1.5, 4.5)).astype(np.float64)
    persons, outflow = _served(80, inflow, np.full(months, 0.02), rng)
    return History(FIRST, persons, inflow, outflow, persons * 50_000 * (1 + rng.normal(0, 0.01, months)))


def _served(start: int, inflow: Values, exit_rates: Values, rng: np.random.Generator) -> tuple[Values, Values]:
    persons, outflow = np.empty(len(inflow)), np.empty(len(inflow))
    for month, new in enumerate(inflow):
        outflow[month] = rng.binomial(start, exit_rates[month])
        start += int(new - outflow[month])
        persons[month] = start
    return persons, outflow


def _jumps(months: int, rng: np.random.Generator) -> Values:
    """Monthly changes of the price: a new rate every January, and occasional jumps."""
    january = (np.arange(months) % 12 == 0) * rng.normal(0.03, 0.02, months)
    return np.asarray(january + (rng.random(months) < 0.04) * rng.normal(0, 0.05, months))
