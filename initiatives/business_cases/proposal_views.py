"""Pages around a proposal: a new catalogue, versions, replacing and connecting, and spreading a frame."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from budgets.foundation.access import Action, may
from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.form_pages import render_form_page
from budgets.foundation.models import Membership
from budgets.foundation.pages import UNREADABLE, breadcrumbs, municipality_page
from budgets.foundation.posted import get_posted
from initiatives.business_cases.connecting import connect, disconnect, replace
from initiatives.business_cases.forms import CatalogueForm, ConnectionForm, ReplacementForm
from initiatives.business_cases.frames import load_spread, spread, spread_as_text, spread_columns
from initiatives.business_cases.states import ProposalStep, StepError, stage_of, steps_from
from initiatives.business_cases.versions import compare
from initiatives.business_cases.views import get_initiative
from initiatives.business_cases.writing import make_catalogue, reopen
from initiatives.catalogues.crumbs import initiative_crumbs
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import LinkKind, ProposalLink
from initiatives.catalogues.models.versions import CaseVersion
from initiatives.catalogues.plan.catalogue import as_published
from initiatives.catalogues.plan.relations import load_relations


@require_http_methods(["GET", "POST"])
@municipality_page(Action.IMPORT, section="plan")
def make(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Create a new catalogue without proposals."""
    form = CatalogueForm(request.POST if request.method == "POST" else None, municipality=membership.municipality)
    if request.method == "POST" and form.is_valid():
        groups = form.cleaned_data["groups"].splitlines()
        catalogue = make_catalogue(membership=membership, catalogue=form.save(commit=False), groups=groups)
        messages.success(request, "Kataloget er oprettet. Opret det første forslag, eller indsæt en tabel.")
        return redirect("catalogue", membership.municipality.slug, catalogue.slug)
    status = UNREADABLE if form.errors else 200
    return render_form_page(request, form, "Nyt katalog", "Opret kataloget", status=status)


@require_GET
@municipality_page(Action.READ, section="plan")
def versions(request: HttpRequest, membership: Membership, slug: str, key: str) -> HttpResponse:
    """Every version of a business case, and two of them compared."""
    initiative = get_initiative(membership, slug, key)
    all_versions = list(initiative.versions.select_related("by").prefetch_related("decisions__item__committee"))
    before, after = _select_version(request, "fra", all_versions, -2), _select_version(request, "til", all_versions, -1)
    context = {
        "breadcrumbs": breadcrumbs(request, *initiative_crumbs(membership, initiative), here="Udgaver"),
        "catalogue": initiative.catalogue,
        "initiative": initiative,
        "versions": all_versions[::-1],
        "before": before,
        "after": after,
        "before_label": f"Udgave {before.number}" if before else "",
        "after_label": f"Udgave {after.number}" if after else "",
        "differences": compare(before.content, after.content) if before and after else [],
    }
    return render(request, "initiatives/business_cases/case_versions.html", context)


def _select_version(
    request: HttpRequest, name: str, all_versions: list[CaseVersion], default_index: int
) -> CaseVersion | None:
    """The version with the number in the address, or the default one by its index."""
    number = request.GET.get(name)
    if number is None:
        return all_versions[default_index] if len(all_versions) >= -default_index else None
    chosen = next((version for version in all_versions if str(version.number) == number), None)
    if chosen is None:
        raise Http404
    return chosen


@require_http_methods(["GET", "POST"])
@municipality_page(Action.WRITE_CASES, section="plan")
def links(request: HttpRequest, membership: Membership, slug: str, key: str) -> HttpResponse:
    """Replace the proposal, connect it to others, or reopen a dropped one."""
    initiative = get_initiative(membership, slug, key)
    word = "fjern" if "fjern" in request.POST else request.POST.get("hvad", "")
    page = LinksPage(
        request,
        membership,
        initiative,
        ReplacementForm(request.POST if word == "erstat" else None, initial={"title": initiative.title}),
        ConnectionForm(request.POST if word == "forbind" else None, initiative=initiative),
    )
    if response := _take_step(page, word):
        return response
    steps = steps_from(stage_of(initiative.lifecycle))
    context = {
        "breadcrumbs": breadcrumbs(request, *initiative_crumbs(membership, initiative), here="Erstat og forbind"),
        "catalogue": initiative.catalogue,
        "initiative": initiative,
        "relations": load_relations([initiative])[initiative.pk],
        "replacement": page.replacement,
        "connection": page.connection,
        "may_replace": ProposalStep.REPLACE in steps,
        "may_reopen": may(membership, Action.DECIDE_CASES) and ProposalStep.REOPEN in steps,
        "reason": request.POST.get("hvorfor", ""),
    }
    status = UNREADABLE if request.method == "POST" else 200
    return render(request, "initiatives/business_cases/case_links.html", context, status=status)


