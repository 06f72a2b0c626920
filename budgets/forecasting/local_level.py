"""A random walk with a trend seen through noise: filtered for every candidate ratio of the two variances at once.

Method: the local level model (Durbin & Koopman, Time Series Analysis by State Space Methods, ch. 2) from a diffuse
start. The trend is found with the same gains as the level (de Jong's augmentation) and shrunk towards 0 by a normal
prior; the candidates are weighted by their likelihood with the noise's variance concentrated out.
"""

from dataclasses import dataclass

import numpy as np

from budgets.forecasting.history import Values

CANDIDATES = np.array([0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0])
"""Variance of the level's monthly step over the variance of the noise."""

LEAST_SQUARES = 1e-24


@dataclass(frozen=True)
class Observed:
    """Values with their time in years (0 at the end) and noise variance (inf = not seen), each of shape (months,)."""

    values: Values
    years: Values
    noise: Values

    def last(self, months: int) -> "Observed":
        """The last months of it."""
        return Observed(self.values[-months:], self.years[-months:], self.noise[-months:])

    @property
    def seen(self) -> int:
        """How many values there are."""
        return int(np.isfinite(self.noise).sum())


@dataclass(frozen=True)
class Filtered:
    """For each candidate: the last level of values and of time, the level's variance, and sums over the innovations."""

    level: Values
    time: Values
    variance: Values
    yy: Values
    xy: Values
    xx: Values
    logs: Values


@dataclass(frozen=True)
class Trend:
    """For each candidate: slope a year, its variance in units of the noise's, the squares left, and the weight."""

    slope: Values
    variance: Values
    squares: Values
    weight: Values


def run_filter(observed: Observed) -> Filtered:
    """The Kalman filter over the observed values; at least one must be seen."""
    start = int(np.flatnonzero(np.isfinite(observed.noise))[0])
    level, time = (np.full(len(CANDIDATES), values[start]) for values in (observed.values, observed.years))
    variance = np.full(len(CANDIDATES), observed.noise[start])
    sums = np.zeros((4, len(CANDIDATES)))
    for place in range(start + 1, len(observed.values)):
        variance = variance + CANDIDATES
        if np.isinf(observed.noise[place]):
            continue
        total = variance + observed.noise[place]
        gain = variance / total
        off, late = observed.values[place] - level, observed.years[place] - time
        sums += off * off / total, off * late / total, late * late / total, np.log(total)
        level, time, variance = level + gain * off, time + gain * late, variance * (1 - gain)
    return Filtered(level, time, variance, *sums)


def find_trend(found: Filtered, seen: int, prior: float) -> Trend:
    """The trend and the weight of each candidate; `prior` is the trend's standard deviation a year, 0 = no trend."""
    steps = max(seen - 2, 1)
    free = np.maximum(found.yy - np.divide(found.xy**2, found.xx, out=np.zeros_like(found.xx), where=found.xx > 0), 0)
    held = (free + LEAST_SQUARES) / steps / prior**2 if prior else np.full_like(free, np.inf)
    slope = found.xy / (found.xx + held)
    squares = np.maximum(found.yy - found.xy * slope, 0) + LEAST_SQUARES
    fits = -0.5 * (found.logs + max(seen - 1, 1) * np.log(squares) + np.log1p(found.xx / held))
    weight = np.exp(fits - fits.max())
    return Trend(slope, 1 / (found.xx + held), squares, weight / weight.sum())
