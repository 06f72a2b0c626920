import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.foundation.amounts import (
    EXACT_DECIMALS,
    Presentation,
    Unit,
    format_amount,
    format_number,
    in_unit,
    parse_amount,
    parse_number,
)

kroner = st.decimals(min_value=-(10**13), max_value=10**13, places=2)
units = st.sampled_from(Unit)


@given(kroner, units)
def test_what_is_shown_exactly_is_read_back_as_the_same_amount(amount: Decimal, unit: Unit) -> None:
    text = format_amount(amount, unit, 0, most=EXACT_DECIMALS[unit])

    assert parse_amount(text, unit) == amount


@given(kroner, units, st.integers(0, 6))
def test_a_shown_amount_is_the_amount_rounded_to_the_decimals_shown(amount: Decimal, unit: Unit, decimals: int) -> None:
    rounded = parse_number(format_amount(amount, unit, decimals))

    assert rounded is not None
    assert abs(rounded * unit.factor - amount) <= Decimal(unit.factor).scaleb(-decimals) / 2


@given(kroner, st.sampled_from(["-{}", "{}-", "({})", "− {}", "–{}"]))
def test_every_form_of_minus_reads_as_the_same_amount(amount: Decimal, form: str) -> None:
    digits = format_number(abs(amount), 2)

    assert parse_number(form.format(digits)) == -abs(amount)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("-1.200", "-1200"),
        ("− 1 200", "-1200"),
        ("(1.200)", "-1200"),
        ("1,25", "1.25"),
        ("- 55 951", "-55951"),
        ("1\u00a0200,50", "1200.50"),
        ("0", "0"),
        ("00", "0"),
        ("12.345.678,9", "12345678.9"),
    ],
)
def test_numbers_read_as_documents_print_them(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", " ", "\u00a0"])
def test_an_empty_text_is_no_number_and_not_zero(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["1.25", "1,2,3", "TBA", "1.2000", "12.34", "--1", "-", "()", "(-1)", "1e3", "½", "١"])
def test_what_is_not_a_danish_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_number(text)


def test_an_amount_finer_than_an_oere_is_refused() -> None:
    with pytest.raises(ValueError, match="0,001"):
        parse_amount("0,001", Unit.KRONER)


@pytest.mark.parametrize(
    ("amount", "unit", "decimals", "most", "text"),
    [
        ("2000000", Unit.MILLIONS, 1, 8, "2,0"),
        ("750000", Unit.MILLIONS, 1, 8, "0,75"),
        ("-1500000", Unit.MILLIONS, 1, 8, "−1,5"),
        ("-1200000", Unit.THOUSANDS, 0, None, "−1.200"),
        ("134351271", Unit.KRONER, 0, None, "134.351.271"),
        ("-0.4", Unit.KRONER, 0, None, "0"),
        ("0.5", Unit.KRONER, 0, None, "1"),
        ("2.5", Unit.KRONER, 0, None, "3"),
    ],
)
def test_amounts_are_shown_as_danes_write_them(
    amount: str, unit: Unit, decimals: int, most: int | None, text: str
) -> None:
    assert format_amount(Decimal(amount), unit, decimals, most=most) == text


def test_a_presentation_turns_the_sign_back_and_leaves_an_empty_cell_empty() -> None:
    as_in_copenhagen = Presentation(Unit.THOUSANDS, 0, factor=-1)

    assert as_in_copenhagen.text(Decimal("1200000")) == "−1.200"
    assert as_in_copenhagen.text(None) == ""
    assert in_unit(Unit.MILLIONS).text(Decimal("7250000")) == "7,25"
