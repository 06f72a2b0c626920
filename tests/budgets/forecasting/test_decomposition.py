"""The change between two forecasts: every krone is in exactly one part."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from budgets.forecasting.decomposition import Line, Parts, add, split

MONEY = st.decimals(Decimal("-9999999999.99"), Decimal("9999999999.99"), places=2)
PERSONS = st.none() | st.decimals(0, 9999, places=3)
LINES = st.builds(Line, amount=MONEY, measures=MONEY, one_offs=MONEY, persons=PERSONS)


@given(st.none() | LINES, st.none() | LINES)
def test_the_parts_sum_to_the_difference_without_a_residual(before: Line | None, after: Line | None) -> None:
    then, now = (Fraction(line.amount) if line else Fraction(0) for line in (before, after))

    assert split(before, after).total == now - then


@given(LINES)
def test_nothing_changed_is_nothing(line: Line) -> None:
    assert split(line, line) == Parts()


@given(LINES, LINES)
def test_the_way_back_is_the_same_with_the_opposite_sign(before: Line, after: Line) -> None:
    assert split(after, before).as_list() == [-part for part in split(before, after).as_list()]


def test_more_persons_at_the_same_price_are_volume_and_a_higher_price_for_the_same_is_price() -> None:
    ten = Line(Decimal(1_000), persons=Decimal(10))

    assert split(ten, Line(Decimal(1_200), persons=Decimal(12))) == Parts(volume=Fraction(200))
    assert split(ten, Line(Decimal(1_100), persons=Decimal(10))) == Parts(price=Fraction(100))
    assert split(ten, Line(Decimal(900), measures=Decimal(100), persons=Decimal(10))) == Parts(
        initiatives=Fraction(-100)
    )
    assert split(ten, Line(Decimal(1_050), one_offs=Decimal(50), persons=Decimal(10))) == Parts(one_offs=Fraction(50))


def test_more_persons_at_a_higher_price_are_each_counted_at_the_mean_of_the_other() -> None:
    """From 10 at 100 kr. to 12 at 130: 2 × 115 and 30 × 11."""
    parts = split(Line(Decimal(1_000), persons=Decimal(10)), Line(Decimal(1_560), persons=Decimal(12)))

    assert parts == Parts(volume=Fraction(230), price=Fraction(330))


def test_without_persons_the_cases_difference_is_the_rest() -> None:
    assert split(Line(Decimal(1_000)), Line(Decimal(900), measures=Decimal(30), persons=Decimal(3))) == Parts(
        initiatives=Fraction(-30), other=Fraction(-70)
    )


@given(st.lists(st.tuples(LINES, LINES), max_size=8))
def test_the_sum_of_the_lines_is_the_split_of_the_sum(pairs: list[tuple[Line, Line]]) -> None:
    sum_of_parts = add([Parts(), *(split(before, after) for before, after in pairs)])

    assert sum_of_parts.total == sum(
        (Fraction(after.amount) - Fraction(before.amount) for before, after in pairs), Fraction(0)
    )
