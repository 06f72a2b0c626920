"""The states of a follow-up and the transitions between them, in one table. Pure: no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from initiatives.results.models import State


class Step(StrEnum):
    """A step that a user takes with a follow-up; the value completes the sentence "kan ikke …"."""

    EDIT = "ændres"
    SUBMIT = "sendes"
    APPROVE = "godkendes"
    RETURN = "sendes tilbage"
    REVISE = "rettes"


@dataclass(frozen=True)
class Transition:
    """The state after a step; `by_another`: not by the user who sent it, `opens_revision`: the old one is kept."""

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
"""What is possible in each state, shown to the user who tried something else."""


class InvalidTransitionError(Exception):
    """The step is not possible in the state; the message is shown to the user."""


def get_transition(state: State, step: Step) -> Transition:
    """The transition of the step from the state. Raises InvalidTransitionError where there is none."""
    transition = TRANSITIONS.get((state, step))
    if transition is None:
        raise InvalidTransitionError(f"Opfølgningen er {state.label} og kan ikke {step}. {ADVICE[state]}")
    return transition


def is_editable(state: State) -> bool:
    """True where the row's values may be changed."""
    return (state, Step.EDIT) in TRANSITIONS
