"""Backtests use only what was known at the origin, compare it with what was booked, and recommend a method."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from budgets.forecasting.assumptions import Assumptions, Entrants
from budgets.forecasting.backtesting import NEXT_YEAR, backtest, summarise, summarise_methods
from budgets.forecasting.methods import forecast
from budgets.forecasting.recommendation import Recommendation, recommend
from budgets.forecasting.results import Method
from tests.budgets.forecasting.series import like_the_model, shifting, steady

PLAIN = Assumptions()


def summary(**figures: dict[int, tuple[int, float]]) -> pd.DataFrame:
    """A summary from the number of forecasts and the MAPE of each method by horizon."""
    rows = [
        {"method": method, "horizon": horizon, "n": n, "mape": mape, "bias": -mape, "coverage": np.nan, "intervals": 0}
        for method, by_horizon in figures.items()
        for horizon, (n, mape) in by_horizon.items()
    ]
    return pd.DataFrame(rows)


def test_every_origin_from_24_months_to_the_last_whole_year_is_judged() -> None:
    rows = backtest(like_the_model(1, months=64), PLAIN, paths=100)
    this_year, next_year = rows[rows["horizon"] < NEXT_YEAR], rows[rows["horizon"] == NEXT_YEAR]

    assert set(this_year["origin"]) == set(pd.period_range("2019-12", "2022-12", freq="M"))
    assert set(next_year["origin"]) == set(pd.period_range("2019-12", "2021-12", freq="M"))
    assert (this_year["horizon"] == 12 - this_year["origin"].map(lambda origin: origin.month)).all()
    assert set(rows["method"]) == {method.value for method in Method}
    assert not rows.duplicated(["origin", "method", "horizon"]).any()


def test_a_row_is_the_forecast_of_its_origin_against_what_was_booked() -> None:
    history = like_the_model(2)
    rows = backtest(history, PLAIN, paths=100)
    row = rows[(rows["origin"] == pd.Period("2022-05")) & (rows["method"] == "cases") & (rows["horizon"] == 7)].iloc[0]

    year = forecast(history.until((2022, 5)), replace(PLAIN, paths=100)).years[0]

    assert (row["forecast"], row["low"], row["high"]) == (year.amount, year.low, year.high)
    assert row["actual"] == history.booked(2022)
    assert row["error"] == pytest.approx((year.amount / history.booked(2022) - 1) * 100)
    assert row["inside"] == float(row["low"] <= row["actual"] <= row["high"])


def test_what_came_after_an_origin_does_not_change_its_forecast() -> None:
    history = like_the_model(3)
    later = np.where(np.arange(72) < 54, 1.0, 3.0)
    changed = replace(history, expenditure=history.expenditure * later, inflow=history.inflow * later)
    columns = ["origin", "method", "horizon", "forecast", "low", "high"]

    before, after = (backtest(series, PLAIN, paths=100)[columns] for series in (history, changed))
    is_before_change = before["origin"] <= pd.Period("2022-06")

    pd.testing.assert_frame_equal(before[is_before_change], after[is_before_change])
    assert not before[~is_before_change]["forecast"].equals(after[~is_before_change]["forecast"])


def test_what_the_assumptions_know_of_the_future_is_left_out() -> None:
    history = like_the_model(4, months=48)
    knowing = replace(PLAIN, entrants=(Entrants((2021, 6), 9, 1.0),), deductions={2021: 1e6}, one_offs={2021: 5e5})

    pd.testing.assert_frame_equal(backtest(history, knowing), backtest(history, PLAIN))


def test_intervals_are_judged_where_36_months_are_known() -> None:
    rows = backtest(like_the_model(5), PLAIN, paths=100)
    cases = rows[rows["method"] == "cases"]

    assert (cases["inside"].notna() == (cases["origin"] >= pd.Period("2020-12"))).all()
    assert rows[rows["method"] != "cases"]["inside"].isna().all()


def test_a_steady_history_is_forecast_without_error() -> None:
    rows = backtest(steady(60), PLAIN, paths=100)

    assert rows["error"].abs().max() < 1e-6


def test_a_method_that_cannot_be_used_has_no_rows() -> None:
    rows = backtest(steady(60, persons=0.0), PLAIN)
    nothing = summarise(rows)

    assert "cases" not in set(rows["method"])
    assert rows["error"].isna().all()
    assert nothing.empty
    assert recommend(nothing, 6) is None


def test_a_short_history_cannot_be_judged() -> None:
    rows = backtest(steady(23), PLAIN)

    assert rows.empty
    assert summarise(rows).empty
    assert summarise_methods(rows).empty
    assert recommend(summarise(rows), 6) is None


def test_the_summary_gives_size_and_sign_of_the_errors() -> None:
    rows = pd.DataFrame(
        {
            "method": ["cases", "cases", "cases", "run_rate", "cases"],
            "horizon": [6, 6, 5, 6, 0],
            "error": [4.0, -2.0, 3.0, np.nan, 0.0],
            "inside": [1.0, 0.0, np.nan, np.nan, 1.0],
        }
    )

    figures = {"method": "cases", "horizon": 6, "n": 2, "mape": 3.0, "bias": 1.0, "coverage": 0.5, "intervals": 2}
    assert figures in summarise(rows).to_dict("records")
    assert summarise_methods(rows).to_dict("records") == [
        {"method": "cases", "n": 3, "mape": 3.0, "bias": pytest.approx(5 / 3), "coverage": 0.5, "intervals": 2}
    ]


def test_the_method_with_the_smallest_error_at_this_time_of_the_year_is_recommended() -> None:
    figures = summary(run_rate={6: (5, 4.0), 2: (5, 1.0)}, cases={6: (5, 2.0), 2: (5, 3.0)})

    assert recommend(figures, 6) == Recommendation(Method.CASES, 2.0, -2.0, None, 5, (6,))
    assert recommend(figures, 2) == Recommendation(Method.RUN_RATE, 1.0, -1.0, None, 5, (2,))


def test_neighbouring_months_are_added_where_few_were_judged() -> None:
    figures = summary(run_rate={5: (3, 9.0), 6: (3, 1.0), 1: (3, 0.0)}, cases={5: (3, 2.0), 6: (3, 2.0), 1: (3, 9.0)})

    assert recommend(figures, 6) == Recommendation(Method.CASES, 2.0, -2.0, None, 6, (5, 6, 7))


def test_the_forecasts_of_several_months_weigh_by_their_number() -> None:
    figures = summary(cases={5: (1, 8.0), 6: (4, 3.0)})

    assert recommend(figures, 6) == Recommendation(Method.CASES, 4.0, -4.0, None, 5, (5, 6, 7))


def test_every_method_must_have_been_judged_often_enough() -> None:
    figures = summary(run_rate={6: (9, 4.0)}, cases={6: (2, 0.0), 7: (4, 9.0)})

    assert recommend(figures, 6) == Recommendation(Method.RUN_RATE, 4.0, -4.0, None, 9, (5, 6, 7))


def test_a_tie_goes_to_the_simpler_method() -> None:
    figures = summary(last_year={6: (5, 3.0)}, run_rate={6: (5, 2.05)}, cases={6: (5, 2.0)})

    recommendation = recommend(figures, 6)

    assert recommendation is not None
    assert (recommendation.method, recommendation.mape) == (Method.RUN_RATE, 2.05)


def test_nothing_is_recommended_from_too_few_forecasts_or_where_nothing_is_left() -> None:
    figures = summary(run_rate={6: (4, 4.0), 0: (9, 0.0), NEXT_YEAR: (4, 4.0)})

    assert recommend(figures, 6) is None
    assert recommend(figures, NEXT_YEAR) is None
    assert recommend(summary(run_rate={0: (9, 0.0), 1: (9, 1.0)}), 0) is None


def test_coverage_is_that_of_the_intervals_judged() -> None:
    figures = summary(cases={6: (3, 2.0), 5: (3, 2.0)}).assign(coverage=[1.0, 0.25], intervals=[1, 2])

    recommendation = recommend(figures, 6)

    assert recommendation is not None
    assert recommendation.coverage == pytest.approx(0.5)


def test_a_method_is_recommended_from_five_years_of_history() -> None:
    recommendation = recommend(summarise(backtest(shifting(1, months=60, shift=40), PLAIN, paths=100)), 7)

    assert recommendation is not None
    assert recommendation.n >= 5
