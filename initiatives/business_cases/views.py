"""Writing a business case: begin, type, see what it adds up to, and save it as a version."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action, get_membership
from budgets.foundation.files.problems import Problem
from budgets.foundation.models import Membership
from initiatives.business_cases.doubts import doubts_of
from initiatives.business_cases.form import Builder, must_be, place_of, told
from initiatives.business_cases.forms import ProposalForm
from initiatives.business_cases.reading import CaseReading, Surroundings, load_surroundings, read_case
from initiatives.business_cases.states import Step, StepError
from initiatives.business_cases.totals import totals_of
from initiatives.business_cases.versions import Difference, compare
from initiatives.business_cases.writing import (
    CaseRefusedError,
    ConflictError,
    begin,
    discard_draft,
    make_proposal,
    save_draft,
    save_version,
    writing_step,
)
from initiatives.catalogues.content import Content, content_from_form
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.versions import CaseDraft
from initiatives.catalogues.plan.catalogue import as_published
from initiatives.catalogues.plan.numbers import number_of

CONFLICT, UNREADABLE = 409, 422


@require_http_methods(["GET", "POST"])
def make(request: HttpRequest, municipality: str, slug: str) -> HttpResponse:
    """A new proposal in a catalogue."""
    membership = get_membership(request.user, municipality, Action.WRITE_CASES)
    catalogue = get_object_or_404(membership.municipality.catalogues, slug=slug)
    form = ProposalForm(request.POST if request.method == "POST" else None, catalogue=catalogue)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_proposal(membership=membership, catalogue=catalogue, **form.cleaned_data)
        except StepError as reason:
            form.add_error("code", str(reason))
        else:
            return redirect("case_write", municipality, slug, made.key)
    context = {"membership": membership, "catalogue": catalogue, "form": form, "section": "plan"}
    context |= {"heading": "Nyt forslag", "button": "Opret forslaget"}
    return render(request, "budgets/foundation/form.html", context, status=UNREADABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, municipality: str, slug: str, key: str) -> HttpResponse:
    """The whole form of a business case beside what it adds up to; a draft until it is saved as a version."""
    membership = get_membership(request.user, municipality, Action.WRITE_CASES)
    initiative = get_initiative(membership, slug, key)
    draft = CaseDraft.objects.filter(initiative=initiative).select_related("by").first()
    if request.method == "POST":
        return _posted(request, membership, initiative)
    if draft is None:
        return _render_start(request, membership, initiative)
    return _render_form(request, membership, initiative, draft, draft.content)


def get_initiative(membership: Membership, slug: str, key: str) -> Initiative:
    """The initiative of one of the member's own catalogues, or 404."""
    found: Initiative = get_object_or_404(
        Initiative.objects.with_printed_codes().select_related("catalogue__municipality", "theme"),
        catalogue__municipality=membership.municipality,
        catalogue__slug=slug,
        key=key,
        added_in__isnull=True,
    )
    return found


def _posted(request: HttpRequest, membership: Membership, initiative: Initiative) -> HttpResponse:
    """Begin, throw away, keep what is typed, or make a version of it."""
    here = ("case_write", membership.municipality.slug, initiative.catalogue.slug, initiative.key)
    try:
        if "begynd" in request.POST:
            begin(membership=membership, initiative=initiative)
            return redirect(*here)
        if "kasser" in request.POST:
            discard_draft(membership=membership, initiative=initiative)
            messages.success(request, "Kladden er kasseret. Forslaget er, som det var før.")
            return redirect("initiative", *here[1:])
        return _save(request, membership, initiative)
    except StepError as reason:
        if _is_script(request):
            return JsonResponse({"message": str(reason)}, status=UNREADABLE)
        messages.error(request, str(reason))
        return redirect(*here)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _save(request: HttpRequest, membership: Membership, initiative: Initiative) -> HttpResponse:
    content, version = (
        content_from_form((name, str(text)) for name, text in request.POST.items()),
        request.POST.get("kladde", ""),
    )
    number = int(version) if version.isdecimal() else 0
    try:
        draft = save_draft(membership=membership, initiative=initiative, content=content, version=number)
    except ConflictError as conflict:
        return _conflict(request, membership, initiative, content, conflict)
    if _is_script(request):
        return _answer(initiative, draft)
    if "udgave" not in request.POST:
        messages.success(request, f"Kladden er gemt kl. {timezone.localtime():%H.%M}.")
        return redirect("case_write", membership.municipality.slug, initiative.catalogue.slug, initiative.key)
    return _make_version(request, membership, initiative, draft)


