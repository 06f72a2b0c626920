from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from budgets.foundation.splitting import round_parts, split_amount

AMOUNTS = st.decimals(Decimal("-99999999999.99"), Decimal("99999999999.99"), places=2)
WEIGHTS = st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=8)
ORE = Decimal("0.01")


@given(AMOUNTS, WEIGHTS)
def test_the_parts_are_whole_ore_and_add_up_to_the_amount(amount: Decimal, weights: list[Decimal]) -> None:
    parts = split_amount(amount, weights)

    assert len(parts) == len(weights)
    assert sum(parts) == amount
    assert all(part == part.quantize(ORE) for part in parts)


@given(AMOUNTS, WEIGHTS)
def test_no_part_is_an_ore_from_its_exact_share(amount: Decimal, weights: list[Decimal]) -> None:
    total = sum(Fraction(weight) for weight in weights)
    assume(total)

    for part, weight in zip(split_amount(amount, weights), weights, strict=True):
        assert abs(Fraction(part) - Fraction(amount) * Fraction(weight) / total) < Fraction(ORE)


@given(AMOUNTS, WEIGHTS)
def test_a_cost_is_divided_as_a_saving_is(amount: Decimal, weights: list[Decimal]) -> None:
    assert split_amount(-amount, weights) == [-part for part in split_amount(amount, weights)]


def test_what_is_left_goes_to_the_largest_remainders_and_the_first_of_equals() -> None:
    third = Decimal(1)
    assert split_amount(Decimal("100.00"), [third] * 3) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert split_amount(Decimal("0.05"), [Decimal(3), Decimal(10)]) == [Decimal("0.01"), Decimal("0.04")]


def test_weights_that_add_up_to_nothing_leave_all_of_it_in_the_first_part() -> None:
    assert split_amount(Decimal(5), [Decimal(1), Decimal(-1)]) == [5, 0]


@given(st.lists(st.fractions(-10_000, 10_000, max_denominator=1_000), min_size=1, max_size=6))
def test_rounded_parts_add_up_to_the_rounded_sum_and_none_is_off_by_one(parts: list[Fraction]) -> None:
    rounded = round_parts(parts)

    assert abs(sum(rounded) - sum(parts, Fraction(0))) <= Fraction(1, 2)
    assert all(abs(exact - whole) < 1 for exact, whole in zip(parts, rounded, strict=True))


def test_half_a_krone_is_rounded_up() -> None:
    assert round_parts([Fraction(1, 4), Fraction(1, 4)]) == [1, 0]
