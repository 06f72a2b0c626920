"""Posting effects in the budget, and taking a posting back."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from budgets.areas.models import Appropriation, AppropriationKind, BudgetDecision, BudgetRound
from budgets.foundation import audit
from budgets.foundation.amounts import format_number
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.models import Membership
from budgets.foundation.prices import load_indices
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.posting.loading import load_effects
from initiatives.posting.models import BudgetPosting
from initiatives.posting.planning import Plan, plan_posting

TITLE_LENGTH = 200


class PostingRefusedError(Exception):
    """What was to be posted cannot be; `problems` says why, all of it, and nothing was written."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class NotAPostingError(Exception):
    """The decision cannot be taken back: it is not what a posting made."""


def make_plan(*, membership: Membership, catalogue: Catalogue, round_year: int, amounts: Mapping[int, Decimal]) -> Plan:
    """What the amounts by effect id, kroner in the prices of the source, would put in the budget; three queries."""
    areas = set(membership.municipality.areas.values_list("pk", flat=True))
    return plan_posting(load_effects(catalogue), amounts, round_year=round_year, areas=areas, indices=load_indices())


@transaction.atomic
def post_effects(
    *,
    membership: Membership,
    catalogue: Catalogue,
    round_year: int,
    decided_on: date,
    title: str,
    amounts: Mapping[int, Decimal],
) -> BudgetDecision:
    """Take effects out of the budget of `round_year` by one supplementary appropriation for each area and year.

    `amounts` are kroner of each effect in the prices of the source, by its id. The round is made where it is not
    there. Raises PostingRefusedError with every reason.
    """
    list(YearlyEffect.objects.select_for_update(of=("self",)).filter(pk__in=amounts).order_by("pk"))
    plan = make_plan(membership=membership, catalogue=catalogue, round_year=round_year, amounts=amounts)
    if problems := [*_wrong_decision(round_year, title), *plan.problems]:
        raise PostingRefusedError(problems)
    round_, _ = BudgetRound.objects.get_or_create(municipality=membership.municipality, year=round_year)
    decision = BudgetDecision.objects.create(
        round=round_,
        kind=AppropriationKind.SUPPLEMENTARY,
        decided_on=decided_on,
        title=title.strip(),
        note=note_of(plan, catalogue),
    )
    _write_parts(decision, plan)
    changes = [{"felt": part.effect.name, "før": None, "efter": _kroner(part.amount)} for part in plan.parts]
    _record(membership, "effekter udmøntet i budgettet", decision, changes)
    return decision


def _write_parts(decision: BudgetDecision, plan: Plan) -> None:
    """An appropriation for each area and year, and what each effect has in it."""
    appropriations = {
        place: Appropriation.objects.create(decision=decision, area_id=place[0], year=place[1], gross=gross)
        for place, gross in plan.appropriations.items()
    }
    BudgetPosting.objects.bulk_create(
        BudgetPosting(
            effect_id=part.effect.pk,
            appropriation=appropriations[part.area, part.effect.year],
            amount=part.amount,
            of_effect=part.of_effect,
        )
        for part in plan.parts
    )


def _wrong_decision(round_year: int, title: str) -> list[str]:
    found = []
    if not FIRST_YEAR <= round_year <= LAST_YEAR:
        found.append(f"Budgetåret er {round_year}. Skal være: et år fra {FIRST_YEAR} til {LAST_YEAR}.")
    if not title.strip() or len(title) > TITLE_LENGTH:
        found.append(f"Titlen skal være på 1–{TITLE_LENGTH} tegn.")
    return found


def note_of(plan: Plan, catalogue: Catalogue) -> str:
    """Where the appropriations come from, and in which prices."""
    told = [f"Udmøntning af {catalogue.title}."]
    levels = sorted({part.effect.level for part in plan.parts if part.effect.level not in (None, plan.round_year)})
    if levels:
        from_levels = ", ".join(f"{level}-priser" for level in levels)
        told.append(f"Omregnet fra {from_levels} til budgettets {plan.round_year}-priser.")
    if plan.rests_on_examples:
        told.append("Omregningen bruger eksempler på pris- og lønfremskrivning.")
    if plan.without_level:
        told.append("Pris- og lønniveauet er ikke oplyst. Beløbene er derfor bevilget, som de står i kataloget.")
    return " ".join(told)


@transaction.atomic
def undo_posting(*, membership: Membership, decision: BudgetDecision) -> int:
    """Take back everything that a posting made, and the decision itself; how many postings there were.

    Raises NotAPostingError for another municipality's decision, for one that no posting made, and for one whose
    appropriations have been changed since.
    """
    if decision.round.municipality_id != membership.municipality_id:
        raise NotAPostingError("Bevillingen er ikke kommunens egen.")
    postings = list(
        BudgetPosting.objects.select_for_update(of=("self",))
        .filter(appropriation__decision=decision)
        .select_related("effect__line__initiative", "appropriation")
    )
    if not postings:
        raise NotAPostingError(
            f"{decision.title} er ikke oprettet ved en udmøntning og kan ikke fortrydes her. Ret den i budgettet."
        )
    _refuse_changed(decision, postings)
    changes = [
        {"felt": f"{one.effect.line.initiative}, {one.effect}", "før": _kroner(one.amount), "efter": None}
        for one in postings
    ]
    _record(membership, "udmøntning fortrudt", decision, changes)
    BudgetPosting.objects.filter(appropriation__decision=decision).delete()
    decision.delete()
    return len(postings)


def _refuse_changed(decision: BudgetDecision, postings: Sequence[BudgetPosting]) -> None:
    """A decision in which somebody has written something else is no longer only a posting's."""
    for appropriation in decision.appropriations.select_related("area"):
        posted = sum((one.amount for one in postings if one.appropriation_id == appropriation.pk), Decimal(0))
        if appropriation.net != -posted:
            raise NotAPostingError(
                f"Bevillingen til {appropriation} er {_kroner(appropriation.net)}, men udmøntningen gav "
                f"{_kroner(-posted)}. Den er ændret siden og skal rettes i budgettet."
            )


def _kroner(amount: Decimal) -> str:
    return f"{format_number(amount, most=2)} kr."


def _record(membership: Membership, action: str, obj: BudgetDecision, changes: Sequence[object]) -> None:
    audit.record(municipality=membership.municipality, actor=membership.user, action=action, obj=obj, changes=changes)
