"""What an alternative gives, in words."""

from decimal import Decimal

from budgets.wording import amount_in_words, counted
from initiatives.choosing.proposals import Amounts
from initiatives.choosing.sums import Target


def sentence(count: int, amounts: Amounts, target: Target | None, years: range) -> str:
    """How many proposals, what they give, and what is missing to the target."""
    if not count:
        return "Intet er valgt endnu." if target is None else f"Intet er valgt endnu. {_goal(target)}"
    year = target.year if target else years[-1]
    given = amount_in_words(amounts.get(year, _ZERO))
    chosen = f"{counted(count, 'forslag', 'forslag')} er valgt. I {year} giver det {given}"
    return chosen if target is None else f"{chosen} {_standing(target, amounts)}"


_ZERO = Decimal(0)


def _goal(target: Target) -> str:
    return f"Målet er {amount_in_words(target.amount)} i {target.year}."


def _standing(target: Target, amounts: Amounts) -> str:
    deviation = target.deviation(amounts)
    goal = f"Målet er {amount_in_words(target.amount)}"
    if deviation < 0:
        return f"{goal}, så der mangler {amount_in_words(-deviation)}"
    return (
        f"{goal}, så der er {amount_in_words(deviation)} mere end målet."
        if deviation
        else f"{goal}, og det er nået præcist."
    )
