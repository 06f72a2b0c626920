"""The page that shows and posts a catalogue's adopted effects."""

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
from budgets.foundation.access import Action, may
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.downloads import download
from budgets.foundation.models import Membership
from budgets.foundation.pages import UNREADABLE, breadcrumbs, municipality_page
from budgets.foundation.posted import get_posted
from budgets.foundation.wording import counted
from initiatives.catalogues.crumbs import catalogue_crumb
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.posting.effects import Effect
from initiatives.posting.forms import DecisionForm, TickedLines, initial_decision, line_rows, read_ticked
from initiatives.posting.loading import group_by_year, load_catalogue_approved, load_effects, postings_of
from initiatives.posting.planning import PostingPlan
from initiatives.posting.posting import (
    NotAPostingError,
    PostingRefusedError,
    make_plan,
    note_of,
    post_effects,
    undo_posting,
)
from initiatives.posting.tables import area_label, attested_in, initiatives_table, lines_table, sentence, years_table


@require_http_methods(["GET", "POST"])
@municipality_page(Action.READ, section="plan", post=Action.EDIT_BUDGET)
def posting(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """Adopted, posted and delivered effects; a form to post, with a preview first; and earlier postings."""
    catalogue: Catalogue = get_object_or_404(Catalogue, municipality=membership.municipality, slug=slug)
    page = PostingPage(request, membership, catalogue, load_effects(catalogue))
    if request.method == "GET":
        return _render(page)
    step = STEPS.get(request.POST.get("handling", ""))
    if step is None:
        raise Http404
    return step(page)


@dataclass(frozen=True)
class PostingPage:
    """The request with its catalogue and effects."""

    request: HttpRequest
    membership: Membership
    catalogue: Catalogue
    effects: Mapping[int, Effect]

    @property
    def unit(self) -> Unit:
        """The catalogue's unit, in which amounts are shown and typed."""
        return Unit(self.catalogue.unit)

    def reload(self) -> HttpResponse:
        """Redirect to the page after a change."""
        return redirect("posting", self.membership.municipality.slug, self.catalogue.slug)


def _preview(page: PostingPage) -> HttpResponse:
    """Show the appropriations that the ticked lines would give."""
    form, ticked = _read_form(page)
    if not form.is_valid() or ticked.is_refused:
        return _render(page, form=form, ticked=ticked, status=UNREADABLE)
    plan = _plan(page, form, ticked)
    ticked.problems += plan.problems
    shown_plan = None if plan.problems else plan
    return _render(page, form=form, ticked=ticked, plan=shown_plan, status=UNREADABLE if plan.problems else None)


def _post(page: PostingPage) -> HttpResponse:
    """Post what was previewed; where the form has changed since, preview it first."""
    form, ticked = _read_form(page)
    if not form.is_valid() or ticked.is_refused:
        return _render(page, form=form, ticked=ticked, status=UNREADABLE)
    if page.request.POST.get("set") != _digest(form, ticked):
        messages.warning(page.request, "Tallene er ændret, siden du så bevillingerne. Kontrollér dem igen herunder.")
        return _preview(page)
    try:
        decision = post_effects(
            membership=page.membership, catalogue=page.catalogue, amounts=ticked.amounts, **form.cleaned_data
        )
    except PostingRefusedError as refusal:
        ticked.problems += refusal.problems
        return _render(page, form=form, ticked=ticked, status=UNREADABLE)
    messages.success(page.request, f"{decision.title} er udmøntet i budget {decision.round.year}.")
    return page.reload()


def _undo(page: PostingPage) -> HttpResponse:
    decisions = BudgetDecision.objects.select_related("round").filter(round__municipality=page.membership.municipality)
    decision: BudgetDecision = get_posted(decisions, page.request.POST, "bevilling")
    title = decision.title
    try:
        count = undo_posting(membership=page.membership, decision=decision)
    except NotAPostingError as error:
        messages.error(page.request, str(error))
    else:
        messages.success(
            page.request, f"{title} er fortrudt. {counted(count, 'beløb', 'beløb')} mangler igen at blive udmøntet."
        )
    return page.reload()


STEPS: Mapping[str, Callable[[PostingPage], HttpResponse]] = {"se": _preview, "udmoent": _post, "fortryd": _undo}


def _read_form(page: PostingPage) -> tuple[DecisionForm, TickedLines]:
    return DecisionForm(page.request.POST), read_ticked(page.request.POST, page.effects, page.unit)


def _plan(page: PostingPage, form: DecisionForm, ticked: TickedLines) -> PostingPlan:
    year = form.cleaned_data["round_year"]
    return make_plan(membership=page.membership, catalogue=page.catalogue, round_year=year, amounts=ticked.amounts)


def _digest(form: DecisionForm, ticked: TickedLines) -> str:
    """Identifies the previewed budget and amounts."""
    amounts = sorted((pk, str(amount)) for pk, amount in ticked.amounts.items())
    return sha256(repr((form.cleaned_data["round_year"], amounts)).encode()).hexdigest()


def _render(
    page: PostingPage,
    *,
    form: DecisionForm | None = None,
    ticked: TickedLines | None = None,
    plan: PostingPlan | None = None,
    status: int | None = None,
) -> HttpResponse:
    membership, catalogue, effects = page.membership, page.catalogue, list(page.effects.values())
    approved = load_catalogue_approved(membership.municipality, catalogue)
    areas = {area.pk: str(area) for area in membership.municipality.areas.all()}
    rows, year = group_by_year(effects, approved), _year(page)
    labels = {effect.pk: area_label(effect, areas) for effect in effects}
    tables = [
        years_table(rows, _years(page)),
        initiatives_table(rows, year, _link(page)),
        lines_table(effects, areas),
    ]
    subtitle = f"{membership.municipality.name}, {catalogue.title}"
    if file := download(page.request, tables, place=subtitle, file=f"{catalogue.slug}_udmoentning"):
        return file
    typed_lines = ticked or TickedLines()
    context = {
        "breadcrumbs": breadcrumbs(page.request, catalogue_crumb(membership, catalogue), here="Udmøntning i budgettet"),
        "catalogue": catalogue,
        "sentence": sentence(rows, year),
        "year": year,
        "years": _years(page),
        "tables": tables,
        "attested": attested_in(approved, year),
        "rows": line_rows(effects, labels, typed_lines, page.unit, tick_all="alle" in page.request.GET),
        "can_post": any(effect.may_be_posted for effect in effects),
        "problems": typed_lines.problems,
        "form": form or DecisionForm(initial=initial_decision(effects, catalogue.title, timezone.localdate())),
        "plan": plan,
        "appropriations": _appropriations(plan, areas),
        "plan_note": note_of(plan, catalogue) if plan else "",
        "seal": _digest(form, typed_lines) if form and plan else "",
        "postings": postings_of(catalogue),
        "may_post": may(membership, Action.EDIT_BUDGET),
        "presentation": replace(in_unit(page.unit), empty="–"),
        "kroner": replace(in_unit(Unit.KRONER), decimals=2),
        "unit": page.unit,
    }
    return render(page.request, "initiatives/posting/posting.html", context, status=status)


def _years(page: PostingPage) -> list[int]:
    """The years with adopted effects, or the catalogue's own."""
    return sorted({effect.year for effect in page.effects.values()}) or list(page.catalogue.years)


def _year(page: PostingPage) -> int:
    """The requested year, or the first."""
    years, requested = _years(page), page.request.GET.get("aar", "")
    return next((year for year in years if str(year) == requested), years[0])


def _link(page: PostingPage) -> Callable[[Effect], str]:
    slug = page.membership.municipality.slug
    return lambda effect: reverse("initiative", args=[slug, page.catalogue.slug, effect.key])


def _appropriations(plan: PostingPlan | None, areas: Mapping[int, str]) -> list[tuple[str, int, object]]:
    """Area, year and gross expenditure, in the order of the areas."""
    appropriations = plan.appropriations.items() if plan else ()
    return sorted((areas[area], year, gross) for (area, year), gross in appropriations)
