"""Relations between proposals: replacing one by another, and connecting alternatives."""

from datetime import date

from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.models import Membership
from initiatives.business_cases.states import ProposalStep, StepError, check
from initiatives.business_cases.writing import add_initiative, begin, write_content
from initiatives.catalogues.content import read_content
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle
from initiatives.catalogues.models.proposals import LinkKind, ProposalLink
from initiatives.catalogues.models.versions import CaseDraft, VersionKind
from initiatives.catalogues.sheets import SheetName
from initiatives.catalogues.versions import keep_version, reload_initiative

REPLACED, CONNECTED, DISCONNECTED = "forslag erstattet", "forslag forbundet", "forbindelse fjernet"


@transaction.atomic
def replace(
    *, membership: Membership, initiative: Initiative, code: str, title: str, version: str, reason: str, on: date
) -> Initiative:
    """Make a new proposal with the content of the old one and replace the old one by it; the old content is kept.

    `version` is its label, such as REVIDERET. Raises StepError.
    """
    replaced = (
        Initiative.objects.select_for_update(of=("self",)).select_related("catalogue", "theme").get(pk=initiative.pk)
    )
    _check_replaceable(replaced, reason)
    if code and replaced.catalogue.initiatives.filter(code__iexact=code).exists():
        raise StepError(f"Nummeret “{code}” er brugt i kataloget. Giv det nye forslag sit eget nummer, fx {code}b.")
    keep_version(replaced, kind=VersionKind.IMPORTED, by=None)
    content = read_content(replaced)
    successor = add_initiative(replaced.catalogue, code=code, title=title, theme=replaced.theme)
    new_cells = {"nummer": code, "titel": title, "version": version}
    (row,) = content[SheetName.INITIATIVES]
    content[SheetName.INITIATIVES] = [{**row, **{name: text for name, text in new_cells.items() if text}}]
    write_content(successor, content)
    keep_version(
        reload_initiative(successor),
        kind=VersionKind.WRITTEN,
        by=membership.user,
        reason=f"Oprettet ud fra {replaced}. {reason}",
    )
    ProposalLink.objects.create(initiative=successor, kind=LinkKind.REPLACES, other=replaced)
    _end_replaced(replaced, reason, on, successor)
    changes = [{"felt": "erstattet af", "før": None, "efter": str(successor)}]
    audit.record(
        municipality=membership.municipality, actor=membership.user, action=REPLACED, obj=replaced, changes=changes
    )
    begin(membership=membership, initiative=reload_initiative(successor))
    return successor


def _check_replaceable(initiative: Initiative, reason: str) -> None:
    check(initiative.lifecycle, ProposalStep.REPLACE, initiative.title)
    if not reason.strip():
        raise StepError("Skriv, hvorfor forslaget erstattes.")
    if CaseDraft.objects.filter(initiative=initiative).exists():
        raise StepError(f"“{initiative.title}” har en kladde, som ikke er gemt som udgave. Gem eller kassér den først.")


def _end_replaced(initiative: Initiative, reason: str, on: date, successor: Initiative) -> None:
    initiative.lifecycle, initiative.ended_on = Lifecycle.REPLACED, on
    initiative.ended_reason = f"Erstattet af {successor.code or successor.title}. {reason.strip()}"
    initiative.save(update_fields=["lifecycle", "ended_on", "ended_reason"])


@transaction.atomic
def connect(
    *,
    membership: Membership,
    initiative: Initiative,
    kind: LinkKind,
    other: Initiative | None,
    code: str,
    reason: str,
    on: date,
) -> ProposalLink:
    """Connect the proposal to another, or to one that is known only by its number; a replaced proposal is ended.

    Raises StepError.
    """
    if (other is None) == (not code.strip()):
        raise StepError("Vælg et af katalogets forslag, eller skriv nummeret på et forslag, der ikke er i programmet.")
    if other is not None and other.pk == initiative.pk:
        raise StepError("Et forslag kan ikke forbindes med sig selv.")
    if other is not None and kind == LinkKind.REPLACES:
        replaced = Initiative.objects.select_for_update().select_related("catalogue").get(pk=other.pk)
        _check_replaceable(replaced, reason)
        keep_version(replaced, kind=VersionKind.IMPORTED, by=None)
        _end_replaced(replaced, reason, on, initiative)
    link, is_new = ProposalLink.objects.get_or_create(initiative=initiative, kind=kind, other=other, code=code.strip())
    if is_new:
        audit.record(municipality=membership.municipality, actor=membership.user, action=CONNECTED, obj=link)
    return link


@transaction.atomic
def disconnect(*, membership: Membership, link: ProposalLink) -> None:
    """Remove a connection, but not one that ended a proposal. Raises StepError."""
    if link.kind == LinkKind.REPLACES and link.other_id is not None:
        raise StepError("En erstatning kan ikke fjernes igen. Opret i stedet et nyt forslag.")
    audit.record(municipality=membership.municipality, actor=membership.user, action=DISCONNECTED, obj=link)
    link.delete()
