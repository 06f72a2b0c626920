"""The simple methods do what their names say, and results are rounded to kroner once."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.errors import HistoryError
from budgets.forecasting.history import History
from budgets.forecasting.methods import forecast
from budgets.forecasting.money import in_kroner
from budgets.forecasting.results import Method, YearForecast
from tests.budgets.forecasting.series import histories, steadily

SIMPLE = [Method.LAST_YEAR, Method.RUN_RATE, Method.LAST_TWELVE]
PLAIN = Assumptions(paths=100)


def rising() -> History:
    """January 2021 to April 2022: 100, 101, … kroner and 10, 10.1, … persons."""
    steps = np.arange(16, dtype=np.float64)
    return History((2021, 1), 10 + steps / 10, np.zeros(16), np.zeros(16), 100.0 + steps)


@pytest.mark.parametrize(
    ("method", "amount", "persons"),
    [
        (Method.LAST_YEAR, sum(range(100, 112)), 10.55),
        (Method.RUN_RATE, sum(range(112, 116)) * 3, 11.35),
        (Method.LAST_TWELVE, sum(range(104, 116)), 10.95),
    ],
)
def test_a_simple_method_carries_its_year_on(method: Method, amount: float, persons: float) -> None:
    result = forecast(rising(), PLAIN, method)

    assert (result.method, result.origin, result.rates) == (method, (2022, 4), None)
    assert [year.year for year in result.years] == [2022, 2023, 2024, 2025]
    assert [year.amount for year in result.years] == pytest.approx([amount] * 4)
    assert [year.persons for year in result.years] == pytest.approx([persons] * 4)
    assert all(year.low is None and year.high is None for year in result.years)


@pytest.mark.parametrize("method", SIMPLE)
def test_the_months_of_a_simple_method_add_up_to_its_year(method: Method) -> None:
    result = forecast(rising(), PLAIN, method)
    remaining = sum(month.amount for month in result.months[:8])

    assert result.years[0].booked + remaining == pytest.approx(result.years[0].amount)
    assert len(result.months) == 8 + 36


@pytest.mark.parametrize("method", SIMPLE)
def test_deductions_and_one_offs_count_in_a_simple_method_too(method: Method) -> None:
    moved = replace(PLAIN, deductions={2022: 50.0}, one_offs={2022: 20.0})
    before, after = forecast(rising(), PLAIN, method).years[0], forecast(rising(), moved, method).years[0]

    assert after.amount == pytest.approx(before.amount - 30)
    assert after.case_amount == pytest.approx(before.amount)


@pytest.mark.parametrize("method", SIMPLE)
def test_a_complete_year_is_what_was_booked_by_a_simple_method_too(method: Method) -> None:
    nobody, spent = np.zeros(24), np.arange(24, dtype=np.float64)
    two_years = History((2021, 1), nobody, nobody, nobody, spent)

    year = forecast(two_years, PLAIN, method).years[0]

    assert year.is_complete
    assert year.amount == year.booked == two_years.booked(2022)


@pytest.mark.parametrize(
    ("method", "message"),
    [(Method.LAST_YEAR, "nogle af månederne i 2020"), (Method.LAST_TWELVE, "mindst tolv måneder")],
)
def test_a_history_too_short_for_the_method_is_refused(method: Method, message: str) -> None:
    with pytest.raises(HistoryError, match=message):
        forecast(rising().until((2021, 6)), PLAIN, method)


def test_a_year_that_is_not_known_from_its_january_cannot_be_carried_on() -> None:
    month = np.ones(4)

    with pytest.raises(HistoryError, match="begynder i marts 2022"):
        forecast(History((2022, 3), month, month, month, month), PLAIN, Method.RUN_RATE)


def test_the_methods_have_danish_names() -> None:
    assert [method.label for method in Method] == [
        "sidste år",
        "lige fremskrivning",
        "seneste tolv måneder",
        "sagsmodel",
    ]


@steadily
@given(histories(36))
def test_whole_kroner_keep_the_order(history: History) -> None:
    for year in map(in_kroner, forecast(history, PLAIN).years):
        assert year.low is not None
        assert year.high is not None
        assert year.low <= year.amount <= year.high
        assert year.amount == year.amount.to_integral_value()


@steadily
@given(st.lists(st.integers(-(10**10), 10**10), min_size=12, max_size=12))
def test_a_complete_year_is_its_booked_kroner_rounded_once(oere: list[int]) -> None:
    spent = np.array(oere) / 100
    history = History((2022, 1), np.ones(12), np.zeros(12), np.zeros(12), spent)
    exact = Decimal(sum(oere)) / 100

    year = in_kroner(forecast(history, PLAIN, Method.RUN_RATE, years_ahead=0).years[0])

    assert year.amount == year.booked == exact.quantize(Decimal(1), "ROUND_HALF_UP")


def test_half_a_krone_is_rounded_away_from_zero() -> None:
    year = in_kroner(YearForecast(2022, 2.5, -2.5, 3.49, 1.0, 0.5, 1.5, 0.0, 0))

    assert [year.low, year.amount, year.high] == [Decimal(-3), Decimal(3), Decimal(3)]
    assert [year.deducted, year.one_offs] == [Decimal(1), Decimal(2)]


def test_a_sum_of_booked_oere_is_rounded_as_in_decimals() -> None:
    corrected = np.array([335_471_100.28, 66_687_988.98, -402_159_088.76] + [0.0] * 9)
    history = History((2022, 1), np.ones(12), np.zeros(12), np.zeros(12), corrected)

    year = forecast(history, PLAIN, Method.RUN_RATE, years_ahead=0).years[0]

    assert year.booked < 0.5
    assert in_kroner(year).amount == Decimal(1)
