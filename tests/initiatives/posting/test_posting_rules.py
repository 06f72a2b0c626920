"""The rules of posting, and the posting state of effects; without the database."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.foundation.prices import PriceIndices
from initiatives.catalogues.models.initiatives import BudgetEffect, Lifecycle
from initiatives.posting.effects import Effect, Share, YearOfInitiative, sums_of
from initiatives.posting.planning import plan_posting
from initiatives.posting.tables import sentence

øre = st.decimals(-(10**9), 10**9, places=2)
weights = st.lists(st.decimals(Decimal("0.01"), 10**9, places=2), min_size=1, max_size=6)


def drawn(pk: int, total: Decimal, share: Decimal, year: int, area: int) -> Effect:
    given_to = (total * share).quantize(Decimal("0.01"))
    return Effect(
        pk=pk,
        initiative=1,
        key="a",
        title="A",
        line=pk,
        text="A",
        year=year,
        amount=total,
        lifecycle=Lifecycle.ADOPTED,
        budget_effect=BudgetEffect.TO_BE_POSTED,
        level=2018,
        area=area,
        shares=[Share("Enhed", 2, given_to)],
    )


effects = st.lists(
    st.tuples(
        st.decimals(1, 10**9, places=2),
        st.decimals(0, 1, places=2),
        st.integers(2019, 2022),
        st.integers(1, 2),
        st.decimals(Decimal("0.01"), 1, places=2),
        st.sampled_from([1, -1]),
    ),
    min_size=1,
    max_size=6,
)


@given(effects)
def test_appropriations_are_minus_the_postings_and_posted_with_left_is_the_target(
    drawn_rows: list[tuple[Decimal, Decimal, int, int, Decimal, int]],
) -> None:
    effects = {
        pk: drawn(pk, sign * total, share, year, area)
        for pk, (total, share, year, area, _, sign) in enumerate(drawn_rows)
    }
    amounts = {
        pk: amount
        for pk, row in enumerate(drawn_rows)
        if (amount := (effects[pk].amount * row[4]).quantize(Decimal("0.01")))
    }
    indices = PriceIndices({("service", 2019): Decimal("2.1")})

    plan = plan_posting(effects, amounts, round_year=2019, areas={1, 2}, indices=indices)

    assert plan.problems == ([] if amounts else ["Vælg mindst én linje, der skal udmøntes."])
    assert sum(plan.appropriations.values()) == -sum(part.amount for part in plan.parts)
    for pk, amount in amounts.items():
        posted = sum((part.of_effect for part in plan.parts if part.effect.pk == pk), Decimal(0))
        assert posted == amount
        assert replace(effects[pk], posted=posted).remaining == effects[pk].amount - amount


def in_year(budget_effect: str, amount: int, posted: int, delivered: int | None) -> YearOfInitiative:
    effect = Effect(
        pk=1,
        initiative=1,
        key="a",
        title="A",
        line=1,
        text="A",
        year=2019,
        amount=Decimal(amount),
        lifecycle=Lifecycle.UNDER_WAY,
        budget_effect=budget_effect,
        posted=Decimal(posted),
        has_postings=bool(posted),
    )
    return YearOfInitiative([effect], None if delivered is None else Decimal(delivered))


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (in_year("to_be_posted", 10, 0, 4), "vedtaget, ikke udmøntet"),
        (in_year("to_be_posted", 10, 6, 8), "delvist udmøntet"),
        (in_year("to_be_posted", 10, 10, 10), "udmøntet"),
        (in_year("to_be_posted", 10, 6, 5), "udmøntet, effekten mangler"),
        (in_year("to_be_posted", 10, 10, None), "udmøntet, ikke fulgt op endnu"),
        (in_year("to_be_posted", -10, -10, -12), "udmøntet"),
        (in_year("avoids_overspend", 10, 0, 4), "undgår et merforbrug, udmøntes aldrig"),
        (in_year("in_budget", 10, 0, 4), "regnet ind i budgettet"),
        (in_year("", 10, 0, 4), "virkning på budgettet ikke oplyst"),
    ],
)
def test_the_state_follows_the_amounts(row: YearOfInitiative, state: str) -> None:
    assert row.state == state


def test_effects_that_only_avoid_an_overspend_have_no_amount_to_post() -> None:
    rows = [
        in_year("avoids_overspend", 10, 0, 4),
        in_year("to_be_posted", 10, 4, 1),
        in_year("to_be_posted", -3, 0, None),
    ]

    sums = sums_of(rows)

    assert [sums.adopted, sums.to_be_posted, sums.never] == [17, 7, 10]
    assert [sums.posted, sums.delivered, sums.left_savings, sums.left_costs] == [4, 1, 6, -3]


def test_the_sentence_summarises_the_year() -> None:
    rows = [in_year("to_be_posted", 12_000_000, 8_000_000, 5_000_000), in_year("to_be_posted", -500_000, 0, None)]

    assert sentence(rows, 2019) == (
        "I 2019 er der vedtaget 11,5 mio. kr. Heraf er 8,0 mio. kr. udmøntet, og 5,0 mio. kr. er opnået eller "
        "forventes opnået. Der mangler at blive udmøntet 4,0 mio. kr. i mindreudgift og 0,5 mio. kr. i merudgift."
    )
    assert sentence([], 2019) == "Der er ikke vedtaget noget i 2019."
