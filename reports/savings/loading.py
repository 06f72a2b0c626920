"""Loads the rows of a municipality's initiatives; four queries regardless of their number."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, JSONObject

from budgets.foundation.amounts import sum_by_key
from budgets.foundation.models import Municipality
from initiatives.catalogues.models.descriptions import SuccessCriterion
from initiatives.catalogues.models.initiatives import Initiative, existing_by_round
from initiatives.followup.models import Action
from initiatives.results.approved import NOTHING_APPROVED, ApprovedYears, load_approved
from initiatives.results.converters import RoundConverter
from initiatives.results.targets import Target, load_targets
from reports.savings.reporting_period import ReportingPeriod
from reports.savings.rows import (
    ZERO,
    DueCriterion,
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
    approved = load_approved(municipality, ids, (reporting_period.year, reporting_period.period))
    rows = [
        _build_row(
            initiative,
            reporting_period,
            targets.get(initiative.pk, Target()),
            approved.get(initiative.pk, NOTHING_APPROVED),
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


def _build_row(
    initiative: Initiative,
    reporting_period: ReportingPeriod,
    target: Target,
    approved_years: ApprovedYears,
) -> SavingRow:
    approved = approved_years.by_year.get(reporting_period.year)
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
        years=_build_years(reporting_period, target, approved_years),
        line_targets=[line_target for line_target in target.line_targets if line_target.year == reporting_period.year],
    )


def _build_action(action: Mapping[str, Any]) -> OpenAction:
    round_code = RoundConverter().to_url((action["year"], action["period"]))
    return OpenAction(action["text"], action["owner"], date.fromisoformat(action["deadline"]), round_code)


def _build_years(
    reporting_period: ReportingPeriod,
    target: Target,
    approved_years: ApprovedYears,
) -> dict[int, YearFigures]:
    """The figures of every year that has a target effect or an approved follow-up."""
    catalogue_targets = sum_by_key((line_target.year, line_target.amount) for line_target in target.line_targets)
    current_targets = {reporting_period.year: target.year, **target.later}
    targets = catalogue_targets | {year: amount for year, amount in current_targets.items() if amount is not None}
    years = {}
    for year in sorted({*targets, *approved_years.by_year}):
        approved = approved_years.by_year.get(year)
        year_target = approved.target if approved and approved.target is not None else targets.get(year, ZERO)
        forecast = approved_years.forecast_of(year)
        years[year] = YearFigures(
            target=year_target,
            forecast=forecast,
            realised=approved.realised if approved else None,
            catalogue_target=catalogue_targets.get(year, ZERO),
            assessed_target=ZERO if forecast is None else year_target,
        )
    return years
