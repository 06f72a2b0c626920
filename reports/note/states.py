"""The states of a note and the ways between them, in one table. Pure: no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reports.models import NoteState


class Step(StrEnum):
    """What somebody does with a note; the words follow “man kan ikke”."""

    WRITE = "skrive i det"
    DISCARD = "slette det"
    APPROVE = "godkende det"
    RETURN = "sende det tilbage"
    PUBLISH = "udgive det"
    CORRECT = "rette det med et nyt"


@dataclass(frozen=True)
class Way:
    """Where a step leads; `by_another` than who wrote it last."""

    to: NoteState | None
    by_another: bool = False


WAYS: Mapping[tuple[NoteState, Step], Way] = {
    (NoteState.DRAFT, Step.WRITE): Way(NoteState.DRAFT),
    (NoteState.DRAFT, Step.DISCARD): Way(None),
    (NoteState.DRAFT, Step.APPROVE): Way(NoteState.APPROVED, by_another=True),
    (NoteState.APPROVED, Step.RETURN): Way(NoteState.DRAFT),
    (NoteState.APPROVED, Step.PUBLISH): Way(NoteState.PUBLISHED),
    (NoteState.PUBLISHED, Step.CORRECT): Way(NoteState.PUBLISHED),
}


class NoteError(Exception):
    """A step that cannot be taken; the message is for the one who tried."""


def way(state: str, step: Step) -> Way:
    """Where the step leads from the state; NoteError where it leads nowhere."""
    found = WAYS.get((NoteState(state), step))
    if found is None:
        raise NoteError(f"Notatet er {NoteState(state).label}, så man kan ikke {step}.")
    return found
