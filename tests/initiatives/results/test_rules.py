"""The follow-up's arithmetic and states, with properties: no database."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.followup.activity import compute, saving_a_unit
from initiatives.results.models import State, Status
from initiatives.results.phasing import (
    NoWeightError,
    accumulated_share,
    monthly_weights,
    part_year_effect,
    with_start_moved,
)
from initiatives.results.states import TRANSITIONS, InvalidTransitionError, Step, get_transition, is_editable
from initiatives.results.status import Figures, Limits, propose, reason_for

months = st.integers(1, 12)
kroner = st.decimals(min_value=-(10**8), max_value=10**8, places=2)
positive = st.decimals(min_value=1, max_value=10**8, places=2)
weight = st.decimals(min_value=0, max_value=100, places=2)
four, twelve = st.lists(weight, min_size=4, max_size=4), st.lists(weight, min_size=12, max_size=12)
profiles: st.SearchStrategy[list[Decimal]] = st.one_of(st.just([]), four, twelve)


@given(months, months)
def test_an_even_profile_grows_by_the_same_part_each_month_from_the_start(month: int, start: int) -> None:
    expected = Decimal(max(0, month + 1 - start)) / (13 - start)

    assert accumulated_share(month, start_month=start) == expected


@given(months, profiles)
def test_any_profile_starts_at_zero_never_falls_and_ends_at_one(start: int, weights: list[Decimal]) -> None:
    try:
        shares = [accumulated_share(month, start_month=start, weights=weights) for month in range(1, 13)]
    except NoWeightError:
        assert not any(monthly_weights(weights)[start - 1 :])
        return

    assert all(share == 0 for share in shares[: start - 1])
    assert shares == sorted(shares)
    assert shares[-1] == 1


@given(st.lists(weight, min_size=4, max_size=4).filter(any), st.integers(1, 4))
def test_a_quarters_weight_is_reached_at_its_end_from_january(weights: list[Decimal], quarter: int) -> None:
    reached = accumulated_share(quarter * 3, weights=weights)

    assert abs(reached - sum(weights[:quarter], Decimal(0)) / sum(weights, Decimal(0))) < Decimal("1e-20")


@given(st.lists(weight, min_size=12, max_size=12).filter(any), months)
def test_twelve_weights_fall_where_they_say(weights: list[Decimal], month: int) -> None:
    assert accumulated_share(month, weights=weights) == sum(weights[:month], Decimal(0)) / sum(weights)


@given(positive, months)
def test_moving_the_start_gives_a_twelfth_less_for_each_month(full_year: Decimal, start: int) -> None:
    part = part_year_effect(full_year, start)

    assert part_year_effect(full_year, 1) == full_year
    assert abs(full_year - part - full_year * (start - 1) / 12) <= Decimal("0.005")


@given(positive, months, months)
def test_moving_the_start_there_and_back_gives_the_same(target: Decimal, start: int, to: int) -> None:
    moved_target = with_start_moved(target, start_month=start, to=to)

    assert abs(with_start_moved(moved_target, start_month=to, to=start) - target) <= Decimal("0.07")
    assert with_start_moved(target, start_month=start, to=start) == target.quantize(Decimal("0.01"))


def test_a_move_in_may_gives_eight_twelfths() -> None:
    assert part_year_effect(Decimal(2_300_000), 5) == Decimal("1533333.33")


@pytest.mark.parametrize("count", [1, 3, 5, 13])
def test_another_number_of_weights_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="expected none, 4 or 12"):
        monthly_weights([Decimal(1)] * count)


def test_the_citizens_of_the_design_give_the_designs_amounts() -> None:
    moved = {3: Decimal(4), 6: Decimal(5), 9: Decimal(5), 11: Decimal(3)}

    calculation = compute(moved, 12, Decimal(89_500))

    assert round(calculation.full_year_persons, 2) == Decimal("8.42")
    assert round(calculation.realised / 1000) == 753
    assert calculation.full_year_effect == 1_521_500


def test_net_490_each_from_july_september_and_november_gives_490_and_1470_the_year_after() -> None:
    calculation = compute({7: Decimal(1), 9: Decimal(1), 11: Decimal(1)}, 12, Decimal(490_000))

    assert [calculation.realised, calculation.full_year_effect] == [490_000, 1_470_000]


@given(st.dictionaries(months, st.decimals(min_value=-20, max_value=20, places=0)), months, positive)
def test_the_years_forecast_equals_what_december_realises_without_further_moves(
    moved: dict[int, Decimal], month: int, saving: Decimal
) -> None:
    until_then = {m: units for m, units in moved.items() if m <= month}

    assert compute(until_then, 12, saving).realised == compute(moved, month, saving).year_forecast


@given(positive, positive, st.decimals(min_value=0, max_value=100, places=2))
def test_a_lost_refund_takes_its_part_of_what_is_saved(price: Decimal, cost: Decimal, refund: Decimal) -> None:
    assert saving_a_unit(price, cost, Decimal(0)) == price - cost
    assert saving_a_unit(price, cost, refund) == (price - cost) * (100 - refund) / 100


def figures(**changes: Decimal | int | None) -> Figures:
    defaults = {
        "target": 1000,
        "target_to_date": 500,
        "realised": 500,
        "forecast": 1000,
        "forecast_before": None,
    } | changes
    amounts = {name: None if value is None else Decimal(value) for name, value in defaults.items()}
    return Figures(
        target=amounts["target"],
        target_to_date=amounts["target_to_date"],
        realised=amounts["realised"],
        forecast=amounts["forecast"],
        forecast_before=amounts["forecast_before"],
    )


LIMITS = Limits(minimum_amount=Decimal(10))


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, Status.ON_TRACK),
        ({"forecast": 950}, Status.ON_TRACK),
        ({"forecast": 949}, Status.RISK),
        ({"forecast": 750}, Status.RISK),
        ({"forecast": 749}, Status.BEHIND),
        ({"forecast": 2000}, Status.ON_TRACK),
        ({"realised": 374}, Status.RISK),
        ({"realised": 375}, Status.ON_TRACK),
        ({"realised": 374, "forecast": 960, "forecast_before": 1000}, Status.ON_TRACK),
        ({"target_to_date": 0, "realised": 0}, Status.NOT_STARTED),
        ({"target": -1500, "target_to_date": -750, "realised": -700, "forecast": -1100}, Status.UNDERSPEND),
        ({"target": -1500, "target_to_date": -750, "realised": -700, "forecast": -1600}, Status.OVERSPEND),
        ({"target": -1500, "target_to_date": -750, "realised": -750, "forecast": -1505}, Status.ON_TRACK),
        ({"target": 8, "target_to_date": 4, "realised": 0, "forecast": 0}, Status.ON_TRACK),
        ({"forecast": None}, None),
        ({"target": None}, None),
    ],
)
def test_the_status_follows_the_rules(changes: dict[str, Decimal | int | None], status: Status | None) -> None:
    assert propose(figures(**changes), LIMITS) == status


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "den forventede effekt er 100 % af den forudsatte"),
        ({"forecast": 749}, "den forventede effekt er 75 % af den forudsatte"),
        (
            {"realised": 374},
            "der er opnået 374 mod forudsat 500 til dato, men den forventede effekt er ikke nedjusteret",
        ),
        ({"target_to_date": 0, "realised": 0}, "der er ikke forudsat effekt endnu"),
        (
            {"target": -1500, "target_to_date": -750, "realised": -700, "forecast": -1600},
            "der er forudsat en merudgift, og den forventede effekt afviger -100",
        ),
        ({"forecast": None}, "den forventede effekt mangler"),
    ],
)
def test_the_status_is_explained(changes: dict[str, Decimal | int | None], reason: str) -> None:
    assert reason_for(figures(**changes), LIMITS, str) == reason


@given(
    st.dictionaries(months, st.decimals(min_value=0, max_value=20, places=0)),
    st.decimals(min_value=0, max_value=50, places=0),
    positive,
)
def test_cases_carried_from_earlier_years_count_as_if_they_moved_in_january(
    moved: dict[int, Decimal], carried: Decimal, saving: Decimal
) -> None:
    in_january = moved | {1: moved.get(1, Decimal(0)) + carried}

    apart, together = compute(moved, 7, saving, carried=carried), compute(in_january, 7, saving)

    assert replace(apart, carried=Decimal(0)) == together


@given(positive, positive, positive)
def test_a_higher_forecast_never_gives_a_worse_status(target: Decimal, low: Decimal, high: Decimal) -> None:
    order = [Status.BEHIND, Status.RISK, Status.ON_TRACK]
    low, high = sorted((low, high))

    statuses = [
        propose(Figures(target=target, target_to_date=target, realised=target, forecast=forecast), LIMITS)
        for forecast in (low, high)
    ]

    assert order.index(statuses[0] or Status.BEHIND) <= order.index(statuses[1] or Status.BEHIND)


@given(kroner, kroner)
def test_the_rate_is_undefined_where_the_target_is_not_above_zero(target: Decimal, forecast: Decimal) -> None:
    rate = Figures(target=target, target_to_date=None, realised=None, forecast=forecast).realisation_rate

    assert (rate is None) == (target <= 0)


@given(st.lists(st.sampled_from(list(Step)), max_size=12))
def test_no_steps_lead_an_approved_row_back_to_be_written_in_but_a_new_revision(steps: list[Step]) -> None:
    state, revision, approved = State.DRAFT, 0, set[int]()
    for step in steps:
        try:
            transition = get_transition(state, step)
        except InvalidTransitionError:
            continue
        revision += transition.opens_revision
        state = transition.to
        if state == State.APPROVED:
            approved.add(revision)
        assert not (is_editable(state) and revision in approved)


def test_only_writing_sending_deciding_and_revising_are_possible_where_they_should_be() -> None:
    possible = {(state, step) for state in State for step in Step if (state, step) in TRANSITIONS}

    assert possible == {
        (State.DRAFT, Step.EDIT),
        (State.DRAFT, Step.SUBMIT),
        (State.RETURNED, Step.EDIT),
        (State.RETURNED, Step.SUBMIT),
        (State.SUBMITTED, Step.APPROVE),
        (State.SUBMITTED, Step.RETURN),
        (State.APPROVED, Step.REVISE),
    }
    assert TRANSITIONS[State.SUBMITTED, Step.APPROVE].by_another
    assert TRANSITIONS[State.APPROVED, Step.REVISE].opens_revision
