"""What may be done with a proposal, and what it is afterwards: one table."""

from collections.abc import Mapping
from enum import StrEnum

from initiatives.catalogues.models.initiatives import Lifecycle


class Standing(StrEnum):
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


STANDINGS: Mapping[str, Standing] = {
    Lifecycle.PROPOSED: Standing.OPEN,
    Lifecycle.ADOPTED: Standing.DECIDED,
    Lifecycle.UNDER_WAY: Standing.DECIDED,
    Lifecycle.FULLY_PHASED_IN: Standing.DECIDED,
    Lifecycle.CLOSED: Standing.DECIDED,
    Lifecycle.DROPPED: Standing.ENDED,
    Lifecycle.REPLACED: Standing.REPLACED,
}


STEPS: Mapping[tuple[Standing, Step], Standing] = {
    (Standing.OPEN, Step.WRITE): Standing.OPEN,
    (Standing.OPEN, Step.ADOPT): Standing.DECIDED,
    (Standing.OPEN, Step.REJECT): Standing.ENDED,
    (Standing.OPEN, Step.POSTPONE): Standing.OPEN,
    (Standing.OPEN, Step.DROP): Standing.ENDED,
    (Standing.OPEN, Step.REPLACE): Standing.REPLACED,
    (Standing.DECIDED, Step.AMEND): Standing.DECIDED,
    (Standing.DECIDED, Step.DECIDE_PART): Standing.DECIDED,
    (Standing.DECIDED, Step.DROP): Standing.ENDED,
    (Standing.DECIDED, Step.REPLACE): Standing.REPLACED,
    (Standing.ENDED, Step.REOPEN): Standing.OPEN,
}
"""What is not here cannot be done. Nothing leads out of being replaced: the new proposal is gone on with."""


class StepError(Exception):
    """What was asked for cannot be done with the proposal where it stands; the message says why and what can."""


def standing_of(lifecycle: str) -> Standing:
    """Where a proposal with the lifecycle is."""
    return STANDINGS[lifecycle]


def steps_from(standing: Standing) -> list[Step]:
    """What can be done from there, in the order of the table."""
    return [step for before, step in STEPS if before is standing]


def check(lifecycle: str, step: Step, title: str) -> Standing:
    """Where the step leads. Raises StepError."""
    standing = standing_of(lifecycle)
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


def _instead(standing: Standing) -> str:
    *others, last = [PASSIVE[step] for step in steps_from(standing)] or [""]
    possible = " eller ".join(filter(None, (", ".join(others), last)))
    return f"Det kan i stedet {possible}." if possible else "Arbejd videre med det forslag, der erstatter det."
