"""Writing a business case: begin a draft, type, see its totals, and save it as a version."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action
from budgets.foundation.files.problems import Problem
from budgets.foundation.form_pages import render_form_page
from budgets.foundation.models import Membership
from budgets.foundation.pages import CONFLICT, UNREADABLE, breadcrumbs, is_script, municipality_page
from budgets.foundation.posted import read_number
from initiatives.business_cases.doubts import find_doubts
from initiatives.business_cases.form import FormBuilder, describe_problem, expected_text, field_id
from initiatives.business_cases.forms import ProposalForm
from initiatives.business_cases.reading import CaseReading, CaseReferences, load_references, read_case
from initiatives.business_cases.states import ProposalStep, StepError
from initiatives.business_cases.totals import compute_totals
from initiatives.business_cases.versions import Difference, compare
from initiatives.business_cases.writing import (
    CaseRefusedError,
    DraftConflictError,
    begin,
    discard_draft,
    make_proposal,
    save_draft,
    save_version,
    writing_step,
)
from initiatives.catalogues.content import Content, content_from_form
from initiatives.catalogues.crumbs import catalogue_crumb, initiative_crumbs
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.versions import CaseDraft
from initiatives.catalogues.plan.catalogue import as_published
from initiatives.catalogues.plan.numbers import number_of


@require_http_methods(["GET", "POST"])
@municipality_page(Action.WRITE_CASES, section="plan")
def make(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """Create a new proposal in a catalogue."""
    catalogue = get_object_or_404(membership.municipality.catalogues, slug=slug)
    form = ProposalForm(request.POST if request.method == "POST" else None, catalogue=catalogue)
    if request.method == "POST" and form.is_valid():
        try:
            initiative = make_proposal(membership=membership, catalogue=catalogue, **form.cleaned_data)
        except StepError as step_error:
            form.add_error("code", str(step_error))
        else:
            return redirect("case_write", membership.municipality.slug, slug, initiative.key)
    return render_form_page(
        request,
        form,
        "Nyt forslag",
        "Opret forslaget",
        between=[catalogue_crumb(membership, catalogue)],
        status=UNREADABLE if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@municipality_page(Action.WRITE_CASES, section="plan")
def write(request: HttpRequest, membership: Membership, slug: str, key: str) -> HttpResponse:
    """The form of a business case beside its totals; what is typed is a draft until it is saved as a version."""
    initiative = get_initiative(membership, slug, key)
    draft = CaseDraft.objects.filter(initiative=initiative).select_related("by").first()
    if request.method == "POST":
        return _handle_post(request, membership, initiative)
    if draft is None:
        return _render_start(request, membership, initiative)
    return _render_form(request, membership, initiative, draft, draft.content)


def get_initiative(membership: Membership, slug: str, key: str) -> Initiative:
    """The initiative of one of the member's own catalogues, or 404."""
    initiative: Initiative = get_object_or_404(
        Initiative.objects.with_printed_codes().select_related("catalogue__municipality", "theme"),
        catalogue__municipality=membership.municipality,
        catalogue__slug=slug,
        key=key,
        added_in__isnull=True,
    )
    return initiative


def _handle_post(request: HttpRequest, membership: Membership, initiative: Initiative) -> HttpResponse:
    """Do what the button says; a refusal is a message on the page."""
    step = next((take for word, take in STEPS.items() if word in request.POST), _save)
    try:
        return step(request, membership, initiative)
    except StepError as reason:
        if is_script(request):
            return JsonResponse({"message": str(reason)}, status=UNREADABLE)
        messages.error(request, str(reason))
        return redirect(*_address(membership, initiative))


def _address(membership: Membership, initiative: Initiative, page: str = "case_write") -> tuple[str, str, str, str]:
    return page, membership.municipality.slug, initiative.catalogue.slug, initiative.key


def _begin(request: HttpRequest, membership: Membership, initiative: Initiative) -> HttpResponse:
    begin(membership=membership, initiative=initiative)
    return redirect(*_address(membership, initiative))


def _discard(request: HttpRequest, membership: Membership, initiative: Initiative) -> HttpResponse:
    discard_draft(membership=membership, initiative=initiative)
    messages.success(request, "Kladden er kasseret. Forslaget er, som det var før.")
    return redirect(*_address(membership, initiative, "initiative"))


def _save(
    request: HttpRequest, membership: Membership, initiative: Initiative, *, as_version: bool = False
) -> HttpResponse:
    """Save the draft; with `as_version`, which a script never asks for, also as a version."""
    content = content_from_form((name, str(text)) for name, text in request.POST.items())
    number = read_number(request.POST.get("kladde", "")) or 0
    try:
        draft = save_draft(membership=membership, initiative=initiative, content=content, version=number)
    except DraftConflictError as conflict:
        return _render_conflict(request, membership, initiative, content, conflict)
    if is_script(request):
        return _json_answer(initiative, draft)
    if as_version:
        return _make_version(request, membership, initiative, draft)
    messages.success(request, f"Kladden er gemt kl. {timezone.localtime():%H.%M}.")
    return redirect(*_address(membership, initiative))


