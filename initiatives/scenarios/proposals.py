"""What can be chosen: proposals, their parts, and the lines of a choice. Pure: no database.

Amounts are kroner by year in the prices of the source, positive where the municipality spends less.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

Amounts = Mapping[int, Decimal]


class Pick(NamedTuple):
    """A chosen proposal, or one part of it, by id; without a part it is the whole proposal."""

    proposal: int
    part: int | None = None


class Stage(StrEnum):
    """The stage of a proposal: whether it can still be chosen."""

    OPEN = "open"
    ADOPTED = "adopted"
    ENDED = "ended"


@dataclass(frozen=True)
class Line:
    """An economic line that no decision has ended; `part` is the id of its part, None where all parts share it."""

    amounts: Amounts
    category: str
    part: int | None = None
    committee: str = ""
    steering_area: str = ""
    area: int | None = None


@dataclass(frozen=True)
class SelectablePart:
    """A part that can be chosen by itself, unless a decision has ended it."""

    pk: int
    name: str
    text: str = ""
    is_ended: bool = False


@dataclass(frozen=True)
class Proposal:
    """A proposal with its lines, and the legal bases, services and printed numbers that may overlap.

    `named` are the numbers of proposals that it replaces or is an alternative to; `linked` are their ids.
    """

    pk: int
    title: str
    lines: Sequence[Line] = ()
    parts: Sequence[SelectablePart] = ()
    stage: Stage = Stage.OPEN
    key: str = ""
    numbers: Sequence[str] = ()
    theme: str = ""
    lifecycle: str = ""
    reason: str = ""
    legal_bases: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    printed: frozenset[tuple[int, str]] = frozenset()
    named: Mapping[str, str] = field(default_factory=dict)
    linked: Mapping[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The numbers and the title."""
        return f"{', '.join(self.numbers)} {self.title}" if self.numbers else self.title

    @property
    def picks(self) -> list[tuple[Pick, str]]:
        """Every possible pick of the proposal, with its name."""
        parts = [(Pick(self.pk, part.pk), f"{self.name}, {part.name}") for part in self.parts]
        return [(Pick(self.pk), self.name), *parts]

    def lines_of(self, part: int) -> list[Line]:
        """The lines of one part, without the shared ones."""
        return [line for line in self.lines if line.part == part]

    @property
    def shared_lines(self) -> list[Line]:
        """The lines that belong to no part: they are included with any choice of the proposal."""
        return [line for line in self.lines if line.part is None]

    def chosen_lines(self, picks: Collection[Pick]) -> list[Line]:
        """The chosen lines, each once: all of them, or those of the chosen parts and the shared ones."""
        parts = {pick.part for pick in picks if pick.proposal == self.pk}
        if not parts or self.stage is Stage.ENDED:
            return []
        return [line for line in self.lines if None in parts or line.part in parts | {None}]


def is_chosen(proposal: Proposal, picks: Collection[Pick]) -> bool:
    """True where the proposal, or a part of it, is chosen and counts."""
    return proposal.stage is not Stage.ENDED and any(pick.proposal == proposal.pk for pick in picks)


def chosen_lines(proposals: Iterable[Proposal], picks: Collection[Pick]) -> list[Line]:
    """All lines of the picks."""
    return [line for proposal in proposals for line in proposal.chosen_lines(picks)]


def adopted_lines(proposals: Iterable[Proposal], picks: Collection[Pick]) -> list[Line]:
    """The lines of adopted proposals that are not among the picks."""
    adopted = (proposal for proposal in proposals if proposal.stage is Stage.ADOPTED and not is_chosen(proposal, picks))
    return [line for proposal in adopted for line in proposal.lines]


def refusals(proposals: Iterable[Proposal], picks: Collection[Pick], current: Collection[Pick]) -> list[str]:
    """The reasons against the picks, all at once; `current` are the picks that the alternative already has.

    A proposal that was chosen before it was adopted may stay chosen; no other decided proposal can be chosen.
    """
    by_id = {proposal.pk: proposal for proposal in proposals}
    reasons = [_refusal(by_id.get(pick.proposal), pick, current) for pick in sorted(picks, key=_order)]
    double_picks = (
        proposal for pk, proposal in by_id.items() if len({p.part is None for p in picks if p.proposal == pk}) > 1
    )
    reasons += [
        f"{proposal.name} er valgt både som helhed og i dele. Vælg enten hele forslaget eller enkelte dele."
        for proposal in double_picks
    ]
    return [reason for reason in reasons if reason]


def _order(pick: Pick) -> tuple[int, int]:
    return pick.proposal, pick.part or 0


def _refusal(proposal: Proposal | None, pick: Pick, current: Collection[Pick]) -> str:
    if proposal is None:
        return f"Forslag nr. {pick.proposal} er ikke i kataloget. Vælg et af forslagene på siden."
    part = next((part for part in proposal.parts if part.pk == pick.part), None)
    if pick.part is not None and part is None:
        return f"{proposal.name} har ikke den del, der er valgt. Vælg en af delene på siden."
    if proposal.stage is Stage.ENDED:
        return f"{proposal.name} er {proposal.lifecycle} og kan ikke vælges."
    if proposal.stage is Stage.ADOPTED and pick not in current:
        return f"{proposal.name} er allerede {proposal.lifecycle} og kan ikke vælges igen."
    if part and part.is_ended:
        return f"{proposal.name}, {part.name}, er udgået ved en beslutning og kan ikke vælges."
    return ""
