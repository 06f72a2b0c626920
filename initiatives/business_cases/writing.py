"""A business case is begun, typed, and saved as a version; nothing of what is typed is lost on the way."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max, ProtectedError

from budgets.foundation import audit
from budgets.foundation.files.problems import Problem
from budgets.foundation.models import Membership
from initiatives.business_cases.reading import load_surroundings, number_assumptions, read_case
from initiatives.business_cases.states import Stage, Step, StepError, check, stage_of
from initiatives.catalogues.content import Content, read_content
from initiatives.catalogues.imports.writing import write_case
from initiatives.catalogues.keys import unique_slug
from initiatives.catalogues.models.catalogues import Catalogue, Theme
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle
from initiatives.catalogues.models.versions import CaseDraft, CaseVersion, VersionKind
from initiatives.catalogues.versions import keep_version, reload_initiative

BEGUN, WRITTEN, DISCARDED, MADE = (
    "kladde til business case begyndt",
    "business case skrevet",
    "kladde til business case kasseret",
    "forslag oprettet",
)


class ConflictError(Exception):
    """Somebody else has saved the draft since it was opened; `theirs` is what it says now."""

    def __init__(self, theirs: CaseDraft) -> None:
        super().__init__("En anden har gemt kladden, mens du skrev. Dine ændringer er ikke gemt endnu.")
        self.theirs = theirs


class CaseRefusedError(Exception):
    """The text has faults and no version was made; `problems` are all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@transaction.atomic
def make_proposal(
    *, membership: Membership, catalogue: Catalogue, code: str, title: str, theme: Theme | None = None
) -> Initiative:
    """A new proposal with a draft. Raises StepError where the number is taken."""
    if code and catalogue.initiatives.filter(code__iexact=code).exists():
        raise StepError(f"Nummeret “{code}” er brugt i kataloget. Vælg et andet, eller ret det forslag, der har det.")
    initiative = add_initiative(catalogue, code=code, title=title, theme=theme)
    audit.record(municipality=membership.municipality, actor=membership.user, action=MADE, obj=initiative)
    begin(membership=membership, initiative=initiative)
    return initiative


def add_initiative(catalogue: Catalogue, **fields: object) -> Initiative:
    """One more proposal, last in the catalogue, with a key of its own."""
    order = catalogue.initiatives.aggregate(Max("order"))["order__max"] or 0
    taken = set(catalogue.initiatives.values_list("key", flat=True))
    key = unique_slug(str(fields["code"] or fields["title"]), taken)
    made: Initiative = Initiative.objects.create(
        catalogue=catalogue, key=key, order=order + 1, lifecycle=Lifecycle.PROPOSED, written_here=True, **fields
    )
    return made


def writing_step(initiative: Initiative) -> Step:
    """Writing, or amending what has been adopted. Raises StepError where neither can be done."""
    step = Step.AMEND if stage_of(initiative.lifecycle) is Stage.DECIDED else Step.WRITE
    check(initiative.lifecycle, step, initiative.title)
    return step


@transaction.atomic
def begin(*, membership: Membership, initiative: Initiative) -> CaseDraft:
    """The draft of the initiative, which begins with what it says now. Raises StepError."""
    writing_step(initiative)
    held = Initiative.objects.select_for_update().select_related("catalogue").get(pk=initiative.pk)
    draft, is_new = CaseDraft.objects.get_or_create(
        initiative=held, defaults={"content": read_content(held), "by": membership.user}
    )
    if is_new:
        audit.record(municipality=membership.municipality, actor=membership.user, action=BEGUN, obj=held)
    return draft


@transaction.atomic
def save_draft(*, membership: Membership, initiative: Initiative, content: Content, version: int) -> CaseDraft:
    """Keep what is typed, readable or not. Raises ConflictError; StepError where there is no draft any more."""
    writing_step(initiative)
    draft = _held(initiative)
    if draft.version != version:
        raise ConflictError(draft)
    if draft.content != content:
        draft.content, draft.by, draft.version = content, membership.user, version + 1
        draft.save()
    return draft