STEPS: Mapping[str, Callable[[HttpRequest, Membership, Initiative], HttpResponse]] = {
    "begynd": _begin,
    "kasser": _discard,
    "udgave": partial(_save, as_version=True),
}
"""What each button does, by its name; any other, and the script, saves the draft."""


def _make_version(
    request: HttpRequest, membership: Membership, initiative: Initiative, draft: CaseDraft
) -> HttpResponse:
    reason = request.POST.get("hvorfor", "")
    try:
        case_version = save_version(membership=membership, initiative=initiative, version=draft.version, reason=reason)
    except CaseRefusedError as refusal:
        return _render_form(request, membership, initiative, draft, draft.content, problems=refusal.problems)
    except StepError as error:
        return _render_form(request, membership, initiative, draft, draft.content, message=str(error))
    messages.success(request, f"Forslaget er gemt som udgave {case_version.number}.")
    return redirect("initiative", membership.municipality.slug, initiative.catalogue.slug, initiative.key)


def _json_answer(initiative: Initiative, draft: CaseDraft) -> JsonResponse:
    """The answer to a script that has saved the draft: the panel rendered again, and the problems by field."""
    case = read_case(initiative, draft.content, load_references(initiative))
    faults = {field_id(problem): expected_text(problem) for problem in case.problems if problem.text}
    panel = render_to_string("initiatives/business_cases/partials/case_panel.html", _panel(initiative, case))
    saved = f"Gemt {timezone.localtime():%H.%M}"
    return JsonResponse({"version": draft.version, "saved": saved, "panel": panel, "faults": faults})


def _render_conflict(
    request: HttpRequest,
    membership: Membership,
    initiative: Initiative,
    content: Content,
    conflict: DraftConflictError,
) -> HttpResponse:
    if is_script(request):
        return JsonResponse({"message": f"{conflict} Tryk på Gem kladde for at se begge udgaver."}, status=CONFLICT)
    differences = compare(conflict.current.content, content)
    return _render_form(
        request, membership, initiative, conflict.current, content, message=str(conflict), differences=differences
    )


def _render_start(request: HttpRequest, membership: Membership, initiative: Initiative) -> HttpResponse:
    """The page of a proposal without a draft."""
    try:
        step: ProposalStep | None = writing_step(initiative)
        why_not = ""
    except StepError as reason:
        step, why_not = None, str(reason)
    context = {
        "breadcrumbs": breadcrumbs(request, *initiative_crumbs(membership, initiative), here="Ret forslaget"),
        "catalogue": initiative.catalogue,
        "initiative": initiative,
        "is_amendment": step is ProposalStep.AMEND,
        "why_not": why_not,
    }
    return render(request, "initiatives/business_cases/case_start.html", context)


def _render_form(
    request: HttpRequest,
    membership: Membership,
    initiative: Initiative,
    draft: CaseDraft,
    content: Content,
    *,
    problems: Sequence[Problem] = (),
    message: str = "",
    differences: Sequence[Difference] = (),
) -> HttpResponse:
    references = load_references(initiative)
    case = read_case(initiative, content, references)
    shown_problems = problems or [problem for problem in case.problems if problem.text]
    context = {
        "breadcrumbs": breadcrumbs(request, *initiative_crumbs(membership, initiative), here="Ret forslaget"),
        "catalogue": initiative.catalogue,
        "initiative": initiative,
        "number": number_of(initiative),
        "draft": draft,
        "committees": references.committees,
        "chapters": _chapters(initiative, content, references, shown_problems),
        "is_amendment": writing_step(initiative) is ProposalStep.AMEND,
        "message": message,
        "differences": differences,
        **_panel(initiative, case, problems),
    }
    status = CONFLICT if differences else UNREADABLE if problems or message else 200
    return render(request, "initiatives/business_cases/case_write.html", context, status=status)


def _chapters(
    initiative: Initiative, content: Content, references: CaseReferences, problems: Sequence[Problem]
) -> list[object]:
    return [*FormBuilder(initiative.catalogue, content, references, problems).chapters()]


def _panel(initiative: Initiative, case: CaseReading, refused: Sequence[Problem] = ()) -> dict[str, object]:
    """The totals of the business case, its doubts, and the problems that stop a version."""
    totals = compute_totals(case)
    return {
        "totals": totals,
        "doubts": find_doubts(case, totals),
        "faults": [(field_id(problem), describe_problem(problem)) for problem in case.problems],
        "refused": refused,
        "presentation": as_published(initiative.catalogue),
        "catalogue": initiative.catalogue,
    }
