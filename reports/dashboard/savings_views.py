"""The savings: by what they have in common, since when they changed, by catalogue, and one initiative's way."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from budgets.foundation.access import Action, get_membership
from budgets.foundation.amounts import Unit
from budgets.foundation.downloads import download
from budgets.foundation.models import Membership
from budgets.foundation.tabular import Table
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.results.models import FollowUpRound
from reports.dashboard.course import build_course, history_table
from reports.dashboard.forms import ChangesSinceForm, SavingsForm
from reports.dashboard.views import initiative_link, named, places_of, unit_of, with_dash
from reports.savings.changes import changes_table, compare
from reports.savings.cohorts import cohorts_table
from reports.savings.grouping import By, Group, choices, group, select
from reports.savings.loading import load_savings
from reports.savings.months import add_months, load_months, months_table
from reports.savings.places import Place
from reports.savings.rows import SavingRow, Savings
from reports.savings.tables import groups_table, initiatives_table, years_table
from reports.statements import figures, sentences


@require_GET
def savings(request: HttpRequest, municipality: str) -> HttpResponse:
    """The initiatives that were asked for, each for itself or gathered."""
    membership = get_membership(request.user, municipality, Action.READ)
    places = places_of(request, membership)
    found = load_savings(membership.municipality, places.place)
    form = SavingsForm(request.GET.dict(), places=places, labels=choices(found))
    months = load_months(membership.municipality, places.place)
    everything, found = found, found if By.LIFECYCLE in form.chosen else found.decided
    shown = select(found, form.chosen)
    whole = [one.row for one in shown if one.is_whole]
    by_month = add_months(whole, months)
    main = (
        groups_table(found, group(shown, form.by), form.by.label, months, _group_link(request, form, form.by))
        if form.by
        else initiatives_table(found, shown, months, _row_link(membership, form))
    )
    month_table = months_table(by_month, found.year, is_constructed=found.is_constructed)
    if file := download(request, [main, month_table], **named(membership.municipality, places)):
        return file
    sentence = sentences.of_months(by_month, found.year) if shown else ""
    context = {
        "membership": membership,
        "places": places,
        "form": form,
        "savings": found,
        "table": main,
        "months": month_table,
        "sentence": sentence,
        "figure": figures.effect_of_months(by_month, sentence, form.unit) if len(by_month) > 1 else None,
        "proposed": 0 if By.LIFECYCLE in form.chosen else everything.proposed_count,
        "partial_count": len(shown) - len(whole),
        "chosen": [(by.label, label) for by, label in form.chosen.items()],
        "presentation": with_dash(form.unit),
        "unit": form.unit,
        "section": "savings",
    }
    return render(request, "reports/dashboard/savings.html", context)


def _group_link(request: HttpRequest, form: SavingsForm, by: By) -> Callable[[Group], str]:
    """To what is in a group, with everything else that was chosen."""

    def link(found: Group) -> str:
        query = {name: value for name, value in form.query.items() if name != "efter"} | {by.value: found.label}
        return f"{request.path}?{urlencode(query)}"

    return link


def _row_link(membership: Membership, form: SavingsForm) -> Callable[[SavingRow], str]:
    """To an initiative's way, which knows the list that it was found in."""
    query = urlencode({"runde": form.query.get("runde", ""), "liste": urlencode(form.query)})
    return lambda row: f"{initiative_link(membership, row)}?{query}"


@require_GET
def cohorts(request: HttpRequest, municipality: str) -> HttpResponse:
    """What each catalogue promised, and what still holds."""
    membership = get_membership(request.user, municipality, Action.READ)
    places, unit = places_of(request, membership), unit_of(request, Unit.THOUSANDS)
    found = load_savings(membership.municipality, places.place)
    everything = Savings(found.year, found.period, rows=[*found.rows, *found.others])
    table = cohorts_table(everything)
    if file := download(request, [table], **named(membership.municipality, places)):
        return file
    context = {
        "membership": membership,
        "places": places,
        "savings": everything,
        "table": table,
        "presentation": with_dash(unit),
        "unit": unit,
        "units": Unit,
        "section": "savings",
    }
    return render(request, "reports/dashboard/cohorts.html", context)


@require_GET
def changes(request: HttpRequest, municipality: str) -> HttpResponse:
    """What has changed in the year's forecast since an earlier round."""
    membership = get_membership(request.user, municipality, Action.READ)
    places = places_of(request, membership)
    form = ChangesSinceForm(request.GET.dict(), places=places)
    context: dict[str, object] = {"membership": membership, "places": places, "form": form, "section": "savings"}
    earlier = form.earlier
    if earlier is not None:
        table = _changes_table(membership, earlier, form)
        if file := download(request, [table], **named(membership.municipality, places)):
            return file
        context |= {"table": table, "earlier": earlier, "presentation": with_dash(form.unit), "unit": form.unit}
    return render(request, "reports/dashboard/savings_changes.html", context)


def _changes_table(membership: Membership, earlier: FollowUpRound, form: ChangesSinceForm) -> Table:
    municipality, place = membership.municipality, form.places.place
    then = Place(earlier.year, earlier.period)
    before, after = load_savings(municipality, then), load_savings(municipality, place)
    last_day = date(then.year, then.month, monthrange(then.year, then.month)[1])
    found = compare(before.decided, after.decided, year=place.year, as_of=last_day)
    slug = membership.municipality.slug
    return changes_table(
        found,
        place.year,
        lambda initiative: reverse("course", args=[slug, initiative.catalogue.slug, initiative.key]),
        is_constructed=after.is_constructed or before.is_constructed,
    )


@require_GET
def course(request: HttpRequest, municipality: str, slug: str, key: str) -> HttpResponse:
    """One initiative through months and years."""
    membership = get_membership(request.user, municipality, Action.READ)
    places, unit = places_of(request, membership), unit_of(request, Unit.THOUSANDS)
    initiative = get_object_or_404(
        Initiative, catalogue__municipality=membership.municipality, catalogue__slug=slug, key=key
    )
    found = build_course(membership.municipality, initiative, places.place)
    if found is None:
        raise Http404
    history, years = history_table(found), years_table(found.row.years, is_constructed=_is_constructed(found.row))
    month_table = months_table(found.months, places.place.year, is_constructed=_is_constructed(found.row))
    if file := download(
        request, [history, years, month_table], **named(membership.municipality, places, initiative.key)
    ):
        return file
    has_years = bool(found.row.years) and found.row.counts
    sentence, of_years = sentences.of_months(found.months, places.place.year), sentences.of_years(found.row.years)
    context = {
        "membership": membership,
        "places": places,
        "course": found,
        "row": found.row,
        "history": history,
        "years": years,
        "months": month_table,
        "sentence": sentence,
        "of_years": of_years,
        "months_figure": figures.effect_of_months(found.months, sentence, unit) if len(found.months) > 1 else None,
        "years_figure": figures.effect_of_years(found.row.years, of_years, unit) if has_years else None,
        "list_query": request.GET.get("liste", ""),
        "presentation": with_dash(unit),
        "unit": unit,
        "units": Unit,
        "section": "savings",
    }
    return render(request, "reports/dashboard/course.html", context)


def _is_constructed(row: SavingRow) -> bool:
    return bool(row.told and row.told.is_constructed)
