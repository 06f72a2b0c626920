"""Reading the rows of the initiatives: four queries, whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, QuerySet
from django.db.models.functions import Cast, JSONObject

from budgets.foundation.models import Municipality, SteeringArea
from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.descriptions import SuccessCriterion
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative, existing_by_round, until_round
from initiatives.followup.models import Action
from initiatives.results.converters import RoundConverter
from initiatives.results.models import Basis, FollowUp, FollowUpLine, FollowUpYear
from initiatives.results.targets import Target, load_targets
from reports.savings.places import Place
from reports.savings.rows import (
    ZERO,
    ApprovedFigures,
    DueCriterion,
    OpenAction,
    Promise,
    SavingRow,
    Savings,
    YearFigures,
)

LONG_TEXTS = ("summary", "source", "reading_note")


def load_savings(municipality: Municipality, place: Place, *, only: int | None = None) -> Savings:
    """Each initiative that was there by then, in `rows` where it is followed up in the year or its catalogue covers it.

    With the id `only` that initiative alone, also where it was added later.
    """
    found = _initiatives(municipality)
    initiatives = list(
        found.filter(existing_by_round(place.year, place.period)) if only is None else found.filter(pk=only)
    )
    ids = [initiative.pk for initiative in initiatives]
    targets = load_targets(ids, place.year, place.month)
    promises, told = _promises(ids), _told(ids, place)
    rows = [
        _row(one, place, targets.get(one.pk, Target()), promises.get(one.pk, []), told.get(one.pk, {}))
        for one in initiatives
    ]
    is_there = {row.initiative.pk: row.told or place.year in row.initiative.catalogue.years for row in rows}
    return Savings(
        place.year,
        place.period,
        rows=[row for row in rows if is_there[row.initiative.pk]],
        others=[row for row in rows if not is_there[row.initiative.pk]],
    )


def _initiatives(municipality: Municipality) -> QuerySet[Initiative]:
    """All of the municipality's, with open actions and dated criteria; one query."""
    actions = Action.objects.filter(initiative=OuterRef("pk"), state=Action.ActionState.OPEN).order_by("deadline", "pk")
    criteria = SuccessCriterion.objects.filter(initiative=OuterRef("pk"), look_on__isnull=False).order_by("look_on")
    action = JSONObject(
        text="text", owner="owner", deadline=Cast("deadline", CharField()), year="opened__year", period="opened__period"
    )
    criterion = JSONObject(text="text", look_on=Cast("look_on", CharField()))
    found: QuerySet[Initiative] = (
        Initiative.objects.filter(catalogue__municipality=municipality)
        .with_legal_basis_facts()
        .annotate(
            open_actions=ArraySubquery(actions.values(json=action)),
            dated_criteria=ArraySubquery(criteria.values(json=criterion)),
        )
        .select_related("catalogue", "theme", "responsible")
        .defer(*(f"catalogue__{name}" for name in LONG_TEXTS), "summary", "theme__summary")
        .order_by("catalogue__published", "catalogue__slug", "theme__order", "order")
    )
    return found


def _promises(ids: Sequence[int]) -> Mapping[int, list[Promise]]:
    """The target effects of all years by initiative, with where each belongs; one query."""
    names = (
        *("line__initiative_id", "line_id", "line__initiative__theme__title", "line__area__code", "line__area__title"),
        *("line__committee__name", "line__steering_area", "line__category", "year", "amount"),
        *("shares__theme__title", "shares__amount"),
    )
    found: defaultdict[int, list[Promise]] = defaultdict(list)
    rows = YearlyEffect.objects.counted().filter(line__initiative__in=ids).order_by("line__order", "year", "shares__pk")
    for pk, line, theme, code, area, committee, steering, category, year, amount, shared_by, share in rows.values_list(
        *names
    ):
        found[pk].append(
            Promise(
                line=line,
                theme=(shared_by or theme) or "",
                area=f"{code} {area}" if code else "",
                committee=committee or "",
                steering_area=SteeringArea(steering).label if steering else "",
                category=EffectCategory(category).label,
                year=year,
                amount=amount if share is None else share,
            )
        )
    return found


