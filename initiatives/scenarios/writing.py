"""Making alternatives and changing their choices. They are working papers: they change nothing else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.amounts import Unit, format_amount
from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.scenarios.loading import load_material, picks_of
from initiatives.scenarios.models import Alternative, AlternativePick
from initiatives.scenarios.proposals import Pick, Proposal, refusals

NAME_LENGTH = 80


class NameTakenError(Exception):
    """The catalogue already has an alternative with that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Kataloget har allerede et alternativ, der hedder “{name}”. Vælg et andet navn.")


class ChoiceRefusedError(Exception):
    """The picks cannot be chosen; `problems` are all the reasons, and nothing was saved."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class ChangedMeanwhileError(Exception):
    """Another user has changed the alternative since the page was shown; `current` is the stored one."""

    def __init__(self, current: Alternative) -> None:
        self.current = current
        super().__init__(f"{current.by} har ændret alternativet, mens du arbejdede.")


@dataclass(frozen=True)
class Details:
    """An alternative's name, note and target: kroner in a year, or None."""

    name: str
    note: str = ""
    target: Decimal | None = None
    target_year: int | None = None


FIELD_LABELS = {"name": "navn", "note": "bemærkning", "target": "mål", "target_year": "målets år"}


@transaction.atomic
def make_alternative(*, membership: Membership, catalogue: Catalogue, details: Details) -> Alternative:
    """Make an alternative without picks. Raises NameTakenError."""
    _check_name_is_free(catalogue, details.name)
    alternative: Alternative = catalogue.alternatives.create(by=membership.user, **vars(details))
    _record(membership, "alternativ oprettet", alternative, _details_changed({}, details))
    return alternative


@transaction.atomic
def change_details(*, membership: Membership, alternative: Alternative, details: Details) -> int:
    """Change name, note or target; the number of changed fields. Raises NameTakenError."""
    _check_name_is_free(alternative.catalogue, details.name, alternative=alternative)
    changes = _details_changed({name: getattr(alternative, name) for name in FIELD_LABELS}, details)
    if changes:
        alternative.name, alternative.note = details.name, details.note
        alternative.target, alternative.target_year = details.target, details.target_year
        _save_fields(membership, alternative, *FIELD_LABELS)
        _record(membership, "alternativ ændret", alternative, changes)
    return len(changes)


@transaction.atomic
def choose(*, membership: Membership, alternative: Alternative, seen: str, picks: Iterable[Pick]) -> int:
    """Save exactly the picks; the number that were added or removed.

    `seen` is the version that they were ticked on. Raises ChangedMeanwhileError, and ChoiceRefusedError with every
    reason.
    """
    current = Alternative.objects.select_for_update(of=("self",)).select_related("by").get(pk=alternative.pk)
    if version_of(current) != seen:
        raise ChangedMeanwhileError(current)
    before, after = picks_of(current), frozenset(picks)
    proposals = load_material(alternative.catalogue).proposals
    if problems := refusals(proposals, after, before):
        raise ChoiceRefusedError(problems)
    if before == after:
        return 0
    for pick in before - after:
        current.picks.filter(initiative=pick.proposal, part=pick.part).delete()
    AlternativePick.objects.bulk_create(_pick(current, pick) for pick in after - before)
    _save_fields(membership, current)
    name_of = _pick_names(proposals)
    changes = [{"felt": name_of(pick), "før": "valgt", "efter": None} for pick in sorted(before - after, key=name_of)]
    changes += [{"felt": name_of(pick), "før": None, "efter": "valgt"} for pick in sorted(after - before, key=name_of)]
    _record(membership, "valg i alternativ ændret", current, changes)
    return len(changes)


@transaction.atomic
def copy_alternative(*, membership: Membership, alternative: Alternative) -> Alternative:
    """Copy the choice to an alternative with a new name."""
    copy: Alternative = alternative.catalogue.alternatives.create(
        name=_free_name(alternative),
        note=alternative.note,
        target=alternative.target,
        target_year=alternative.target_year,
        by=membership.user,
    )
    picks = picks_of(alternative)
    AlternativePick.objects.bulk_create(_pick(copy, pick) for pick in picks)
    changes = [{"felt": "kopi af", "før": None, "efter": alternative.name}]
    _record(membership, "alternativ kopieret", copy, changes)
    return copy


@transaction.atomic
def delete_alternative(*, membership: Membership, alternative: Alternative) -> None:
    """Delete the alternative; its picks are recorded in the audit trail."""
    proposals = load_material(alternative.catalogue).proposals
    names = map(_pick_names(proposals), picks_of(alternative))
    changes = [{"felt": name, "før": "valgt", "efter": None} for name in sorted(names)]
    _record(membership, "alternativ slettet", alternative, changes)
    alternative.delete()


def version_of(alternative: Alternative) -> str:
    """A text that changes whenever the alternative is saved."""
    return alternative.at.isoformat()


def _save_fields(membership: Membership, alternative: Alternative, *fields: str) -> None:
    """Save the fields, with the user and the time of the change."""
    alternative.by = membership.user
    alternative.save(update_fields=["by", "at", *fields])


def _pick(alternative: Alternative, pick: Pick) -> AlternativePick:
    return AlternativePick(alternative=alternative, initiative_id=pick.proposal, part_id=pick.part)


def _check_name_is_free(catalogue: Catalogue, name: str, alternative: Alternative | None = None) -> None:
    if any(other != alternative for other in catalogue.alternatives.filter(name=name)):
        raise NameTakenError(name)


def _free_name(alternative: Alternative) -> str:
    """`Alternativ 1, kopi`, or with the first free number."""
    names = set(alternative.catalogue.alternatives.values_list("name", flat=True))
    numbers = ("", *(f" {number}" for number in range(2, len(names) + 2)))
    endings = (f", kopi{number}" for number in numbers)
    return next(name for end in endings if (name := alternative.name[: NAME_LENGTH - len(end)] + end) not in names)


def _pick_names(proposals: Iterable[Proposal]) -> Callable[[Pick], str]:
    """A function that gives the name of a pick."""
    return {pick: name for proposal in proposals for pick, name in proposal.picks}.__getitem__


def _details_changed(before: Mapping[str, object], after: Details) -> list[dict[str, str | None]]:
    fields = [(FIELD_LABELS[name], _text(before.get(name)), _text(value)) for name, value in vars(after).items()]
    return [{"felt": name, "før": old, "efter": new} for name, old, new in fields if old != new]


def _text(value: object) -> str | None:
    """An amount as kroner, other values as text; None where it is empty."""
    return format_amount(value, Unit.KRONER, most=2) if isinstance(value, Decimal) else str(value or "") or None


def _record(membership: Membership, action: str, obj: Alternative, changes: list[dict[str, str | None]]) -> None:
    audit.record(municipality=membership.municipality, actor=membership.user, action=action, obj=obj, changes=changes)
