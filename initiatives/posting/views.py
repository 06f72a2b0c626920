"""Posting a catalogue's adopted effects in the budget, and what is posted and delivered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from budgets.areas.models import BudgetDecision
from budgets.foundation.access import Action, get_membership, may
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.downloads import download
from budgets.foundation.models import Membership
from budgets.foundation.wording import counted
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.posting.effects import Effect
from initiatives.posting.forms import DecisionForm, Ticked, line_rows, proposed, read_ticked
from initiatives.posting.loading import in_years, load_effects, load_told, postings_of
from initiatives.posting.planning import Plan
from initiatives.posting.posting import (
    NotAPostingError,
    PostingRefusedError,
    make_plan,
    note_of,
    post_effects,
    undo_posting,
)
from initiatives.posting.tables import area_label, attested_in, initiatives_table, lines_table, sentence, years_table

UNREADABLE = 422


@require_http_methods(["GET", "POST"])
def posting(request: HttpRequest, municipality: str, slug: str) -> HttpResponse:
    """What is adopted, posted and delivered; a form to post, seen first and then done; and what was posted."""
    action = Action.EDIT_BUDGET if request.method == "POST" else Action.READ
    membership = get_membership(request.user, municipality, action)
    catalogue: Catalogue = get_object_or_404(Catalogue, municipality=membership.municipality, slug=slug)
    page = Page(request, membership, catalogue, load_effects(catalogue))
    if request.method == "GET":
        return _show(page)
    step = STEPS.get(request.POST.get("handling", ""))
    if step is None:
        raise Http404
    return step(page)


@dataclass(frozen=True)
class Page:
    """What a request is about."""

    request: HttpRequest
    membership: Membership
    catalogue: Catalogue
    effects: Mapping[int, Effect]

    @property
    def unit(self) -> Unit:
        """Amounts are shown and typed in the catalogue's own."""
        return Unit(self.catalogue.unit)

    def reload(self) -> HttpResponse:
        """The page anew, after what was done."""
        return redirect("posting", self.membership.municipality.slug, self.catalogue.slug)


def _preview(page: Page) -> HttpResponse:
    """The appropriations that the ticked lines would give."""
    form, ticked = _typed(page)
    if not form.is_valid() or ticked.problems:
        return _show(page, form=form, ticked=ticked, status=UNREADABLE)
    plan = _plan(page, form, ticked)
    ticked.problems += plan.problems
    seen = None if plan.problems else plan
    return _show(page, form=form, ticked=ticked, plan=seen, status=UNREADABLE if plan.problems else None)


def _post(page: Page) -> HttpResponse:
    """Post what has been seen; what was changed since is shown first."""
    form, ticked = _typed(page)
    if not form.is_valid() or ticked.problems:
        return _show(page, form=form, ticked=ticked, status=UNREADABLE)
    if page.request.POST.get("set") != _seal(form, ticked):
        messages.warning(page.request, "Tallene er ændret, siden du så bevillingerne. Kontrollér dem igen herunder.")
        return _preview(page)
    try:
        decision = post_effects(
            membership=page.membership, catalogue=page.catalogue, amounts=ticked.amounts, **form.cleaned_data
        )
    except PostingRefusedError as refusal:
        ticked.problems += refusal.problems
        return _show(page, form=form, ticked=ticked, status=UNREADABLE)
    messages.success(page.request, f"{decision.title} er udmøntet i budget {decision.round.year}.")
    return page.reload()


def _undo(page: Page) -> HttpResponse:
    wanted = page.request.POST.get("bevilling", "")
    decisions = BudgetDecision.objects.select_related("round").filter(round__municipality=page.membership.municipality)
    decision = get_object_or_404(decisions, pk=wanted if wanted.isascii() and wanted.isdecimal() else 0)
    title = decision.title
    try:
        count = undo_posting(membership=page.membership, decision=decision)
    except NotAPostingError as reason:
        messages.error(page.request, str(reason))
    else:
        messages.success(
            page.request, f"{title} er fortrudt. {counted(count, 'beløb', 'beløb')} mangler igen at blive udmøntet."
        )
    return page.reload()


