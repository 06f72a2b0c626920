"""The steps that are possible with a proposal, and their outcome, as one table."""

from collections.abc import Mapping
from enum import StrEnum

from initiatives.catalogues.models.initiatives import Lifecycle


class ProposalStage(StrEnum):
    """The stage of a proposal in writing and deciding."""

    OPEN = "til behandling"
    DECIDED = "vedtaget"
    ENDED = "udgået"
    REPLACED = "erstattet"


class ProposalStep(StrEnum):
    """A step that a user takes with a proposal."""

    WRITE = "skrive"
    AMEND = "ændre efter vedtagelsen"
    ADOPT = "vedtage"
    REJECT = "forkaste"
    POSTPONE = "udsætte"
    DROP = "lade udgå"
    DECIDE_PART = "beslutte en del"
    REPLACE = "erstatte"
    REOPEN = "genoptage"


STAGES: Mapping[str, ProposalStage] = {
    Lifecycle.PROPOSED: ProposalStage.OPEN,
    Lifecycle.ADOPTED: ProposalStage.DECIDED,
    Lifecycle.UNDER_WAY: ProposalStage.DECIDED,
    Lifecycle.FULLY_PHASED_IN: ProposalStage.DECIDED,
    Lifecycle.CLOSED: ProposalStage.DECIDED,
    Lifecycle.DROPPED: ProposalStage.ENDED,
    Lifecycle.REPLACED: ProposalStage.REPLACED,
}


STEPS: Mapping[tuple[ProposalStage, ProposalStep], ProposalStage] = {
    (ProposalStage.OPEN, ProposalStep.WRITE): ProposalStage.OPEN,
    (ProposalStage.OPEN, ProposalStep.ADOPT): ProposalStage.DECIDED,
    (ProposalStage.OPEN, ProposalStep.REJECT): ProposalStage.ENDED,
    (ProposalStage.OPEN, ProposalStep.POSTPONE): ProposalStage.OPEN,
    (ProposalStage.OPEN, ProposalStep.DROP): ProposalStage.ENDED,
    (ProposalStage.OPEN, ProposalStep.REPLACE): ProposalStage.REPLACED,
    (ProposalStage.DECIDED, ProposalStep.AMEND): ProposalStage.DECIDED,
    (ProposalStage.DECIDED, ProposalStep.DECIDE_PART): ProposalStage.DECIDED,
    (ProposalStage.DECIDED, ProposalStep.DROP): ProposalStage.ENDED,
    (ProposalStage.DECIDED, ProposalStep.REPLACE): ProposalStage.REPLACED,
    (ProposalStage.ENDED, ProposalStep.REOPEN): ProposalStage.OPEN,
}
"""The stage after each possible step. REPLACED is final; work continues in the replacing proposal."""


class StepError(Exception):
    """The step is not possible at the proposal's stage; the message explains why and what is possible."""


def stage_of(lifecycle: str) -> ProposalStage:
    """The stage of a proposal with the lifecycle."""
    return STAGES[lifecycle]


def steps_from(stage: ProposalStage) -> list[ProposalStep]:
    """The steps that are possible at the stage, in the order of the table."""
    return [step for from_stage, step in STEPS if from_stage is stage]


def check(lifecycle: str, step: ProposalStep, title: str) -> ProposalStage:
    """The stage after the step. Raises StepError where it is not possible."""
    stage = stage_of(lifecycle)
    if (stage, step) not in STEPS:
        raise StepError(f"“{title}” er {stage} og kan ikke {PASSIVE[step]}. {_possible_steps(stage)}")
    return STEPS[stage, step]


PASSIVE: Mapping[ProposalStep, str] = {
    ProposalStep.WRITE: "rettes",
    ProposalStep.AMEND: "ændres med en begrundelse",
    ProposalStep.ADOPT: "vedtages",
    ProposalStep.REJECT: "forkastes",
    ProposalStep.POSTPONE: "udsættes",
    ProposalStep.DROP: "udgå",
    ProposalStep.DECIDE_PART: "besluttes del for del",
    ProposalStep.REPLACE: "erstattes",
    ProposalStep.REOPEN: "genoptages",
}


def _possible_steps(stage: ProposalStage) -> str:
    *first_steps, last_step = [PASSIVE[step] for step in steps_from(stage)] or [""]
    possible = " eller ".join(filter(None, (", ".join(first_steps), last_step)))
    return f"Det kan i stedet {possible}." if possible else "Arbejd videre med det forslag, der erstatter det."
