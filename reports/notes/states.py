"""The states of a note and the ways between them, in one table. Pure: no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reports.notes.models import NoteState


class Step(StrEnum):
    """What somebody does with a note; the words follow “kan ikke”."""

    WRITE = "ændres"
    DISCARD = "slettes"
    APPROVE = "godkendes"
    RETURN = "sendes tilbage"
    PUBLISH = "udgives"
    CORRECT = "rettes med et nyt notat"


@dataclass(frozen=True)
class Transition:
    """Where a step leads; `by_another` than who wrote it last."""

    to: NoteState | None
    by_another: bool = False


TRANSITIONS: Mapping[tuple[NoteState, Step], Transition] = {
    (NoteState.DRAFT, Step.WRITE): Transition(NoteState.DRAFT),
    (NoteState.DRAFT, Step.DISCARD): Transition(None),
    (NoteState.DRAFT, Step.APPROVE): Transition(NoteState.APPROVED, by_another=True),
    (NoteState.APPROVED, Step.RETURN): Transition(NoteState.DRAFT),
    (NoteState.APPROVED, Step.PUBLISH): Transition(NoteState.PUBLISHED),
    (NoteState.PUBLISHED, Step.CORRECT): Transition(NoteState.PUBLISHED),
}


ADVICE: Mapping[NoteState, str] = {
    NoteState.DRAFT: "Det skal først godkendes.",
    NoteState.APPROVED: "Send det tilbage, hvis det skal ændres.",
    NoteState.PUBLISHED: "Opret en rettelse, hvis det skal ændres.",
}
"""What can be done instead, after a step that the state does not allow."""


class NoteError(Exception):
    """A step that cannot be taken; the message is for the one who tried."""


def get_transition(state: str, step: Step) -> Transition:
    """Where the step leads from the state; NoteError where it leads nowhere."""
    found = TRANSITIONS.get((NoteState(state), step))
    if found is None:
        raise NoteError(f"Notatet er {NoteState(state).label} og kan ikke {step}. {ADVICE[NoteState(state)]}")
    return found