AMOUNTS = ("target", "target_to_date", "realised", "forecast", "full_year_effect", "posted")
TEXTS = ("status", "cause", "explanation", "is_constructed")


def _told(ids: Sequence[int], place: Place) -> Mapping[int, Mapping[int, ApprovedFigures]]:
    """By initiative and year the newest approved follow-up, of the place's year by its period; one query."""
    lines = FollowUpLine.objects.filter(follow_up=OuterRef("pk")).order_by("pk")
    later = FollowUpYear.objects.filter(follow_up=OuterRef("pk")).order_by("year")
    text = {name: Cast(name, CharField()) for name in ("realised", "forecast")}
    newest = (
        FollowUp.objects.approved()
        .filter(until_round(place.year, place.period), initiative__in=ids)
        .order_by("initiative_id", "round__year", "-round__period", "-revision")
        .distinct("initiative_id", "round__year")
    )
    found = (
        FollowUp.objects.filter(pk__in=newest.values("pk"))
        .order_by()
        .annotate(
            told_lines=ArraySubquery(lines.values(json=JSONObject(line="line_id", **text))),
            told_years=ArraySubquery(later.values(json=JSONObject(year="year", forecast=text["forecast"]))),
        )
    )
    by_initiative: defaultdict[int, dict[int, ApprovedFigures]] = defaultdict(dict)
    for one in found.values(
        "initiative_id", "round__year", "round__period", "basis", "told_lines", "told_years", *AMOUNTS, *TEXTS
    ):
        by_initiative[one["initiative_id"]][one["round__year"]] = _as_told(one)
    return by_initiative


def _as_told(one: Mapping[str, Any]) -> ApprovedFigures:
    return ApprovedFigures(
        period=one["round__period"],
        is_computed=one["basis"] == Basis.COMPUTED,
        lines={line["line"]: (_decimal(line["realised"]), _decimal(line["forecast"])) for line in one["told_lines"]},
        later={year["year"]: Decimal(year["forecast"]) for year in one["told_years"]},
        **{name: one[name] for name in (*AMOUNTS, *TEXTS)},
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _row(
    initiative: Initiative,
    place: Place,
    target: Target,
    promises: Sequence[Promise],
    told: Mapping[int, ApprovedFigures],
) -> SavingRow:
    now = told.get(place.year)
    return SavingRow(
        initiative=initiative,
        legal_bases=tuple(f"{one['law']} § {one['section']}" for one in initiative.legal_basis_facts),  # type: ignore[attr-defined]
        target=now.target if now else target.year,
        to_date=now.target_to_date if now else target.to_date,
        told=now,
        actions=[_action(one) for one in initiative.open_actions],  # type: ignore[attr-defined]
        criteria=[
            DueCriterion(one["text"], date.fromisoformat(one["look_on"]))
            for one in initiative.dated_criteria  # type: ignore[attr-defined]
        ],
        years=_years(place, target, promises, told),
        promises=[one for one in promises if one.year == place.year],
    )


def _action(one: Mapping[str, Any]) -> OpenAction:
    round_code = RoundConverter().to_url((one["year"], one["period"]))
    return OpenAction(one["text"], one["owner"], date.fromisoformat(one["deadline"]), round_code)


def _years(
    place: Place, target: Target, promises: Iterable[Promise], told: Mapping[int, ApprovedFigures]
) -> dict[int, YearFigures]:
    """Every year that anything was promised or told of."""
    promised: defaultdict[int, Decimal] = defaultdict(Decimal)
    for one in promises:
        promised[one.year] += one.amount
    published = dict(promised)
    for year, amount in {place.year: target.year, **target.later}.items():
        if amount is not None:
            promised[year] = amount
    newest = told[max(told)] if told else None
    found = {}
    for year in sorted({*promised, *told}):
        of_year = told.get(year)
        goal = of_year.target if of_year and of_year.target is not None else promised.get(year, ZERO)
        expected = of_year.forecast if of_year else newest.later.get(year) if newest else None
        found[year] = YearFigures(
            target=goal,
            forecast=goal if expected is None else expected,
            realised=of_year.realised if of_year else None,
            promised=published.get(year, ZERO),
        )
    return found
