"""Price levels: there and back is the same amount, and a year without an index is an error that names it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.foundation.prices import MissingIndexError, PriceIndices

YEARS = range(2017, 2027)
percents = st.decimals(min_value=-5, max_value=10, places=3)
levels = st.sampled_from(range(2016, 2027))


def indices(yearly_percents: list[Decimal]) -> PriceIndices:
    return PriceIndices({("service", year): percent for year, percent in zip(YEARS, yearly_percents, strict=True)})


@given(st.lists(percents, min_size=len(YEARS), max_size=len(YEARS)), levels, levels, levels)
def test_a_chain_is_the_product_of_its_parts(yearly_percents: list[Decimal], a: int, b: int, c: int) -> None:
    price_indices = indices(yearly_percents)

    by_way_of_b = price_indices.factor("service", a, b) * price_indices.factor("service", b, c)

    assert abs(by_way_of_b - price_indices.factor("service", a, c)) < Decimal("1e-20")


def test_the_rise_of_each_year_after_the_level_is_counted() -> None:
    chain = PriceIndices({("service", 2018): Decimal(2), ("service", 2019): Decimal(3)})

    assert chain.factor("service", 2017, 2019) == Decimal("1.0506")
    assert chain.factor("service", 2018, 2018) == 1
    assert chain.factor("service", 2018, 2017) == 1 / Decimal("1.02")


def test_every_year_without_an_index_is_named() -> None:
    chain = PriceIndices({("service", 2019): Decimal(2)})

    with pytest.raises(MissingIndexError, match="for service i 2018, 2020"):
        chain.factor("service", 2017, 2020)
    with pytest.raises(MissingIndexError, match="for overførsler i 2019"):
        chain.factor("transfers", 2018, 2019)


def test_a_conversion_tells_when_it_rests_on_an_example() -> None:
    chain = PriceIndices({("service", 2018): Decimal(2), ("service", 2019): Decimal(3)}, {("service", 2019)})

    assert not chain.rest_on_examples("service", 2017, 2018)
    assert chain.rest_on_examples("service", 2017, 2019)
    assert chain.rest_on_examples("service", 2019, 2018)
