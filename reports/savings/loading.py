"""Loads the rows of a municipality's initiatives; four queries regardless of their number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Q, QuerySet
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
from reports.savings.reporting_period import ReportingPeriod
from reports.savings.rows import (
    ZERO,
    ApprovedFigures,
    DueCriterion,
    LineTarget,
    OpenAction,
    SavingRow,
    Savings,
    YearFigures,
)

LONG_TEXTS = ("summary", "source", "reading_note")


def load_savings(municipality: Municipality, reporting_period: ReportingPeriod, *, only: int | None = None) -> Savings:
    """Every initiative that existed in the period, in `rows` if followed up in the year or covered by its catalogue.

    With `only`, an initiative's id, that initiative alone, even if it was added later.
    """
    is_included = existing_by_round(reporting_period.year, reporting_period.period) if only is None else Q(pk=only)
    initiatives = list(_get_initiatives(municipality).filter(is_included))
    ids = [initiative.pk for initiative in initiatives]
    targets = load_targets(ids, reporting_period.year, reporting_period.month)
    line_targets, approved = _load_line_targets(ids), _load_approved(ids, reporting_period)
    rows = [
        _build_row(
            initiative,
            reporting_period,
            targets.get(initiative.pk, Target()),
            line_targets.get(initiative.pk, []),
            approved.get(initiative.pk, {}),
        )
        for initiative in initiatives
    ]
    belongs_to_year = {
        row.initiative.pk: row.approved or reporting_period.year in row.initiative.catalogue.years for row in rows
    }
    return Savings(
        reporting_period.year,
        reporting_period.period,
        rows=[row for row in rows if belongs_to_year[row.initiative.pk]],
        other_rows=[row for row in rows if not belongs_to_year[row.initiative.pk]],
    )


def _get_initiatives(municipality: Municipality) -> QuerySet[Initiative]:
    """All initiatives of the municipality, with open actions and dated criteria; one query."""
    actions = Action.objects.filter(initiative=OuterRef("pk"), state=Action.ActionState.OPEN).order_by("deadline", "pk")
    criteria = SuccessCriterion.objects.filter(initiative=OuterRef("pk"), look_on__isnull=False).order_by("look_on")
    action = JSONObject(
        text="text", owner="owner", deadline=Cast("deadline", CharField()), year="opened__year", period="opened__period"
    )
    criterion = JSONObject(text="text", look_on=Cast("look_on", CharField()))
    initiatives: QuerySet[Initiative] = (
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
    return initiatives


def _load_line_targets(ids: Sequence[int]) -> Mapping[int, list[LineTarget]]:
    """The line targets of all years by initiative id; one query."""
    names = (
        *("line__initiative_id", "line_id", "line__initiative__theme__title", "line__area__code", "line__area__title"),
        *("line__committee__name", "line__steering_area", "line__category", "year", "amount"),
        *("shares__theme__title", "shares__amount"),
    )
    line_targets: defaultdict[int, list[LineTarget]] = defaultdict(list)
    effects = (
        YearlyEffect.objects.counted().filter(line__initiative__in=ids).order_by("line__order", "year", "shares__pk")
    )
    values = effects.values_list(*names)
    for pk, line, theme, code, area, committee, steering_area, category, year, amount, share_theme, share in values:
        line_targets[pk].append(
            LineTarget(
                line=line,
                theme=(share_theme or theme) or "",
                area=f"{code} {area}" if code else "",
                committee=committee or "",
                steering_area=SteeringArea(steering_area).label if steering_area else "",
                category=EffectCategory(category).label,
                year=year,
                amount=amount if share is None else share,
            )
        )
    return line_targets


AMOUNTS = ("target", "target_to_date", "realised", "forecast", "full_year_effect", "posted")
TEXTS = ("status", "cause", "explanation", "is_constructed")


def _load_approved(
    ids: Sequence[int], reporting_period: ReportingPeriod
) -> Mapping[int, Mapping[int, ApprovedFigures]]:
    """The newest approved follow-up by initiative id and year, up to the reporting period; one query."""
    lines = FollowUpLine.objects.filter(follow_up=OuterRef("pk")).order_by("pk")
    later = FollowUpYear.objects.filter(follow_up=OuterRef("pk")).order_by("year")
    as_text = {name: Cast(name, CharField()) for name in ("realised", "forecast")}
    newest = (
        FollowUp.objects.approved()
        .filter(until_round(reporting_period.year, reporting_period.period), initiative__in=ids)
        .order_by("initiative_id", "round__year", "-round__period", "-revision")
        .distinct("initiative_id", "round__year")
    )
    follow_ups = (
        FollowUp.objects.filter(pk__in=newest.values("pk"))
        .order_by()
        .annotate(
            line_figures=ArraySubquery(lines.values(json=JSONObject(line="line_id", **as_text))),
            later_years=ArraySubquery(later.values(json=JSONObject(year="year", forecast=as_text["forecast"]))),
        )
    )
    by_initiative: defaultdict[int, dict[int, ApprovedFigures]] = defaultdict(dict)
    for follow_up in follow_ups.values(
        "initiative_id", "round__year", "round__period", "basis", "line_figures", "later_years", *AMOUNTS, *TEXTS
    ):
        by_initiative[follow_up["initiative_id"]][follow_up["round__year"]] = _read_approved(follow_up)
    return by_initiative


def _read_approved(follow_up: Mapping[str, Any]) -> ApprovedFigures:
    return ApprovedFigures(
        period=follow_up["round__period"],
        is_computed=follow_up["basis"] == Basis.COMPUTED,
        lines={
            line["line"]: (_parse_decimal(line["realised"]), _parse_decimal(line["forecast"]))
            for line in follow_up["line_figures"]
        },
        later={year["year"]: Decimal(year["forecast"]) for year in follow_up["later_years"]},
        **{name: follow_up[name] for name in (*AMOUNTS, *TEXTS)},
    )


def _parse_decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _build_row(
    initiative: Initiative,
    reporting_period: ReportingPeriod,
    target: Target,
    line_targets: Sequence[LineTarget],
    approved_by_year: Mapping[int, ApprovedFigures],
) -> SavingRow:
    approved = approved_by_year.get(reporting_period.year)
    return SavingRow(
        initiative=initiative,
        legal_bases=tuple(f"{fact['law']} § {fact['section']}" for fact in initiative.legal_basis_facts),  # type: ignore[attr-defined]
        target=approved.target if approved else target.year,
        to_date=approved.target_to_date if approved else target.to_date,
        approved=approved,
        actions=[_build_action(action) for action in initiative.open_actions],  # type: ignore[attr-defined]
        criteria=[
            DueCriterion(criterion["text"], date.fromisoformat(criterion["look_on"]))
            for criterion in initiative.dated_criteria  # type: ignore[attr-defined]
        ],
        years=_build_years(reporting_period, target, line_targets, approved_by_year),
        line_targets=[line_target for line_target in line_targets if line_target.year == reporting_period.year],
    )


def _build_action(action: Mapping[str, Any]) -> OpenAction:
    round_code = RoundConverter().to_url((action["year"], action["period"]))
    return OpenAction(action["text"], action["owner"], date.fromisoformat(action["deadline"]), round_code)


def _build_years(
    reporting_period: ReportingPeriod,
    target: Target,
    line_targets: Iterable[LineTarget],
    approved_by_year: Mapping[int, ApprovedFigures],
) -> dict[int, YearFigures]:
    """The figures of every year that has a target effect or an approved follow-up."""
    catalogue_targets: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line_target in line_targets:
        catalogue_targets[line_target.year] += line_target.amount
    current_targets = {reporting_period.year: target.year, **target.later}
    targets = catalogue_targets | {year: amount for year, amount in current_targets.items() if amount is not None}
    newest = approved_by_year[max(approved_by_year)] if approved_by_year else None
    years = {}
    for year in sorted({*targets, *approved_by_year}):
        approved = approved_by_year.get(year)
        year_target = approved.target if approved and approved.target is not None else targets.get(year, ZERO)
        forecast = approved.forecast if approved else newest.later.get(year) if newest else None
        years[year] = YearFigures(
            target=year_target,
            forecast=year_target if forecast is None else forecast,
            realised=approved.realised if approved else None,
            catalogue_target=catalogue_targets.get(year, ZERO),
        )
    return years
