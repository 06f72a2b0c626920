"""The states of a follow-up and the ways between them, in one table. Pure: no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from initiatives.results.models import State


class Step(StrEnum):
    """What somebody does with a follow-up, in words: what it cannot be."""

    EDIT = "ændres"
    SUBMIT = "sendes"
    APPROVE = "godkendes"
    RETURN = "sendes tilbage"
    REVISE = "rettes"


@dataclass(frozen=True)
class Transition:
    """Where a step leads; `by_another` than who sent it, `opens_revision` leaves the old one as it is."""

    to: State
    by_another: bool = False
    opens_revision: bool = False


TRANSITIONS: Mapping[tuple[State, Step], Transition] = {
    (State.DRAFT, Step.EDIT): Transition(State.DRAFT),
    (State.DRAFT, Step.SUBMIT): Transition(State.SUBMITTED),
    (State.RETURNED, Step.EDIT): Transition(State.RETURNED),
    (State.RETURNED, Step.SUBMIT): Transition(State.SUBMITTED),
    (State.SUBMITTED, Step.APPROVE): Transition(State.APPROVED, by_another=True),
    (State.SUBMITTED, Step.RETURN): Transition(State.RETURNED),
    (State.APPROVED, Step.REVISE): Transition(State.DRAFT, opens_revision=True),
}


ADVICE: Mapping[State, str] = {
    State.DRAFT: "Den skal først sendes til godkendelse.",
    State.SUBMITTED: "Bed om at få den sendt tilbage, hvis tallene skal ændres.",
    State.RETURNED: "Den skal først sendes til godkendelse igen.",
    State.APPROVED: "Åbn en rettelse, hvis tallene skal ændres.",
}
"""What leads on from each state, for the one who tried something else."""


class InvalidTransitionError(Exception):
    """The step cannot be taken from the state; the message is for the one who tried."""


def get_transition(state: State, step: Step) -> Transition:
    """Where the step leads from the state; InvalidTransitionError where it leads nowhere."""
    found = TRANSITIONS.get((state, step))
    if found is None:
        raise InvalidTransitionError(f"Opfølgningen er {state.label} og kan ikke {step}. {ADVICE[state]}")
    return found


def is_editable(state: State) -> bool:
    """True where what stands in the row may be written over."""
    return (state, Step.EDIT) in TRANSITIONS
