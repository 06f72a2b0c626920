"""Loading adopted effects with their postings, and what approved follow-ups say of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, OuterRef, Q, Sum
from django.db.models.functions import Cast, JSONObject

from budgets.areas.models import BudgetDecision
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.proposals import FrameShare
from initiatives.posting.effects import ADOPTED, ZERO, Effect, Share, YearOfInitiative
from initiatives.results.models import ACCOUNTS, FollowUp, FollowUpYear


@dataclass(frozen=True)
class ApprovedEffect:
    """An initiative's delivered and attested effect in a year by approved follow-ups; kroner, None where unknown."""

    delivered: Decimal | None
    attested: Decimal | None = None


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


def load_approved(catalogue: Catalogue) -> dict[tuple[int, int], ApprovedEffect]:
    """The newest approved follow-up of each year, by initiative id and year; two queries.

    The accounts give the realised effect, and every other round the forecast. A year without rounds of its own has the
    forecast of the newest earlier round.
    """
    of_catalogue = {"initiative__catalogue": catalogue}
    newest = (
        FollowUp.objects.approved()
        .filter(**of_catalogue)
        .order_by("initiative_id", "round__year", "-round__period", "-revision")
        .distinct("initiative_id", "round__year")
        .values_list("initiative_id", "round__year", "round__period", "realised", "forecast", "posted")
    )
    own_year = {
        (initiative, year): ApprovedEffect(
            realised if period == ACCOUNTS and realised is not None else forecast, attested
        )
        for initiative, year, period, realised, forecast, attested in newest
    }
    later = (
        FollowUpYear.objects.filter(follow_up__state="approved", follow_up__initiative__catalogue=catalogue)
        .order_by(
            *("follow_up__initiative_id", "year", "-follow_up__round__year", "-follow_up__round__period"),
            "-follow_up__revision",
        )
        .distinct("follow_up__initiative_id", "year")
        .values_list("follow_up__initiative_id", "year", "forecast")
    )
    return {(initiative, year): ApprovedEffect(forecast) for initiative, year, forecast in later} | own_year


def group_by_year(
    effects: Iterable[Effect], approved: Mapping[tuple[int, int], ApprovedEffect]
) -> list[YearOfInitiative]:
    """The effects of each initiative and year together, in the order of the catalogue."""
    groups: defaultdict[tuple[int, int], list[Effect]] = defaultdict(list)
    for effect in effects:
        groups[effect.initiative, effect.year].append(effect)
    unknown = ApprovedEffect(None)
    return [YearOfInitiative(group, approved.get(place, unknown).delivered) for place, group in groups.items()]


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
