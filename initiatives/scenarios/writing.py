"""Making alternatives and changing what they choose. They are working papers: nothing else is changed by them."""

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
    """The catalogue has an alternative of that name already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Kataloget har allerede et alternativ, der hedder “{name}”. Vælg et andet navn.")


class ChoiceRefusedError(Exception):
    """What was chosen cannot be; `problems` says why, all of it, and nothing was saved."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class ChangedMeanwhileError(Exception):
    """Somebody else has changed the alternative since the page was shown; `current` is as it stands."""

    def __init__(self, current: Alternative) -> None:
        self.current = current
        super().__init__(f"{current.by} har ændret alternativet, mens du arbejdede.")


@dataclass(frozen=True)
class Details:
    """What an alternative is called, and what it must give: kroner in a year, or nothing."""

    name: str
    note: str = ""
    target: Decimal | None = None
    target_year: int | None = None


NAMES = {"name": "navn", "note": "bemærkning", "target": "mål", "target_year": "målets år"}


@transaction.atomic
def make_alternative(*, membership: Membership, catalogue: Catalogue, details: Details) -> Alternative:
    """A new alternative with nothing chosen. Raises NameTakenError."""
    _refuse_taken(catalogue, details.name)
    made: Alternative = catalogue.alternatives.create(by=membership.user, **vars(details))
    _record(membership, "alternativ oprettet", made, _details_changed({}, details))
    return made


@transaction.atomic
def change_details(*, membership: Membership, alternative: Alternative, details: Details) -> int:
    """Another name, note or target; how many fields were changed. Raises NameTakenError."""
    _refuse_taken(alternative.catalogue, details.name, but=alternative)
    changes = _details_changed({name: getattr(alternative, name) for name in NAMES}, details)
    if changes:
        alternative.name, alternative.note = details.name, details.note
        alternative.target, alternative.target_year = details.target, details.target_year
        _touch(membership, alternative, *NAMES)
        _record(membership, "alternativ ændret", alternative, changes)
    return len(changes)


@transaction.atomic
def choose(*, membership: Membership, alternative: Alternative, seen: str, picks: Iterable[Pick]) -> int:
    """Choose exactly the picks; how many were added or taken away.

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
    _touch(membership, current)
    names = _namer(proposals)
    changes = [{"felt": names(pick), "før": "valgt", "efter": None} for pick in sorted(before - after, key=names)]
    changes += [{"felt": names(pick), "før": None, "efter": "valgt"} for pick in sorted(after - before, key=names)]
    _record(membership, "valg i alternativ ændret", current, changes)
    return len(changes)


@transaction.atomic
def copy_alternative(*, membership: Membership, alternative: Alternative) -> Alternative:
    """The same choice under a name of its own."""
    made: Alternative = alternative.catalogue.alternatives.create(
        name=_free_name(alternative),
        note=alternative.note,
        target=alternative.target,
        target_year=alternative.target_year,
        by=membership.user,
    )
    picks = picks_of(alternative)
    AlternativePick.objects.bulk_create(_pick(made, pick) for pick in picks)
    changes = [{"felt": "kopi af", "før": None, "efter": alternative.name}]
    _record(membership, "alternativ kopieret", made, changes)
    return made


@transaction.atomic
def delete_alternative(*, membership: Membership, alternative: Alternative) -> None:
    """Delete it with what it chose; the entry tells what that was."""
    proposals = load_material(alternative.catalogue).proposals
    names = map(_namer(proposals), picks_of(alternative))
    changes = [{"felt": name, "før": "valgt", "efter": None} for name in sorted(names)]
    _record(membership, "alternativ slettet", alternative, changes)
    alternative.delete()


def version_of(alternative: Alternative) -> str:
    """What tells one state of an alternative from the next."""
    return alternative.at.isoformat()


def _touch(membership: Membership, alternative: Alternative, *fields: str) -> None:
    """Save the fields, with who changed it last, and when."""
    alternative.by = membership.user
    alternative.save(update_fields=["by", "at", *fields])


def _pick(alternative: Alternative, pick: Pick) -> AlternativePick:
    return AlternativePick(alternative=alternative, initiative_id=pick.proposal, part_id=pick.part)


def _refuse_taken(catalogue: Catalogue, name: str, but: Alternative | None = None) -> None:
    if any(found != but for found in catalogue.alternatives.filter(name=name)):
        raise NameTakenError(name)


def _free_name(alternative: Alternative) -> str:
    """`Alternativ 1, kopi`, or with the first number that is free."""
    taken = set(alternative.catalogue.alternatives.values_list("name", flat=True))
    numbers = ("", *(f" {number}" for number in range(2, len(taken) + 2)))
    endings = (f", kopi{number}" for number in numbers)
    return next(name for end in endings if (name := alternative.name[: NAME_LENGTH - len(end)] + end) not in taken)


def _namer(proposals: Iterable[Proposal]) -> Callable[[Pick], str]:
    """What picks are called."""
    return {pick: name for one in proposals for pick, name in one.picks}.__getitem__


def _details_changed(before: Mapping[str, object], after: Details) -> list[dict[str, str | None]]:
    rows = [(NAMES[name], _text(before.get(name)), _text(value)) for name, value in vars(after).items()]
    return [{"felt": name, "før": was, "efter": now} for name, was, now in rows if was != now]


def _text(value: object) -> str | None:
    """An amount in kroner, and anything else as it is; nothing where it is empty."""
    return format_amount(value, Unit.KRONER, most=2) if isinstance(value, Decimal) else str(value or "") or None


def _record(membership: Membership, action: str, obj: Alternative, changes: list[dict[str, str | None]]) -> None:
    audit.record(municipality=membership.municipality, actor=membership.user, action=action, obj=obj, changes=changes)
