"""Beginning, typing and saving a business case as a version; nothing that is typed is lost on the way."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max, ProtectedError

from budgets.foundation import audit
from budgets.foundation.files.problems import Problem
from budgets.foundation.models import Membership
from initiatives.business_cases.reading import load_references, number_assumptions, read_case
from initiatives.business_cases.states import ProposalStage, ProposalStep, StepError, check, stage_of
from initiatives.catalogues.content import Content, read_content
from initiatives.catalogues.keys import unique_slug
from initiatives.catalogues.models.catalogues import Catalogue, Theme
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle
from initiatives.catalogues.models.versions import CaseDraft, CaseVersion, VersionKind
from initiatives.catalogues.storing import write_case
from initiatives.catalogues.versions import keep_version, reload_initiative

DRAFT_BEGUN, CASE_WRITTEN, DRAFT_DISCARDED, PROPOSAL_MADE = (
    "kladde til business case begyndt",
    "business case skrevet",
    "kladde til business case kasseret",
    "forslag oprettet",
)


class DraftConflictError(Exception):
    """Another user has saved the draft since it was opened; `current` is the draft as it is now."""

    def __init__(self, current: CaseDraft) -> None:
        super().__init__("En anden har gemt kladden, mens du skrev. Dine ændringer er ikke gemt endnu.")
        self.current = current


class CaseRefusedError(Exception):
    """The text has problems and no version was made; `problems` are all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@transaction.atomic
def make_catalogue(*, membership: Membership, catalogue: Catalogue, groups: Sequence[str]) -> Catalogue:
    """Save a new catalogue without proposals, with its groups in order."""
    catalogue.save()
    titles = [title.strip() for title in groups if title.strip()]
    Theme.objects.bulk_create(
        Theme(catalogue=catalogue, order=order, title=title[:200]) for order, title in enumerate(titles, start=1)
    )
    audit.record(municipality=membership.municipality, actor=membership.user, action="katalog oprettet", obj=catalogue)
    return catalogue


@transaction.atomic
def make_proposal(
    *, membership: Membership, catalogue: Catalogue, code: str, title: str, theme: Theme | None = None
) -> Initiative:
    """A new proposal with a draft. Raises StepError where the number is already used."""
    if code and catalogue.initiatives.filter(code__iexact=code).exists():
        raise StepError(f"Nummeret “{code}” er brugt i kataloget. Vælg et andet, eller ret det forslag, der har det.")
    initiative = add_initiative(catalogue, code=code, title=title, theme=theme)
    audit.record(municipality=membership.municipality, actor=membership.user, action=PROPOSAL_MADE, obj=initiative)
    begin(membership=membership, initiative=initiative)
    return initiative


def add_initiative(catalogue: Catalogue, **fields: object) -> Initiative:
    """Add a proposal, last in the catalogue, with a new key."""
    order = catalogue.initiatives.aggregate(Max("order"))["order__max"] or 0
    keys = set(catalogue.initiatives.values_list("key", flat=True))
    key = unique_slug(str(fields["code"] or fields["title"]), keys)
    initiative: Initiative = Initiative.objects.create(
        catalogue=catalogue, key=key, order=order + 1, lifecycle=Lifecycle.PROPOSED, written_here=True, **fields
    )
    return initiative


def writing_step(initiative: Initiative) -> ProposalStep:
    """The step of writing, or of amending an adopted proposal. Raises StepError where neither is possible."""
    step = ProposalStep.AMEND if stage_of(initiative.lifecycle) is ProposalStage.DECIDED else ProposalStep.WRITE
    check(initiative.lifecycle, step, initiative.title)
    return step


@transaction.atomic
def begin(*, membership: Membership, initiative: Initiative) -> CaseDraft:
    """The draft of the initiative; a new one begins with the stored content. Raises StepError."""
    writing_step(initiative)
    locked = Initiative.objects.select_for_update().select_related("catalogue").get(pk=initiative.pk)
    draft, is_new = CaseDraft.objects.get_or_create(
        initiative=locked, defaults={"content": read_content(locked), "by": membership.user}
    )
    if is_new:
        audit.record(municipality=membership.municipality, actor=membership.user, action=DRAFT_BEGUN, obj=locked)
    return draft


