"""A random walk with trend observed with noise: filtered for all candidate ratios of the two variances at once.

Method: the local level model (Durbin & Koopman, Time Series Analysis by State Space Methods, ch. 2) from a diffuse
start. The trend is estimated with the same gains as the level (de Jong's augmentation) and shrunk towards 0 by a normal
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
    """Values with their time in years (0 at the end) and noise variance (inf = missing), each of shape (months,)."""

    values: Values
    years: Values
    noise: Values

    def last(self, months: int) -> "Observed":
        """The last `months` months."""
        return Observed(self.values[-months:], self.years[-months:], self.noise[-months:])

    @property
    def count(self) -> int:
        """Number of values that are not missing."""
        return int(np.isfinite(self.noise).sum())


@dataclass(frozen=True)
class Filtered:
    """For each candidate: last level of values and of time, the level's variance, and sums over the innovations."""

    level: Values
    time: Values
    variance: Values
    yy: Values
    xy: Values
    xx: Values
    logs: Values


@dataclass(frozen=True)
class Trend:
    """For each candidate: slope a year, its variance in units of the noise's, sum of residual squares, and weight."""

    slope: Values
    variance: Values
    squares: Values
    weight: Values


def run_filter(observed: Observed) -> Filtered:
    """The Kalman filter over the observed values, of which at least one must not be missing."""
    start = int(np.flatnonzero(np.isfinite(observed.noise))[0])
    level, time = (np.full(len(CANDIDATES), values[start]) for values in (observed.values, observed.years))
    variance = np.full(len(CANDIDATES), observed.noise[start])
    sums = np.zeros((4, len(CANDIDATES)))
    for month in range(start + 1, len(observed.values)):
        variance = variance + CANDIDATES
        if np.isinf(observed.noise[month]):
            continue
        total = variance + observed.noise[month]
        gain = variance / total
        innovation, time_innovation = observed.values[month] - level, observed.years[month] - time
        sums += (
            innovation * innovation / total,
            innovation * time_innovation / total,
            time_innovation * time_innovation / total,
            np.log(total),
        )
        level, time, variance = level + gain * innovation, time + gain * time_innovation, variance * (1 - gain)
    return Filtered(level, time, variance, *sums)


def find_trend(filtered: Filtered, count: int, prior: float) -> Trend:
    """The trend and weight of each candidate; `count` is the number of values.

    `prior` is the trend's standard deviation a year before the history is used; 0 = no trend.
    """
    steps = max(count - 2, 1)
    unshrunk_squares = np.maximum(
        filtered.yy - np.divide(filtered.xy**2, filtered.xx, out=np.zeros_like(filtered.xx), where=filtered.xx > 0), 0
    )
    shrinkage = (
        (unshrunk_squares + LEAST_SQUARES) / steps / prior**2 if prior else np.full_like(unshrunk_squares, np.inf)
    )
    slope = filtered.xy / (filtered.xx + shrinkage)
    squares = np.maximum(filtered.yy - filtered.xy * slope, 0) + LEAST_SQUARES
    fits = -0.5 * (filtered.logs + max(count - 1, 1) * np.log(squares) + np.log1p(filtered.xx / shrinkage))
    weight = np.exp(fits - fits.max())
    return Trend(slope, 1 / (filtered.xx + shrinkage), squares, weight / weight.sum())
