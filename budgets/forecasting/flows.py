"""Persons in the months ahead: inflow and exit rates of the last months, and simulated numbers in service.

Method: inflow is Poisson with a gamma posterior for its rate, exit is binomial with a beta posterior; both posteriors
have the observed rate as their mean. If month-to-month differences show more spread than Poisson, the counts are as
much wider (negative binomial by a gamma mixture) and the evidence counts for as much less (quasi-likelihood).
"""

from dataclasses import dataclass
from itertools import count

import numpy as np

from budgets.forecasting.assumptions import Entrants
from budgets.forecasting.history import History, Values
from budgets.forecasting.months import month_number

SPREAD_MONTHS = 36
PRIOR_EVENTS = 0.5
PRIOR_EXPOSURE = 12.0
MAX_EXIT = 0.999


@dataclass(frozen=True)
class Flow:
    """A rate, its number of events, its exposure (months or person-months), and its over-dispersion."""

    rate: float
    events: float
    exposure: float
    dispersion: float


def estimate_inflow(history: History, months: int) -> Flow:
    """Persons a month over the last `months` months."""
    counts = history.inflow[-months:]
    return Flow(float(counts.mean()), float(counts.sum()), float(len(counts)), dispersion(history.inflow))


def estimate_exits(history: History, months: int) -> Flow:
    """Share (0 to 1) of those in service the month before who left, over the last `months` months."""
    before = np.concatenate([history.persons[:1], history.persons[:-1]])[-months:]
    events, exposure = float(history.outflow[-months:].sum()), float(before.sum())
    rate = min(events / exposure, 1.0) if exposure else 0.0
    return Flow(rate, events, exposure, dispersion(history.outflow))


def dispersion(counts: Values) -> float:
    """Variance over mean of monthly counts of the last 36 months, at least 1.

    Method: for Poisson counts the squared difference of neighbours has the neighbours' sum as its mean, even if the
    level changes slowly. Less than one standard error above 1 counts as 1.
    """
    recent = counts[-SPREAD_MONTHS:]
    total = float(np.sum(recent[1:] + recent[:-1]))
    if total <= 0:
        return 1.0
    ratio = float(np.sum(np.diff(recent) ** 2)) / total
    return ratio if ratio > 1 + np.sqrt(3 / len(recent)) else 1.0


def expected_persons(
    start: float, inflow: float, exit_rate: float, entrants: tuple[Entrants, ...], ahead: list[tuple[int, int]]
) -> Values:
    """Expected persons in each month ahead, shape (months,); entrants are weighted by their probability."""
    arriving = np.full(len(ahead), inflow)
    for expected in entrants:
        if expected.month in ahead:
            arriving[ahead.index(expected.month)] += expected.count * expected.probability
    persons = np.empty(len(ahead))
    for place, new in enumerate(arriving):
        start = start * (1 - exit_rate) + new
        persons[place] = start
    return persons


def draw_rates(inflow: Flow, exits: Flow, paths: int, rng: np.random.Generator) -> tuple[Values, Values]:
    """Inflow rates and exit rates of each path, two arrays of shape (paths,)."""
    shape = inflow.events / inflow.dispersion + PRIOR_EVENTS
    scale = inflow.rate / shape if inflow.rate else 1 / inflow.exposure
    leaving = exits.events / exits.dispersion + PRIOR_EVENTS
    staying = exits.exposure / exits.dispersion + PRIOR_EXPOSURE
    if exits.rate:
        staying = leaving * (1 - min(exits.rate, MAX_EXIT)) / min(exits.rate, MAX_EXIT)
    return rng.gamma(shape, scale, paths), rng.beta(leaving, staying, paths)


def simulate_stock(
    start: float, rates: tuple[Values, Values], spreads: tuple[float, float], months: int, rng: np.random.Generator
) -> Values:
    """Persons in service, from those in service now and the ordinary inflow, shape (months, paths), never negative.

    A fraction of a person leaves by its expectation. `spreads` are the over-dispersions of inflow and exits. Each kind
    of draw has its own random stream, so that more months do not change the first ones.
    """
    inflow, exit_rate = rates
    size = (months, len(inflow))
    coming, leaving, *mixing = rng.spawn(4)
    arriving = coming.poisson(inflow * _mixture(inflow.mean(), spreads[0], size, mixing[0]))
    hazards = np.minimum(exit_rate * _mixture(start * exit_rate.mean(), spreads[1], size, mixing[1]), 1.0)
    persons = np.empty(size)
    stock = np.full(len(inflow), start)
    for place in range(months):
        whole_persons = np.floor(stock)
        stock = (
            stock
            - leaving.binomial(whole_persons.astype(np.int64), hazards[place])
            - (stock - whole_persons) * hazards[place]
        )
        stock = stock + arriving[place]
        persons[place] = stock
    return persons


def simulate_entrants(
    entrants: tuple[Entrants, ...], exit_rate: Values, ahead: list[tuple[int, int]], seed: int
) -> Values:
    """Number of expected entrants in service, shape (months, paths).

    Each person has a fixed pair of uniform numbers per path for coming and leaving, so that one more entrant or a
    higher probability never lowers the number of persons in any path.
    """
    persons = np.zeros((len(ahead), len(exit_rate)))
    numbers = {month: count() for month in ahead}
    for expected in entrants:
        if expected.month in numbers:
            rng = np.random.default_rng([seed, 2, month_number(expected.month), next(numbers[expected.month])])
            start = ahead.index(expected.month)
            persons[start:] += _simulate_present(expected, exit_rate, len(ahead) - start, rng)
    return persons


def _simulate_present(entrants: Entrants, exit_rate: Values, months: int, rng: np.random.Generator) -> Values:
    coming, leaving = rng.random((entrants.count, 2, len(exit_rate))).transpose(1, 0, 2)
    leaving = np.where(coming < entrants.probability, leaving, 1.0)
    return np.array([np.sum(leaving < (1 - exit_rate) ** month, axis=0) for month in range(months)])


def _mixture(mean: float, spread: float, size: tuple[int, int], rng: np.random.Generator) -> Values:
    """Multipliers of shape `size` with mean 1 that give Poisson counts of the mean a variance of `spread` times it."""
    if spread <= 1 or mean <= 0:
        return np.ones(size)
    shape = mean / (spread - 1)
    return rng.gamma(shape, 1 / shape, size)
