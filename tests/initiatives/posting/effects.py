"""Effects of a catalogue, and posting them."""

from datetime import date
from decimal import Decimal

from budgets.areas.models import BudgetDecision
from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.posting.posting import post_effects

JANUARY = date(2019, 1, 30)


def effect(catalogue: Catalogue, key: str, year: int = 2019) -> YearlyEffect:
    yearly_effect: YearlyEffect = YearlyEffect.objects.get(
        line__initiative__catalogue=catalogue, line__initiative__key=key, year=year
    )
    return yearly_effect


def post(
    member: Membership,
    catalogue: Catalogue,
    amounts: dict[int, Decimal],
    *,
    year: int = 2019,
    title: str = "Udmøntning",
) -> BudgetDecision:
    return post_effects(
        membership=member, catalogue=catalogue, round_year=year, decided_on=JANUARY, title=title, amounts=amounts
    )