@transaction.atomic
def save_draft(*, membership: Membership, initiative: Initiative, content: Content, version: int) -> CaseDraft:
    """Save what is typed, readable or not. Raises DraftConflictError; StepError where the draft is gone."""
    writing_step(initiative)
    draft = _lock_draft(initiative)
    if draft.version != version:
        raise DraftConflictError(draft)
    if draft.content != content:
        draft.content, draft.by, draft.version = content, membership.user, version + 1
        draft.save()
    return draft


def _lock_draft(initiative: Initiative) -> CaseDraft:
    draft: CaseDraft | None = CaseDraft.objects.select_for_update().filter(initiative=initiative).first()
    if draft is None:
        raise StepError(
            "Kladden er gemt som udgave eller kasseret i mellemtiden. Opret en ny kladde for at rette videre."
        )
    return draft


@transaction.atomic
def discard_draft(*, membership: Membership, initiative: Initiative) -> None:
    """Delete the draft; the versions stay, and the audit trail keeps its content."""
    draft = _lock_draft(initiative)
    changes = [{"felt": "kladde", "før": draft.content, "efter": None}]
    draft.delete()
    audit.record(
        municipality=membership.municipality,
        actor=membership.user,
        action=DRAFT_DISCARDED,
        obj=initiative,
        changes=changes,
    )


@transaction.atomic
def save_version(*, membership: Membership, initiative: Initiative, version: int, reason: str = "") -> CaseVersion:
    """Store the draft as the proposal's content and as a version; earlier content is kept as a version first.

    Amending an adopted proposal requires a reason. Raises StepError, DraftConflictError, or CaseRefusedError with every
    problem.
    """
    locked = Initiative.objects.select_for_update().select_related("catalogue").get(pk=initiative.pk)
    step, draft = writing_step(locked), _lock_draft(locked)
    if draft.version != version:
        raise DraftConflictError(draft)
    if step is ProposalStep.AMEND and not reason.strip():
        raise StepError("Forslaget er vedtaget. Skriv en begrundelse for ændringen, og gem igen.")
    if locked.versions.exists() or not locked.written_here:
        keep_version(locked, kind=VersionKind.IMPORTED, by=None)
    changes = write_content(locked, draft.content)
    kind = VersionKind.AMENDMENT if step is ProposalStep.AMEND else VersionKind.WRITTEN
    case_version = keep_version(reload_initiative(locked), kind=kind, by=membership.user, reason=reason.strip())
    draft.delete()
    audit.record(
        municipality=membership.municipality, actor=membership.user, action=CASE_WRITTEN, obj=locked, changes=changes
    )
    return case_version


def write_content(initiative: Initiative, content: Content) -> list[dict[str, str | None]]:
    """Make the stored proposal equal to the content. Raises CaseRefusedError."""
    case = read_case(initiative, content, load_references(initiative))
    if case.problems:
        raise CaseRefusedError(case.problems)
    number_assumptions(case, initiative)
    try:
        return write_case(case.reading, initiative)
    except ProtectedError as error:
        names = ", ".join(sorted({str(getattr(protected, "line", protected)) for protected in error.protected_objects}))
        refusal = f"“{names}” kan ikke slettes, fordi der er fulgt op på den, eller den er besluttet eller udmøntet"
        raise CaseRefusedError([Problem("effekter", 0, "", names, "beløbet 0 i stedet", refusal)]) from error


REOPENED = "forslag genoptaget"


@transaction.atomic
def reopen(*, membership: Membership, initiative: Initiative, reason: str) -> None:
    """Open a dropped proposal again; earlier decisions about it stay. Raises StepError."""
    locked = Initiative.objects.select_for_update().get(pk=initiative.pk)
    check(locked.lifecycle, ProposalStep.REOPEN, locked.title)
    if not reason.strip():
        raise StepError("Skriv, hvorfor forslaget genoptages.")
    before = {"felt": "fase", "før": f"{locked.get_lifecycle_display()}: {locked.ended_reason}"}
    locked.lifecycle, locked.ended_on, locked.ended_by, locked.ended_reason = Lifecycle.PROPOSED, None, "", ""
    locked.save(update_fields=["lifecycle", "ended_on", "ended_by", "ended_reason"])
    audit.record(
        municipality=membership.municipality,
        actor=membership.user,
        action=REOPENED,
        obj=locked,
        changes=[before | {"efter": f"{locked.get_lifecycle_display()}: {reason.strip()}"}],
    )
