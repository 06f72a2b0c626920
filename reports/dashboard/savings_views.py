"""Pages about savings: a list or groups, changes since a round, by catalogue, and one initiative over time."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from budgets.foundation.access import Action
from budgets.foundation.amounts import Unit
from budgets.foundation.downloads import download
from budgets.foundation.models import Membership
from budgets.foundation.pages import breadcrumbs, municipality_page
from budgets.foundation.tabular import Table
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.results.models import FollowUpRound
from reports.dashboard.course import build_course, build_history_table
from reports.dashboard.forms import ChangesSinceForm, SavingsForm
from reports.dashboard.views import (
    build_download_names,
    get_initiative_link,
    get_presentation,
    get_round_choice,
    get_unit,
)
from reports.savings.changes import build_changes_table, compare
from reports.savings.cohorts import build_cohorts_table
from reports.savings.grouping import Dimension, Group, group_rows, list_labels, select_rows
from reports.savings.loading import load_savings
from reports.savings.months import add_months, build_months_table, load_months
from reports.savings.reporting_period import ReportingPeriod
from reports.savings.rows import SavingRow, Savings
from reports.savings.tables import build_groups_table, build_initiatives_table, build_years_table
from reports.statements import figures, sentences


@require_GET
@municipality_page(Action.READ, section="savings")
def savings(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The selected initiatives, one by one or grouped by a dimension."""
    round_choice = get_round_choice(request, membership)
    all_savings = load_savings(membership.municipality, round_choice.reporting_period)
    form = SavingsForm(request.GET.dict(), round_choice=round_choice, labels=list_labels(all_savings))
    months = load_months(membership.municipality, round_choice.reporting_period)
    included = all_savings if Dimension.LIFECYCLE in form.labels else all_savings.decided
    selected_rows = select_rows(included, form.labels)
    whole_rows = [selected.row for selected in selected_rows if selected.is_whole]
    by_month = add_months(whole_rows, months)
    if form.dimension:
        groups = group_rows(selected_rows, form.dimension)
        link = _make_group_link(request, form, form.dimension)
        main = build_groups_table(included, groups, form.dimension.label, months, link)
    else:
        main = build_initiatives_table(included, selected_rows, months, _make_row_link(membership, form))
    month_table = build_months_table(by_month, included.year, is_constructed=included.is_constructed)
    if file := download(request, [main, month_table], **build_download_names(membership.municipality, round_choice)):
        return file
    sentence = sentences.describe_months(by_month, included.year) if selected_rows else ""
    context = {
        "breadcrumbs": breadcrumbs(request),
        "round_choice": round_choice,
        "form": form,
        "savings": included,
        "table": main,
        "months": month_table,
        "sentence": sentence,
        "figure": figures.draw_effect_by_month(by_month, sentence, form.unit) if len(by_month) > 1 else None,
        "proposed": 0 if Dimension.LIFECYCLE in form.labels else all_savings.proposed_count,
        "partial_count": len(selected_rows) - len(whole_rows),
        "chosen": [(dimension.label, label) for dimension, label in form.labels.items()],
        "presentation": get_presentation(form.unit),
        "unit": form.unit,
    }
    return render(request, "reports/dashboard/savings.html", context)


def _make_group_link(request: HttpRequest, form: SavingsForm, dimension: Dimension) -> Callable[[Group], str]:
    """Give each group a link to its initiatives that keeps the other selections."""

    def link(group: Group) -> str:
        query = {name: value for name, value in form.query.items() if name != "efter"} | {dimension.value: group.label}
        return f"{request.path}?{urlencode(query)}"

    return link


def _make_row_link(membership: Membership, form: SavingsForm) -> Callable[[SavingRow], str]:
    """Give each row a link to its initiative's page, with the list's selections for the way back."""
    query = urlencode({"runde": form.query.get("runde", ""), "liste": urlencode(form.query)})
    return lambda row: f"{get_initiative_link(membership, row)}?{query}"


