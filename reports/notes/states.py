"""The transitions between the states of a note, in one table. Pure: no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reports.notes.models import NoteState


class Step(StrEnum):
    """A step that a user takes with a note; the Danish value completes the sentence “kan ikke …”."""

    WRITE = "ændres"
    DISCARD = "slettes"
    APPROVE = "godkendes"
    RETURN = "sendes tilbage"
    PUBLISH = "udgives"
    CORRECT = "rettes med et nyt notat"


@dataclass(frozen=True)
class Transition:
    """A step's resulting state, None if the note is deleted; `by_another`: not by the user who wrote it last."""

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
"""What the user can do instead of a step that the state does not allow."""


class NoteError(Exception):
    """The step is not allowed; the message is for the user."""


def get_transition(state: str, step: Step) -> Transition:
    """The step's transition from the state; raises NoteError where the state does not allow the step."""
    transition = TRANSITIONS.get((NoteState(state), step))
    if transition is None:
        raise NoteError(f"Notatet er {NoteState(state).label} og kan ikke {step}. {ADVICE[NoteState(state)]}")
    return transition