def _held(initiative: Initiative) -> CaseDraft:
    draft: CaseDraft | None = CaseDraft.objects.select_for_update().filter(initiative=initiative).first()
    if draft is None:
        raise StepError(
            "Kladden er gemt som udgave eller kasseret i mellemtiden. Opret en ny kladde for at rette videre."
        )
    return draft


@transaction.atomic
def discard_draft(*, membership: Membership, initiative: Initiative) -> None:
    """Throw the draft away; the versions stay. The audit trail keeps what it said."""
    draft = _held(initiative)
    changes = [{"felt": "kladde", "før": draft.content, "efter": None}]
    draft.delete()
    audit.record(
        municipality=membership.municipality, actor=membership.user, action=DISCARDED, obj=initiative, changes=changes
    )


@transaction.atomic
def save_version(*, membership: Membership, initiative: Initiative, version: int, reason: str = "") -> CaseVersion:
    """Make the draft what the proposal says, and keep what it said before; a new proposal said nothing.

    An adopted proposal takes a reason. Raises StepError, ConflictError, or CaseRefusedError with every fault.
    """
    held = Initiative.objects.select_for_update().select_related("catalogue").get(pk=initiative.pk)
    step, draft = writing_step(held), _held(held)
    if draft.version != version:
        raise ConflictError(draft)
    if step is Step.AMEND and not reason.strip():
        raise StepError("Forslaget er vedtaget. Skriv en begrundelse for ændringen, og gem igen.")
    if held.versions.exists() or not held.written_here:
        keep_version(held, kind=VersionKind.IMPORTED, by=None)
    changes = write_content(held, draft.content)
    kind = VersionKind.AMENDMENT if step is Step.AMEND else VersionKind.WRITTEN
    made = keep_version(reload_initiative(held), kind=kind, by=membership.user, reason=reason.strip())
    draft.delete()
    audit.record(municipality=membership.municipality, actor=membership.user, action=WRITTEN, obj=held, changes=changes)
    return made


def write_content(initiative: Initiative, content: Content) -> list[dict[str, str | None]]:
    """Make the database say what the text says. Raises CaseRefusedError."""
    read = read_case(initiative, content, load_surroundings(initiative))
    if read.problems:
        raise CaseRefusedError(read.problems)
    number_assumptions(read, initiative)
    try:
        return write_case(read.reading, initiative)
    except ProtectedError as kept:
        names = ", ".join(sorted({str(getattr(one, "line", one)) for one in kept.protected_objects}))
        found = f"“{names}” kan ikke slettes, fordi der er fulgt op på den, eller den er besluttet eller udmøntet"
        raise CaseRefusedError([Problem("effekter", 0, "", names, "beløbet 0 i stedet", found)]) from kept


REOPENED = "forslag genoptaget"


@transaction.atomic
def reopen(*, membership: Membership, initiative: Initiative, reason: str) -> None:
    """Take a dropped proposal up again; what was decided about it stays. Raises StepError."""
    held = Initiative.objects.select_for_update().get(pk=initiative.pk)
    check(held.lifecycle, Step.REOPEN, held.title)
    if not reason.strip():
        raise StepError("Skriv, hvorfor forslaget genoptages.")
    before = {"felt": "fase", "før": f"{held.get_lifecycle_display()}: {held.ended_reason}"}
    held.lifecycle, held.ended_on, held.ended_by, held.ended_reason = Lifecycle.PROPOSED, None, "", ""
    held.save(update_fields=["lifecycle", "ended_on", "ended_by", "ended_reason"])
    audit.record(
        municipality=membership.municipality,
        actor=membership.user,
        action=REOPENED,
        obj=held,
        changes=[before | {"efter": f"{held.get_lifecycle_display()}: {reason.strip()}"}],
    )
