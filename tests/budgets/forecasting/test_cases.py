"""The case model: persons times price, with an ordered interval, and deductions in full."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from budgets.forecasting.assumptions import Assumptions, Entrants
from budgets.forecasting.case_model import forecast_cases
from budgets.forecasting.errors import AssumptionsError, HistoryError
from budgets.forecasting.history import History
from budgets.forecasting.local_level import Observed, run_filter
from budgets.forecasting.methods import forecast
from budgets.forecasting.results import ForecastResult
from tests.budgets.forecasting.series import FIRST, histories, like_the_model, shifting, steadily, steady

QUICK = Assumptions(paths=200)
MANY = Assumptions(paths=4000)


def until(series: History, month: int, year: int = 2022) -> History:
    return series.until((year, month))


def ordered(low: float | None, middle: float, high: float | None) -> bool:
    return (low is None and high is None) or (low is not None and high is not None and low <= middle <= high)


def persons_of(result: ForecastResult) -> np.ndarray:
    return np.array([(month.persons, month.persons_low, month.persons_high) for month in result.months], dtype=float)


@steadily
@given(histories(), st.integers(0, 3))
def test_low_middle_and_high_stand_in_order_whatever_the_history(history: History, years_ahead: int) -> None:
    result = forecast(history, QUICK, years_ahead=years_ahead)

    assert len(result.years) == years_ahead + 1
    assert all(ordered(year.low, year.amount, year.high) for year in result.years)
    assert all(ordered(month.low, month.amount, month.high) for month in result.months)
    assert all(ordered(month.persons_low, month.persons, month.persons_high) for month in result.months)
    assert all(np.isfinite([year.amount, year.persons]).all() and year.persons >= 0 for year in result.years)


@steadily
@given(histories(), st.integers(0, 1000))
def test_the_same_input_gives_the_same_forecast(history: History, seed: int) -> None:
    assumptions = replace(QUICK, seed=seed, entrants=(Entrants((history.last[0] + 1, 3), 4, 0.5),))
    before = forecast(history, assumptions)
    np.random.default_rng().random()

    assert forecast(history, assumptions) == before


def test_another_seed_gives_another_interval_and_the_same_middle() -> None:
    history = until(like_the_model(1), 6)
    first, second = (forecast(history, replace(QUICK, seed=seed)).years[1] for seed in (1, 2))

    assert first.low != second.low
    assert first.amount == second.amount


def test_there_is_an_interval_from_36_months_on() -> None:
    short, long = (forecast(like_the_model(1, months), QUICK) for months in (35, 36))

    assert all(year.low is None and year.high is None for year in short.years)
    assert all(month.low is None and month.persons_low is None for month in short.months)
    assert all(year.low is not None for year in long.years)
    assert long.months[0].persons_low is not None


@steadily
@given(st.integers(36, 59), st.floats(0.1, 500), st.floats(1, 200_000))
def test_constant_persons_and_price_give_persons_times_price(months: int, persons: float, price: float) -> None:
    result = forecast(steady(months, persons, price), QUICK)

    assert [year.amount for year in result.years] == pytest.approx([persons * price * 12] * 4)
    assert [year.persons for year in result.years] == pytest.approx([persons] * 4)
    assert [year.price for year in result.years] == pytest.approx([price * 12] * 4)


def test_persons_follow_the_balance_of_inflow_and_exits() -> None:
    months = 30
    history = History(FIRST, np.full(months, 100.0), np.full(months, 5), np.full(months, 2), np.full(months, 1e6))

    result = forecast(history, QUICK, years_ahead=0)

    assert result.rates is not None
    assert (result.rates.inflow, result.rates.exit_rate) == (5, 0.02)
    assert [month.persons for month in result.months[:2]] == pytest.approx([103, 103 * 0.98 + 5])


def test_only_the_last_months_of_each_series_give_its_rate() -> None:
    history = shifting(3, months=60)
    short = forecast(history, replace(QUICK, inflow_months=6, outflow_months=6)).rates
    long = forecast(history, replace(QUICK, inflow_months=48, outflow_months=48)).rates

    assert short is not None
    assert long is not None
    assert short.inflow == pytest.approx(history.inflow[-6:].mean())
    assert short.exit_rate == pytest.approx(history.outflow[-6:].sum() / history.persons[-7:-1].sum())
    assert short.inflow > 1.5 * long.inflow


@steadily
@given(histories(36), st.integers(1, 30), st.integers(1, 40), st.floats(0, 1))
def test_more_entrants_never_lower_persons(history: History, after: int, count: int, probability: float) -> None:
    year, month = divmod(history.last[0] * 12 + history.last[1] - 1 + after, 12)
    few = replace(QUICK, entrants=(Entrants((year, month + 1), count, probability),))
    more = replace(QUICK, entrants=(Entrants((year, month + 1), count + 3, probability),))
    longer = replace(QUICK, entrants=(*more.entrants, Entrants((year, month + 1), 1, 0.5)))

    rising = [persons_of(forecast(history, assumptions)) for assumptions in (QUICK, few, more, longer)]

    assert all(np.all(less <= greater) for less, greater in pairwise(rising))


def test_entrants_count_with_their_probability_from_their_month_on() -> None:
    expected = Assumptions(entrants=(Entrants((2022, 9), 10, 0.5), Entrants((2022, 6), 50, 1.0)))
    history = steady(54)

    result = forecast(history, expected)

    assert [month.persons for month in result.months[:4]] == pytest.approx([40, 40, 45, 45])
    assert result.years[0].persons == pytest.approx(40 + 5 * 4 / 12)


def test_simulated_entrants_come_as_often_as_expected_and_leave_like_others() -> None:
    history = until(like_the_model(2), 6)
    months_ahead = [
        forecast_cases(history, replace(MANY, entrants=entrants), 3)
        for entrants in ((), (Entrants((2023, 1), 30, 0.6),))
    ]
    simulated = [ahead.simulated.persons.mean(axis=1) for ahead in months_ahead if ahead.simulated]

    assert simulated[1] - simulated[0] == pytest.approx(
        months_ahead[1].persons - months_ahead[0].persons, rel=0.05, abs=0.01
    )


def test_the_middle_is_the_expectation_of_what_is_simulated() -> None:
    for seed in range(5):
        ahead = forecast_cases(until(like_the_model(seed), 6), MANY, 1)
        assert ahead.simulated is not None

        assert ahead.simulated.persons.mean(axis=1) == pytest.approx(ahead.persons, rel=0.02)
        assert ahead.simulated.amounts.mean(axis=1) == pytest.approx(ahead.amounts, rel=0.02)


@steadily
@given(histories(36), st.integers(-(10**9), 10**9), st.integers(0, 10**9))
def test_a_deduction_lowers_low_middle_and_high_by_its_amount(history: History, kroner: int, one_off: int) -> None:
    assume(history.months_left)
    year = history.last[0] + 1
    plain = forecast(history, QUICK)
    result = forecast(history, replace(QUICK, deductions={year - 1: kroner, year: kroner}, one_offs={year: one_off}))

    for before, after, moved in zip(plain.years, result.years, (-kroner, one_off - kroner, 0, 0), strict=True):
        for name in ("low", "amount", "high"):
            assert getattr(after, name) == pytest.approx(getattr(before, name) + moved, rel=1e-12, abs=1e-3)
    assert [after.deducted for after in result.years] == [kroner, kroner, 0, 0]
    assert [after.one_offs for after in result.years] == [0, one_off, 0, 0]
    assert [after.persons for after in result.years] == [before.persons for before in plain.years]


def test_a_deduction_is_spread_over_the_months_still_to_come() -> None:
    plain, result = (
        forecast(steady(57), replace(QUICK, deductions=deductions)) for deductions in ({}, {2022: 300_000.0})
    )
    lowered = [before.amount - after.amount for before, after in zip(plain.months, result.months, strict=True)]

    assert lowered == pytest.approx([100_000] * 3 + [0] * 36)


def test_the_price_is_that_of_the_cases_alone() -> None:
    year = forecast(steady(54), replace(QUICK, deductions={2023: 1e6}, one_offs={2023: 4e5})).years[1]

    assert year.amount == pytest.approx(40 * 50_000 * 12 - 600_000)
    assert year.price == pytest.approx(600_000)


def test_there_is_no_price_without_persons() -> None:
    history = History((2022, 1), np.array([2.0, 0]), np.zeros(2), np.array([0, 9]), np.array([1e5, 0]))
    result = forecast(history, QUICK)

    assert result.years[1].persons == 0
    assert result.years[1].price is None


@steadily
@given(st.sampled_from([24, 36, 60]).flatmap(lambda months: histories(months, months)), st.floats(-1e8, 1e8))
def test_a_complete_year_is_what_was_booked(history: History, kroner: float) -> None:
    year = history.last[0]
    moved = replace(QUICK, deductions={year: kroner}, one_offs={year: 1.0}, entrants=(Entrants((year, 12), 5, 1.0),))

    result = forecast(history, moved, years_ahead=0).years[0]

    assert result.is_complete
    assert result.amount == result.booked == history.booked(year)
    assert {result.low, result.high} == {result.booked if history.months >= 36 else None}
    assert (result.deducted, result.one_offs) == (0, 0)
    assert result.persons == pytest.approx(history.persons[-12:].mean())


@steadily
@given(histories())
def test_months_to_come_and_what_is_booked_add_up_to_the_year(history: History) -> None:
    result = forecast(history, replace(QUICK, deductions={history.last[0]: 9e5, history.last[0] + 1: -4e5}))

    for year in result.years:
        months = [month.amount for month in result.months if month.month[0] == year.year]
        assert year.booked + sum(months) == pytest.approx(year.amount, rel=1e-9, abs=1)


def test_a_given_index_raises_the_years_to_come() -> None:
    index = dict.fromkeys(range(2019, 2026), 3.0)
    rises = np.repeat(1.03 ** np.arange(5), 12)[:54]
    history = replace(steady(54), expenditure=40 * 50_000 * rises)

    result = forecast(history, replace(QUICK, price_index=index))

    assert result.rates is not None
    assert result.rates.price_trend == pytest.approx(0, abs=1e-6)
    expected = [40 * 600_000 * 1.03**year for year in (4, 5, 6, 7)]
    assert [year.amount for year in result.years] == pytest.approx(expected)


def test_the_interval_follows_the_index_too() -> None:
    history = until(like_the_model(9), 6)
    plain, raised = (
        forecast(history, replace(QUICK, price_trend=0.0, price_index=index)).years[1]
        for index in ({}, {2023: 3.0, 2024: 3.0, 2025: 3.0})
    )

    for name in ("low", "amount", "high"):
        assert getattr(raised, name) == pytest.approx(1.03 * getattr(plain, name))


def test_an_index_for_coming_years_only_leaves_the_trend_to_it() -> None:
    history = replace(steady(54), expenditure=40 * 50_000 * np.repeat(1.03 ** np.arange(5), 12)[:54])

    result = forecast(history, replace(QUICK, price_index={2023: 3.0, 2024: 3.0, 2025: 3.0}))

    assert result.rates is not None
    assert result.rates.price_trend == 0


def test_a_coming_year_without_index_beside_others_is_named() -> None:
    with pytest.raises(AssumptionsError, match=r"fremskrivning for 2023, 2025\."):
        forecast(steady(54), replace(QUICK, price_index={2022: 2.0, 2024: 2.0}))


def test_a_given_trend_runs_on_and_an_estimated_one_fades() -> None:
    history = replace(steady(60), expenditure=40 * 50_000 * 1.04 ** (np.arange(60) / 12))
    given_trend = forecast(history, replace(QUICK, price_trend=4.0))
    estimated = forecast(history, QUICK)

    growth = [
        [later.amount / before.amount - 1 for before, later in zip(result.years[1:], result.years[2:], strict=False)]
        for result in (given_trend, estimated)
    ]
    assert growth[0] == pytest.approx([0.04, 0.04])
    assert 0.01 < growth[1][1] < 0.9 * growth[1][0] < 0.036


def test_a_trend_in_noise_is_damped() -> None:
    noisy = np.random.default_rng(5).normal(0, 0.1, 36)
    history = replace(steady(36), expenditure=40 * 50_000 * (1.06 ** (np.arange(36) / 12) + noisy))
    slope = np.polyfit(np.arange(36) / 12, history.expenditure / (40 * 50_000), 1)[0] * 100

    rates = forecast(history, QUICK).rates

    assert rates is not None
    assert 0 < rates.price_trend < 0.7 * slope


def test_the_price_is_that_of_the_end_of_the_history() -> None:
    noise = np.random.default_rng(11).normal(0, 0.005, 60)
    risen = 1.06 ** (np.arange(60) / 12)
    rates = forecast(replace(steady(60), expenditure=40 * 50_000 * (risen + noise)), QUICK).rates

    assert rates is not None
    assert rates.price == pytest.approx(50_000 * risen[-1] * 12, rel=0.004)


def test_a_level_that_stands_still_is_the_mean_and_one_that_runs_is_the_last_value() -> None:
    values = np.array([1.0, 3.0, 8.0, 4.0])
    filtered = run_filter(Observed(values, np.zeros(4), np.ones(4)))

    assert filtered.level[0] == pytest.approx(values.mean())
    assert filtered.variance[0] == pytest.approx(1 / 4)
    assert filtered.level[-1] == pytest.approx(4, abs=0.2)
    assert 0.9 < filtered.variance[-1] < 1


def test_income_that_grows_goes_on_growing() -> None:
    history = steady(60)
    income = replace(history, expenditure=-history.expenditure * 1.04 ** (np.arange(60) / 12))

    result = forecast(income, QUICK)

    assert result.years[1].amount < result.years[0].amount < 0


def test_costs_that_were_never_negative_are_not_expected_to_be() -> None:
    wild = np.random.default_rng(8).lognormal(0, 2, 54)
    result = forecast(replace(steady(54), expenditure=wild), QUICK)

    assert min(month.low for month in result.months if month.low is not None) >= 0


def test_more_uneven_months_give_a_wider_interval() -> None:
    history = until(like_the_model(4), 6)
    batches = replace(history, inflow=np.where(np.arange(history.months) % 6 == 5, history.inflow.mean() * 6, 0))
    dear = 1 + 0.1 * np.random.default_rng(6).standard_normal(history.months)
    uneven = replace(history, expenditure=history.expenditure * dear)
    widths = []
    for series in (history, batches, uneven):
        year = forecast(series, MANY).years[0]
        assert year.low is not None
        assert year.high is not None
        widths.append((year.high - year.low) / year.amount)

    assert widths[1] > 1.1 * widths[0]
    assert widths[2] > 1.5 * widths[0]


def test_months_without_persons_tell_no_price() -> None:
    history = steady(54)
    persons, spent = history.persons.copy(), history.expenditure.copy()
    persons[[0, 20, 50]], spent[[0, 20, 50]] = 0, 0

    result = forecast(replace(history, persons=persons, expenditure=spent), replace(QUICK, price_months=3))

    assert result.years[1].price == pytest.approx(600_000)


def test_a_history_without_persons_is_refused() -> None:
    with pytest.raises(HistoryError, match="helårspersoner i de seneste 12 måneder til og med juni 2022"):
        forecast(steady(54, persons=0), QUICK)


def test_a_year_that_is_not_known_from_its_january_is_refused() -> None:
    with pytest.raises(HistoryError, match="begynder i marts 2022"):
        forecast(History((2022, 3), np.ones(4), np.ones(4), np.ones(4), np.ones(4)), QUICK)


def test_years_further_ahead_do_not_change_the_nearer_ones() -> None:
    history = like_the_model(7).until((2022, 6))
    assumptions = replace(QUICK, entrants=(Entrants((2023, 8), 5, 0.5),))

    assert (
        forecast(history, assumptions, years_ahead=3).years[:2] == forecast(history, assumptions, years_ahead=1).years
    )
