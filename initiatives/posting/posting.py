"""Posting effects in the budget, and undoing a posting."""

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
from initiatives.posting.planning import PostingPlan, plan_posting

TITLE_LENGTH = 200


class PostingRefusedError(Exception):
    """Nothing was posted; `problems` are all the reasons."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class NotAPostingError(Exception):
    """The decision cannot be undone, because it is not the result of a posting."""


def make_plan(
    *, membership: Membership, catalogue: Catalogue, round_year: int, amounts: Mapping[int, Decimal]
) -> PostingPlan:
    """The plan for the amounts (kroner in the prices of the source, by effect id); three queries."""
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

    `amounts` are kroner in the prices of the source, by effect id. The budget round is created where it is missing.
    Raises PostingRefusedError with every reason.
    """
    list(YearlyEffect.objects.select_for_update(of=("self",)).filter(pk__in=amounts).order_by("pk"))
    plan = make_plan(membership=membership, catalogue=catalogue, round_year=round_year, amounts=amounts)
    if problems := [*_decision_problems(round_year, title), *plan.problems]:
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


def _write_parts(decision: BudgetDecision, plan: PostingPlan) -> None:
    """Create an appropriation for each area and year, and the postings in it."""
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


def _decision_problems(round_year: int, title: str) -> list[str]:
    problems = []
    if not FIRST_YEAR <= round_year <= LAST_YEAR:
        problems.append(f"Budgetåret er {round_year}. Skal være: et år fra {FIRST_YEAR} til {LAST_YEAR}.")
    if not title.strip() or len(title) > TITLE_LENGTH:
        problems.append(f"Titlen skal være på 1–{TITLE_LENGTH} tegn.")
    return problems


def note_of(plan: PostingPlan, catalogue: Catalogue) -> str:
    """The note on the origin of the appropriations and their prices, in Danish."""
    sentences = [f"Udmøntning af {catalogue.title}."]
    levels = sorted({part.effect.level for part in plan.parts if part.effect.level not in (None, plan.round_year)})
    if levels:
        from_levels = ", ".join(f"{level}-priser" for level in levels)
        sentences.append(f"Omregnet fra {from_levels} til budgettets {plan.round_year}-priser.")
    if plan.rests_on_examples:
        sentences.append("Omregningen bruger eksempler på pris- og lønfremskrivning.")
    if plan.without_level:
        sentences.append("Pris- og lønniveauet er ikke oplyst. Beløbene er derfor bevilget, som de står i kataloget.")
    return " ".join(sentences)


@transaction.atomic
def undo_posting(*, membership: Membership, decision: BudgetDecision) -> int:
    """Delete the decision of a posting with everything in it; the number of postings that it had.

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
        {"felt": f"{posting.effect.line.initiative}, {posting.effect}", "før": _kroner(posting.amount), "efter": None}
        for posting in postings
    ]
    _record(membership, "udmøntning fortrudt", decision, changes)
    BudgetPosting.objects.filter(appropriation__decision=decision).delete()
    decision.delete()
    return len(postings)


def _refuse_changed(decision: BudgetDecision, postings: Sequence[BudgetPosting]) -> None:
    """Raise NotAPostingError where an appropriation of the decision no longer equals its postings."""
    for appropriation in decision.appropriations.select_related("area"):
        posted = sum(
            (posting.amount for posting in postings if posting.appropriation_id == appropriation.pk), Decimal(0)
        )
        if appropriation.net != -posted:
            raise NotAPostingError(
                f"Bevillingen til {appropriation} er {_kroner(appropriation.net)}, men udmøntningen gav "
                f"{_kroner(-posted)}. Den er ændret siden og skal rettes i budgettet."
            )


def _kroner(amount: Decimal) -> str:
    return f"{format_number(amount, most=2)} kr."


def _record(membership: Membership, action: str, obj: BudgetDecision, changes: Sequence[object]) -> None:
    audit.record(municipality=membership.municipality, actor=membership.user, action=action, obj=obj, changes=changes)
