"""The effect of an alternative, in words."""

from decimal import Decimal

from budgets.foundation.wording import amount_in_words
from initiatives.catalogues.wording import with_full_stop
from initiatives.scenarios.proposals import Amounts
from initiatives.scenarios.sums import SavingsTarget


def sentence(count: int, amounts: Amounts, target: SavingsTarget | None, years: range) -> str:
    """The number of proposals, their effect, and the distance to the target."""
    if not count:
        return "Der er ikke valgt noget endnu." if target is None else f"Der er ikke valgt noget endnu. {_goal(target)}"
    year = target.year if target else years[-1]
    proposals = "Det valgte forslag" if count == 1 else f"De {count} valgte forslag"
    chosen = f"{proposals} giver {amount_in_words(amounts.get(year, _ZERO))} i {year}."
    return chosen if target is None else f"{chosen} {_distance_to_target(target, amounts)}"


_ZERO = Decimal(0)


def _goal(target: SavingsTarget) -> str:
    return f"Målet er {amount_in_words(target.amount)} i {target.year}."


def _distance_to_target(target: SavingsTarget, amounts: Amounts) -> str:
    deviation = target.deviation(amounts)
    goal = f"målet på {amount_in_words(target.amount)}"
    if deviation < 0:
        return with_full_stop(f"Der mangler {amount_in_words(-deviation)} i at nå {goal}")
    if deviation:
        return with_full_stop(f"{goal.capitalize()} er overskredet med {amount_in_words(deviation)}")
    return f"{goal.capitalize()} er nået præcist."