@dataclass(frozen=True)
class LinksPage:
    """The request with its proposal, and the two forms, bound where they were posted."""

    request: HttpRequest
    membership: Membership
    initiative: Initiative
    replacement: ReplacementForm
    connection: ConnectionForm

    def go(self, name: str, key: str = "") -> HttpResponse:
        """Redirect to a page of the proposal, or of the one with the key."""
        return redirect(
            name, self.membership.municipality.slug, self.initiative.catalogue.slug, key or self.initiative.key
        )


def _take_step(page: LinksPage, word: str) -> HttpResponse | None:
    """Do what was posted; None where nothing was, where it is incomplete, or where it is refused, with a message."""
    step = STEPS.get(word)
    try:
        return step(page) if step else None
    except StepError as reason:
        messages.error(page.request, str(reason))
        return None


def _replace(page: LinksPage) -> HttpResponse | None:
    form = page.replacement
    if not form.is_valid():
        return None
    today = timezone.localdate()
    successor = replace(membership=page.membership, initiative=page.initiative, on=today, **form.cleaned_data)
    messages.success(page.request, f"{successor.code} er oprettet med forslagets indhold og erstatter det.")
    return page.go("case_write", successor.key)


def _connect(page: LinksPage) -> HttpResponse | None:
    if not page.connection.is_valid():
        return None
    cleaned = page.connection.cleaned_data
    kind, today = LinkKind(cleaned.pop("kind")), timezone.localdate()
    connect(membership=page.membership, initiative=page.initiative, on=today, kind=kind, **cleaned)
    messages.success(page.request, "Forslagene er forbundet.")
    return page.go("case_links")


def _disconnect(page: LinksPage) -> HttpResponse:
    link = get_posted(ProposalLink.objects.filter(initiative=page.initiative), page.request.POST, "fjern")
    disconnect(membership=page.membership, link=link)
    messages.success(page.request, "Forbindelsen er fjernet.")
    return page.go("case_links")


def _reopen(page: LinksPage) -> HttpResponse | None:
    if not may(page.membership, Action.DECIDE_CASES):
        return None
    reason = page.request.POST.get("hvorfor", "")
    reopen(membership=page.membership, initiative=page.initiative, reason=reason)
    messages.success(page.request, "Forslaget er genoptaget og kan behandles igen.")
    return page.go("initiative")


STEPS: Mapping[str, Callable[[LinksPage], HttpResponse | None]] = {
    "erstat": _replace,
    "forbind": _connect,
    "fjern": _disconnect,
    "genoptag": _reopen,
}
"""What each form of the page does, by its word."""


@require_http_methods(["GET", "POST"])
@municipality_page(Action.EDIT_BUDGET, section="plan")
def frame(request: HttpRequest, membership: Membership, slug: str, key: str) -> HttpResponse:
    """Spread a frame saving over units."""
    initiative = get_initiative(membership, slug, key)
    text, problems = request.POST.get("text", ""), []
    if request.method == "POST":
        try:
            count = spread(membership=membership, initiative=initiative, text=text)
        except ImportRefusedError as refusal:
            problems = list(refusal.problems)
        else:
            messages.success(request, f"Fordelingen på {count} beløb er gemt.")
            return redirect("case_frame", membership.municipality.slug, slug, key)
    context = {
        "breadcrumbs": breadcrumbs(request, *initiative_crumbs(membership, initiative), here="Fordel på enheder"),
        "catalogue": initiative.catalogue,
        "initiative": initiative,
        "spread": load_spread(initiative),
        "columns": spread_columns(initiative),
        "text": text or spread_as_text(initiative),
        "problems": problems,
        "presentation": as_published(initiative.catalogue),
    }
    return render(
        request, "initiatives/business_cases/case_frame.html", context, status=UNREADABLE if problems else 200
    )
