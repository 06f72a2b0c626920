"""What may be done with a proposal, and what it is afterwards: one table."""

from collections.abc import Mapping
from enum import StrEnum

from initiatives.catalogues.models.initiatives import Lifecycle


class Stage(StrEnum):
    """Where a proposal is, seen by those who write and decide."""

    OPEN = "til behandling"
    DECIDED = "vedtaget"
    ENDED = "udgået"
    REPLACED = "erstattet"


class Step(StrEnum):
    """What somebody does with a proposal."""

    WRITE = "skrive"
    AMEND = "ændre efter vedtagelsen"
    ADOPT = "vedtage"
    REJECT = "forkaste"
    POSTPONE = "udsætte"
    DROP = "lade udgå"
    DECIDE_PART = "beslutte en del"
    REPLACE = "erstatte"
    REOPEN = "genoptage"


STAGES: Mapping[str, Stage] = {
    Lifecycle.PROPOSED: Stage.OPEN,
    Lifecycle.ADOPTED: Stage.DECIDED,
    Lifecycle.UNDER_WAY: Stage.DECIDED,
    Lifecycle.FULLY_PHASED_IN: Stage.DECIDED,
    Lifecycle.CLOSED: Stage.DECIDED,
    Lifecycle.DROPPED: Stage.ENDED,
    Lifecycle.REPLACED: Stage.REPLACED,
}


STEPS: Mapping[tuple[Stage, Step], Stage] = {
    (Stage.OPEN, Step.WRITE): Stage.OPEN,
    (Stage.OPEN, Step.ADOPT): Stage.DECIDED,
    (Stage.OPEN, Step.REJECT): Stage.ENDED,
    (Stage.OPEN, Step.POSTPONE): Stage.OPEN,
    (Stage.OPEN, Step.DROP): Stage.ENDED,
    (Stage.OPEN, Step.REPLACE): Stage.REPLACED,
    (Stage.DECIDED, Step.AMEND): Stage.DECIDED,
    (Stage.DECIDED, Step.DECIDE_PART): Stage.DECIDED,
    (Stage.DECIDED, Step.DROP): Stage.ENDED,
    (Stage.DECIDED, Step.REPLACE): Stage.REPLACED,
    (Stage.ENDED, Step.REOPEN): Stage.OPEN,
}
"""What is not here cannot be done. Nothing leads out of being replaced: the new proposal is gone on with."""


class StepError(Exception):
    """What was asked for cannot be done with the proposal where it stands; the message says why and what can."""


def stage_of(lifecycle: str) -> Stage:
    """Where a proposal with the lifecycle is."""
    return STAGES[lifecycle]


def steps_from(standing: Stage) -> list[Step]:
    """What can be done from there, in the order of the table."""
    return [step for before, step in STEPS if before is standing]


def check(lifecycle: str, step: Step, title: str) -> Stage:
    """Where the step leads. Raises StepError."""
    standing = stage_of(lifecycle)
    if (standing, step) not in STEPS:
        raise StepError(f"“{title}” er {standing} og kan ikke {PASSIVE[step]}. {_instead(standing)}")
    return STEPS[standing, step]


PASSIVE: Mapping[Step, str] = {
    Step.WRITE: "rettes",
    Step.AMEND: "ændres med en begrundelse",
    Step.ADOPT: "vedtages",
    Step.REJECT: "forkastes",
    Step.POSTPONE: "udsættes",
    Step.DROP: "udgå",
    Step.DECIDE_PART: "besluttes del for del",
    Step.REPLACE: "erstattes",
    Step.REOPEN: "genoptages",
}


def _instead(standing: Stage) -> str:
    *others, last = [PASSIVE[step] for step in steps_from(standing)] or [""]
    possible = " eller ".join(filter(None, (", ".join(others), last)))
    return f"Det kan i stedet {possible}." if possible else "Arbejd videre med det forslag, der erstatter det."