def _make_version(
    request: HttpRequest, membership: Membership, initiative: Initiative, draft: CaseDraft
) -> HttpResponse:
    reason = request.POST.get("hvorfor", "")
    try:
        made = save_version(membership=membership, initiative=initiative, version=draft.version, reason=reason)
    except CaseRefusedError as refusal:
        return _render_form(request, membership, initiative, draft, draft.content, problems=refusal.problems)
    except StepError as error:
        return _render_form(request, membership, initiative, draft, draft.content, message=str(error))
    messages.success(request, f"Forslaget er gemt som udgave {made.number}.")
    return redirect("initiative", membership.municipality.slug, initiative.catalogue.slug, initiative.key)


def _answer(initiative: Initiative, draft: CaseDraft) -> JsonResponse:
    """What the form is told when a script has saved it: the panel anew, and the faults by field."""
    read = read_case(initiative, draft.content, load_surroundings(initiative))
    faults = {place_of(one): must_be(one) for one in read.problems if one.text}
    panel = render_to_string("initiatives/business_cases/partials/case_panel.html", _panel(initiative, read))
    saved = f"Gemt {timezone.localtime():%H.%M}"
    return JsonResponse({"version": draft.version, "saved": saved, "panel": panel, "faults": faults})


def _conflict(
    request: HttpRequest,
    membership: Membership,
    initiative: Initiative,
    content: Content,
    conflict: ConflictError,
) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"message": f"{conflict} Tryk på Gem kladde for at se begge udgaver."}, status=CONFLICT)
    differences = compare(conflict.theirs.content, content)
    return _render_form(
        request, membership, initiative, conflict.theirs, content, message=str(conflict), differences=differences
    )


def _render_start(request: HttpRequest, membership: Membership, initiative: Initiative) -> HttpResponse:
    """What can be done with a proposal that nobody is writing in."""
    try:
        step: Step | None = writing_step(initiative)
        why_not = ""
    except StepError as reason:
        step, why_not = None, str(reason)
    context = {
        "membership": membership,
        "catalogue": initiative.catalogue,
        "initiative": initiative,
        "is_amendment": step is Step.AMEND,
        "why_not": why_not,
        "section": "plan",
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
    around = load_surroundings(initiative)
    read = read_case(initiative, content, around)
    shown = problems or [one for one in read.problems if one.text]
    context = {
        "membership": membership,
        "catalogue": initiative.catalogue,
        "initiative": initiative,
        "number": number_of(initiative),
        "draft": draft,
        "committees": around.committees,
        "chapters": _chapters(initiative, content, around, shown),
        "is_amendment": writing_step(initiative) is Step.AMEND,
        "message": message,
        "differences": differences,
        "section": "plan",
        **_panel(initiative, read, problems),
    }
    status = CONFLICT if differences else UNREADABLE if problems or message else 200
    return render(request, "initiatives/business_cases/case_write.html", context, status=status)


def _chapters(
    initiative: Initiative, content: Content, around: Surroundings, problems: Sequence[Problem]
) -> list[object]:
    return [*Builder(initiative.catalogue, content, around, problems).chapters()]


def _panel(initiative: Initiative, read: CaseReading, refused: Sequence[Problem] = ()) -> dict[str, object]:
    """What the business case adds up to, what does not hang together, and what must be mended before a version."""
    totals = totals_of(read)
    return {
        "totals": totals,
        "doubts": doubts_of(read, totals),
        "faults": [(place_of(one), told(one)) for one in read.problems],
        "refused": refused,
        "presentation": as_published(initiative.catalogue),
        "catalogue": initiative.catalogue,
    }
