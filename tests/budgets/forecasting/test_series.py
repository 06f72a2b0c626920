"""The constructed series are what they claim to be."""

import numpy as np

from tests.budgets.forecasting.series import like_the_model, shifting, unlike_the_model


def test_the_constructed_series_balance_month_by_month() -> None:
    for series in (like_the_model(1), unlike_the_model(1), shifting(1)):
        moved = series.inflow[1:] - series.outflow[1:]

        assert np.array_equal(np.diff(series.persons), moved)