STEPS: Mapping[str, Callable[[Page], HttpResponse]] = {"se": _preview, "udmoent": _post, "fortryd": _undo}


def _typed(page: Page) -> tuple[DecisionForm, Ticked]:
    return DecisionForm(page.request.POST), read_ticked(page.request.POST, page.effects, page.unit)


def _plan(page: Page, form: DecisionForm, ticked: Ticked) -> Plan:
    year = form.cleaned_data["round_year"]
    return make_plan(membership=page.membership, catalogue=page.catalogue, round_year=year, amounts=ticked.amounts)


def _seal(form: DecisionForm, ticked: Ticked) -> str:
    """What tells what was seen from anything else."""
    amounts = sorted((pk, str(amount)) for pk, amount in ticked.amounts.items())
    return sha256(repr((form.cleaned_data["round_year"], amounts)).encode()).hexdigest()


def _show(
    page: Page,
    *,
    form: DecisionForm | None = None,
    ticked: Ticked | None = None,
    plan: Plan | None = None,
    status: int | None = None,
) -> HttpResponse:
    membership, catalogue, effects = page.membership, page.catalogue, list(page.effects.values())
    told, areas = load_told(catalogue), {area.pk: str(area) for area in membership.municipality.areas.all()}
    rows, year = in_years(effects, told), _year(page)
    labels = {one.pk: area_label(one, areas) for one in effects}
    tables = [
        years_table(rows, _years(page)),
        initiatives_table(rows, year, _link(page)),
        lines_table(effects, areas),
    ]
    place = f"{membership.municipality.name}, {catalogue.title}"
    if file := download(page.request, tables, place=place, file=f"{catalogue.slug}_udmoentning"):
        return file
    typed = ticked or Ticked()
    context = {
        "membership": membership,
        "catalogue": catalogue,
        "sentence": sentence(rows, year),
        "year": year,
        "years": _years(page),
        "tables": tables,
        "attested": attested_in(told, year),
        "rows": line_rows(effects, labels, typed, page.unit, tick_all="alle" in page.request.GET),
        "can_post": any(one.may_be_posted for one in effects),
        "problems": typed.problems,
        "form": form or DecisionForm(initial=proposed(effects, catalogue.title, timezone.localdate())),
        "plan": plan,
        "appropriations": _appropriations(plan, areas),
        "plan_note": note_of(plan, catalogue) if plan else "",
        "seal": _seal(form, typed) if form and plan else "",
        "postings": postings_of(catalogue),
        "may_post": may(membership, Action.EDIT_BUDGET),
        "presentation": replace(in_unit(page.unit), empty="–"),
        "kroner": replace(in_unit(Unit.KRONER), decimals=2),
        "unit": page.unit,
        "section": "plan",
    }
    return render(page.request, "initiatives/posting/posting.html", context, status=status)


def _years(page: Page) -> list[int]:
    """The years that something is adopted in, or the catalogue's own."""
    return sorted({effect.year for effect in page.effects.values()}) or list(page.catalogue.years)


def _year(page: Page) -> int:
    """The year that is asked for, or the first."""
    years, wanted = _years(page), page.request.GET.get("aar", "")
    return next((year for year in years if str(year) == wanted), years[0])


def _link(page: Page) -> Callable[[Effect], str]:
    slug = page.membership.municipality.slug
    return lambda effect: reverse("initiative", args=[slug, page.catalogue.slug, effect.key])


def _appropriations(plan: Plan | None, areas: Mapping[int, str]) -> list[tuple[str, int, object]]:
    """Area, year and gross expenditure, in the order of the areas."""
    found = plan.appropriations.items() if plan else ()
    return sorted((areas[area], year, gross) for (area, year), gross in found)