@require_GET
@municipality_page(Action.READ, section="savings")
def cohorts(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Target, forecast and realised effect by catalogue and year."""
    round_choice, unit = get_round_choice(request, membership), get_unit(request, Unit.THOUSANDS)
    loaded = load_savings(membership.municipality, round_choice.reporting_period)
    all_savings = Savings(loaded.year, loaded.period, rows=[*loaded.rows, *loaded.other_rows])
    table = build_cohorts_table(all_savings)
    if file := download(request, [table], **build_download_names(membership.municipality, round_choice)):
        return file
    context = {
        "breadcrumbs": breadcrumbs(request, here="Forudsat og opnået efter katalog"),
        "round_choice": round_choice,
        "savings": all_savings,
        "table": table,
        "presentation": get_presentation(unit),
        "unit": unit,
        "units": Unit,
    }
    return render(request, "reports/dashboard/cohorts.html", context)


@require_GET
@municipality_page(Action.READ, section="savings")
def changes(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Changes in the year's forecast effect since an earlier round."""
    round_choice = get_round_choice(request, membership)
    form = ChangesSinceForm(request.GET.dict(), round_choice=round_choice)
    context: dict[str, object] = {
        "breadcrumbs": breadcrumbs(request, here="Ændringer"),
        "round_choice": round_choice,
        "form": form,
    }
    earlier = form.earlier
    if earlier is not None:
        table = _load_changes_table(membership, earlier, form)
        if file := download(request, [table], **build_download_names(membership.municipality, round_choice)):
            return file
        context |= {"table": table, "earlier": earlier, "presentation": get_presentation(form.unit), "unit": form.unit}
    return render(request, "reports/dashboard/savings_changes.html", context)


def _load_changes_table(membership: Membership, earlier: FollowUpRound, form: ChangesSinceForm) -> Table:
    municipality, reporting_period = membership.municipality, form.round_choice.reporting_period
    earlier_period = ReportingPeriod(earlier.year, earlier.period)
    before, after = load_savings(municipality, earlier_period), load_savings(municipality, reporting_period)
    last_day = date(earlier_period.year, earlier_period.month, monthrange(earlier_period.year, earlier_period.month)[1])
    compared = compare(before.decided, after.decided, year=reporting_period.year, as_of=last_day)
    slug = membership.municipality.slug
    return build_changes_table(
        compared,
        reporting_period.year,
        lambda initiative: reverse("course", args=[slug, initiative.catalogue.slug, initiative.key]),
        is_constructed=after.is_constructed or before.is_constructed,
    )


@require_GET
@municipality_page(Action.READ, section="savings")
def course(request: HttpRequest, membership: Membership, slug: str, key: str) -> HttpResponse:
    """One initiative over months and years."""
    round_choice, unit = get_round_choice(request, membership), get_unit(request, Unit.THOUSANDS)
    initiative = get_object_or_404(
        Initiative, catalogue__municipality=membership.municipality, catalogue__slug=slug, key=key
    )
    course_data = build_course(membership.municipality, initiative, round_choice.reporting_period)
    if course_data is None:
        raise Http404
    row, months = course_data.row, course_data.months
    is_constructed = bool(row.approved and row.approved.is_constructed)
    history = build_history_table(course_data)
    years = build_years_table(row.years, is_constructed=is_constructed)
    month_table = build_months_table(months, round_choice.reporting_period.year, is_constructed=is_constructed)
    if file := download(
        request,
        [history, years, month_table],
        **build_download_names(membership.municipality, round_choice, initiative.key),
    ):
        return file
    list_query = request.GET.get("liste", "")
    has_years = bool(row.years) and row.counts
    sentence = sentences.describe_months(months, round_choice.reporting_period.year)
    years_sentence = sentences.describe_years(row.years)
    context = {
        "breadcrumbs": breadcrumbs(request, here=initiative.title, section_query=list_query),
        "round_choice": round_choice,
        "course": course_data,
        "row": row,
        "history": history,
        "years": years,
        "months": month_table,
        "sentence": sentence,
        "years_sentence": years_sentence,
        "months_figure": figures.draw_effect_by_month(months, sentence, unit) if len(months) > 1 else None,
        "years_figure": figures.draw_effect_by_year(row.years, years_sentence, unit) if has_years else None,
        "list_query": list_query,
        "presentation": get_presentation(unit),
        "unit": unit,
        "units": Unit,
    }
    return render(request, "reports/dashboard/course.html", context)
