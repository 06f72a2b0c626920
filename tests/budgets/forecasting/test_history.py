"""The input of a forecast: histories without gaps, and assumptions that can be stored and read again."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.forecasting.assumptions import Assumptions, Entrants
from budgets.forecasting.errors import AssumptionsError, HistoryError
from budgets.forecasting.history import History, head_count
from tests.budgets.forecasting.series import histories, steadily, steady


def frame(first: str = "2024-01", months: int = 6) -> pd.DataFrame:
    rows = {"persons": 10.5, "inflow": 1, "outflow": 2, "expenditure": 500_000.0}
    return pd.DataFrame(rows, index=pd.period_range(first, periods=months, freq="M"))


def test_a_frame_in_any_order_is_read_from_its_first_month() -> None:
    rows = frame().assign(inflow=range(6))

    history = History.from_frame(rows.iloc[::-1])

    assert (history.first, history.last, history.months, history.months_left) == ((2024, 1), (2024, 6), 6, 6)
    assert list(history.inflow) == [0, 1, 2, 3, 4, 5]
    assert history.booked(2024) == 3_000_000


def test_every_missing_month_is_named() -> None:
    with pytest.raises(HistoryError, match=r"^Der mangler sager for februar 2024, april 2024\. Indtast dem"):
        History.from_frame(frame().drop([pd.Period("2024-02"), pd.Period("2024-04")]))


def test_a_month_that_stands_twice_is_named() -> None:
    with pytest.raises(HistoryError, match="flere rækker for januar 2024"):
        History.from_frame(pd.concat([frame(), frame(months=1)]))


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("persons", np.nan, "mangler personer for marts 2024"),
        ("expenditure", np.inf, "mangler udgift for marts 2024"),
        ("persons", -1, "negative tal for personer i marts 2024"),
        ("inflow", -1, "negative tal for tilgang i marts 2024"),
        ("outflow", -1, "negative tal for afgang i marts 2024"),
    ],
)
def test_a_figure_that_cannot_be_is_named_with_its_month(column: str, value: float, message: str) -> None:
    rows = frame()
    rows[column] = rows[column].astype(float)
    rows.loc[pd.Period("2024-03"), column] = value

    with pytest.raises(HistoryError, match=message):
        History.from_frame(rows)


@pytest.mark.parametrize(
    "rows",
    [frame().drop(columns="inflow"), frame(months=0), frame().reset_index(drop=True)],
    ids=["no inflow", "no rows", "no months"],
)
def test_a_frame_of_another_shape_is_refused(rows: pd.DataFrame) -> None:
    with pytest.raises(HistoryError):
        History.from_frame(rows)


def test_series_of_unequal_length_are_refused() -> None:
    with pytest.raises(HistoryError, match="lige mange måneder"):
        History((2024, 1), np.ones(3), np.ones(3), np.ones(2), np.ones(3))


def test_a_history_cannot_be_written_to_and_keeps_its_own_figures() -> None:
    persons = np.ones(3)
    history = History((2024, 1), persons, persons, persons, persons)
    persons[0] = 7

    assert history.persons[0] == 1
    with pytest.raises(ValueError, match="read-only"):
        history.persons[0] = 2


@steadily
@given(histories(), st.data())
def test_a_history_cut_at_a_month_ends_there(history: History, data: st.DataObject) -> None:
    month = (history.first[0] + data.draw(st.integers(0, (history.months - 1) // 12)), 1)

    cut = history.until(month)

    assert cut.last == month
    assert np.array_equal(cut.expenditure, history.expenditure[: cut.months])


@pytest.mark.parametrize("month", [(2017, 12), (2020, 1)])
def test_a_month_outside_the_history_cannot_be_cut_at(month: tuple[int, int]) -> None:
    with pytest.raises(HistoryError, match="mangler sager for"):
        steady(24).until(month)


def test_full_year_persons_of_a_month_become_the_persons_in_service() -> None:
    ten_all_of_february = 10 * 29 / 366

    assert head_count(ten_all_of_february, (2024, 2)) == pytest.approx(10)
    assert head_count(10 * 31 / 365, (2023, 1)) == pytest.approx(10)


amounts = st.dictionaries(st.integers(2020, 2030), st.floats(-1e9, 1e9))
percents = st.floats(-50, 50)
entrants = st.builds(
    Entrants, st.tuples(st.integers(2020, 2030), st.integers(1, 12)), st.integers(1, 1000), st.floats(0, 1)
)
assumptions = st.builds(
    Assumptions,
    inflow_months=st.integers(1, 60),
    outflow_months=st.integers(1, 60),
    price_months=st.integers(1, 60),
    price_trend=st.none() | percents,
    price_index=st.dictionaries(st.integers(2020, 2030), percents),
    entrants=st.lists(entrants).map(tuple),
    deductions=amounts,
    one_offs=amounts,
    seed=st.integers(0, 2**63),
    paths=st.integers(100, 20_000),
)


@steadily
@given(assumptions)
def test_assumptions_come_back_from_json_as_they_were(original: Assumptions) -> None:
    assert Assumptions.from_dict(json.loads(json.dumps(original.to_dict(), allow_nan=False))) == original


def test_what_was_not_stored_gets_its_default() -> None:
    assert Assumptions.from_dict({"seed": 7, "something_newer": 1}) == Assumptions(seed=7)


def test_assumptions_do_not_change_with_what_they_were_made_from() -> None:
    given_index = {2025: 2.0}
    assumptions = Assumptions(price_index=given_index)
    given_index[2025] = 9.0

    assert assumptions.price_index == {2025: 2.0}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"inflow_months": 0}, "måneder for tilgang"),
        ({"outflow_months": 0}, "måneder for afgang"),
        ({"price_months": 0}, "måneder for pris"),
        ({"paths": 99}, "simuleringer"),
        ({"seed": -1}, "startværdi"),
        ({"price_trend": 51.0}, "Prisudviklingen"),
        ({"price_index": {2025: float("nan")}}, "fremskrivningen .* 2025"),
        ({"deductions": {2026: float("inf")}}, "Tiltag .* 2026"),
        ({"one_offs": {2027: float("nan")}}, "Engangsbeløb .* 2027"),
        ({"entrants": (Entrants((2025, 13), 1, 0.5),)}, "måneden"),
        ({"entrants": (Entrants((2025, 1), 0, 0.5),)}, "antallet"),
        ({"entrants": (Entrants((2025, 1), 1, 1.5),)}, "sandsynligheden"),
    ],
)
def test_an_assumption_outside_its_bounds_is_named(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(AssumptionsError, match=message):
        Assumptions(**wrong)  # type: ignore[arg-type]


def test_all_wrong_assumptions_are_named_at_once() -> None:
    with pytest.raises(AssumptionsError, match=r"tilgang.*simuleringer"):
        Assumptions(inflow_months=0, paths=1)
