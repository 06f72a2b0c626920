"""Loading adopted effects with their postings, and what approved follow-ups say of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, OuterRef, Q, Sum
from django.db.models.functions import Cast, JSONObject

from budgets.areas.models import BudgetDecision
from budgets.foundation.models import Municipality
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.proposals import FrameShare
from initiatives.posting.effects import ADOPTED, ZERO, Effect, Share, YearOfInitiative
from initiatives.results.approved import NOTHING_APPROVED, ApprovedYears, load_approved
from initiatives.results.models import ACCOUNTS


def load_effects(catalogue: Catalogue) -> dict[int, Effect]:
    """Adopted effects by id, and those that were posted before they ended; one query."""
    shares = FrameShare.objects.filter(effect=OuterRef("pk")).order_by("pk")
    share = JSONObject(unit="unit", area="area_id", amount=Cast("amount", CharField()))
    effects = (
        YearlyEffect.objects.filter(line__initiative__catalogue=catalogue)
        .select_related("line__initiative")
        .annotate(
            posted=Sum("postings__of_effect"),
            posting_count=Count("postings"),
            shared=ArraySubquery(shares.values(json=share)),
        )
        .order_by("line__initiative__order", "line__order", "year")
    )
    is_adopted_or_posted = Q(line__initiative__lifecycle__in=ADOPTED, line__ended_by__isnull=True) | Q(
        posting_count__gt=0
    )
    return {effect.pk: _effect(effect, catalogue) for effect in effects.filter(is_adopted_or_posted)}


def _effect(effect: YearlyEffect, catalogue: Catalogue) -> Effect:
    line, initiative = effect.line, effect.line.initiative
    shares: Sequence[dict[str, str]] = effect.shared  # type: ignore[attr-defined]
    return Effect(
        pk=effect.pk,
        initiative=initiative.pk,
        key=initiative.key,
        title=initiative.title,
        line=line.pk,
        text=line.text,
        year=effect.year,
        amount=effect.amount,
        lifecycle=initiative.lifecycle,
        budget_effect=initiative.budget_effect,
        steering_area=line.steering_area,
        level=line.price_level or catalogue.price_level,
        area=line.area_id,
        shares=[Share(share["unit"], share["area"], Decimal(share["amount"])) for share in shares],  # type: ignore[arg-type]
        posted=effect.posted or ZERO,  # type: ignore[attr-defined]
        has_postings=bool(effect.posting_count),  # type: ignore[attr-defined]
        is_ended=line.ended_by_id is not None,
    )


def load_catalogue_approved(municipality: Municipality, catalogue: Catalogue) -> dict[int, ApprovedYears]:
    """What is approved of the catalogue's initiatives, by their id; three queries."""
    return load_approved(municipality, list(catalogue.initiatives.values_list("pk", flat=True)))


def group_by_year(effects: Iterable[Effect], approved: Mapping[int, ApprovedYears]) -> list[YearOfInitiative]:
    """The effects of each initiative and year together, in the order of the catalogue."""
    groups: defaultdict[tuple[int, int], list[Effect]] = defaultdict(list)
    for effect in effects:
        groups[effect.initiative, effect.year].append(effect)
    return [
        YearOfInitiative(group, _delivered(approved.get(initiative, NOTHING_APPROVED), year))
        for (initiative, year), group in groups.items()
    ]


def _delivered(approved: ApprovedYears, year: int) -> Decimal | None:
    """Kroner that the year has given or is expected to: the accounts' realised effect, before them the forecast."""
    own = approved.by_year.get(year)
    is_closed = own is not None and own.period == ACCOUNTS and own.realised is not None
    return own.realised if own and is_closed else approved.forecast_of(year)


def postings_of(catalogue: Catalogue) -> list[BudgetDecision]:
    """The budget decisions that posted effects of the catalogue, newest first, with their sums; one query."""
    decisions = (
        BudgetDecision.objects.filter(appropriations__postings__effect__line__initiative__catalogue=catalogue)
        .annotate(
            posted=Sum("appropriations__postings__amount"),
            of_effects=Sum("appropriations__postings__of_effect"),
            effect_count=Count("appropriations__postings__effect", distinct=True),
        )
        .select_related("round")
        .order_by("-decided_on", "-pk")
    )
    return list(decisions)
