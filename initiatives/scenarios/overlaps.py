"""Overlaps of chosen proposals with each other, and with adopted ones. Pure: no database.

A warning never blocks, because an overlap may be intended. A proposal that is chosen in parts overlaps only by the
chosen lines.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from initiatives.scenarios.proposals import Pick, Proposal, Stage, is_chosen


class OverlapKind(StrEnum):
    """What the proposals share; the most important first."""

    RELATION = "relation"
    CASES = "cases"
    AREA = "area"
    LEGAL_BASIS = "legal_basis"


HEADINGS = {
    OverlapKind.RELATION: "Enten – eller",
    OverlapKind.CASES: "Samme sager",
    OverlapKind.AREA: "Samme ramme",
    OverlapKind.LEGAL_BASIS: "Samme lovgrundlag",
}
REASONS = {
    OverlapKind.RELATION: "Det ene forslag træder i stedet for det andet, så beløbene kan næppe lægges sammen.",
    OverlapKind.CASES: "En sag kan kun blive billigere én gang. Beløbene kan derfor være talt med to gange.",
    OverlapKind.AREA: (
        "Forslagene ligger på samme ramme. Kontrollér, at budgettet rækker, og at de ikke sparer det samme."
    ),
    OverlapKind.LEGAL_BASIS: (
        "Forslagene kan berøre de samme borgere. Det ene kan derfor mindske effekten af det andet."
    ),
}


@dataclass(frozen=True)
class Overlap:
    """Proposals that share something; `shared` is its name."""

    kind: OverlapKind
    shared: str
    proposals: Sequence[Proposal]

    @property
    def heading(self) -> str:
        """The kind and the name of what is shared."""
        return f"{HEADINGS[self.kind]}: {self.shared}" if self.shared else HEADINGS[self.kind]

    @property
    def is_relation(self) -> bool:
        """True where `shared` already names the proposals."""
        return self.kind is OverlapKind.RELATION

    @property
    def reason(self) -> str:
        """Why the overlap matters, in Danish."""
        return REASONS[self.kind]


@dataclass(frozen=True)
class Area:
    """A budget area: its label, and the id of the area that it is part of."""

    label: str
    parent: int | None = None


T = TypeVar("T", bound=Hashable)


def find_overlaps(proposals: Iterable[Proposal], picks: Collection[Pick], areas: Mapping[int, Area]) -> list[Overlap]:
    """Every overlap that includes a chosen proposal, the most important first."""
    chosen = [proposal for proposal in proposals if is_chosen(proposal, picks)]
    adopted = [proposal for proposal in proposals if proposal.stage is Stage.ADOPTED and proposal not in chosen]
    areas_by_proposal = {
        proposal.pk: _areas(proposal, picks if proposal in chosen else [Pick(proposal.pk)])
        for proposal in [*chosen, *adopted]
    }
    finder = _Finder(chosen, adopted)
    by_area = finder.groups(lambda proposal: areas_by_proposal[proposal.pk])
    by_basis = finder.groups(lambda proposal: proposal.legal_bases)
    by_both = finder.groups(
        lambda proposal: {(area, basis) for area in areas_by_proposal[proposal.pk] for basis in proposal.legal_bases}
    )
    reported = {_ids(group) for group in by_both.values()}
    return [
        *_relations(chosen, adopted),
        *(
            Overlap(OverlapKind.CASES, f"{areas[area].label}, {basis}", group)
            for (area, basis), group in by_both.items()
        ),
        *_overlaps_of(OverlapKind.CASES, finder.groups(lambda proposal: proposal.services), str),
        *_overlaps_of(
            OverlapKind.CASES,
            finder.groups(lambda proposal: proposal.printed),
            lambda place: f"nummer {place[1]} i kilden",
        ),
        *_overlaps_of(OverlapKind.AREA, _without(by_area, reported), lambda area: areas[area].label),
        *_nested_areas(by_area, areas_by_proposal, areas, finder),
        *_overlaps_of(OverlapKind.LEGAL_BASIS, _without(by_basis, reported), str),
    ]


@dataclass(frozen=True)
class _Finder:
    chosen: Sequence[Proposal]
    adopted: Sequence[Proposal]

    def groups(self, keys_of: Callable[[Proposal], Iterable[T]]) -> dict[T, list[Proposal]]:
        """The proposals by each key that several of them have, where one of them is chosen."""
        by_key: defaultdict[T, list[Proposal]] = defaultdict(list)
        for proposal in [*self.chosen, *self.adopted]:
            for key in keys_of(proposal):
                by_key[key].append(proposal)
        ordered = sorted(by_key.items(), key=lambda item: str(item[0]))
        return {key: group for key, group in ordered if self.matters(group)}

    def matters(self, group: Sequence[Proposal]) -> bool:
        return len(group) > 1 and any(proposal in self.chosen for proposal in group)


def _overlaps_of(kind: OverlapKind, groups: Mapping[T, Sequence[Proposal]], label: Callable[[T], str]) -> list[Overlap]:
    return [Overlap(kind, label(key), group) for key, group in groups.items()]


def _ids(group: Iterable[Proposal]) -> frozenset[int]:
    return frozenset(proposal.pk for proposal in group)


def _without(
    groups: Mapping[T, Sequence[Proposal]], reported: Collection[frozenset[int]]
) -> Mapping[T, Sequence[Proposal]]:
    """The groups whose proposals are not reported to share more than this."""
    return {key: group for key, group in groups.items() if _ids(group) not in reported}


def _areas(proposal: Proposal, picks: Collection[Pick]) -> frozenset[int]:
    return frozenset(line.area for line in proposal.chosen_lines(picks) if line.area is not None)


def _nested_areas(
    by_area: Mapping[int, Sequence[Proposal]],
    areas_by_proposal: Mapping[int, frozenset[int]],
    areas: Mapping[int, Area],
    finder: _Finder,
) -> Iterator[Overlap]:
    """Proposals of an area together with those of the areas below it."""
    proposals = [*finder.chosen, *finder.adopted]
    for outer in sorted(
        {area for proposal in proposals for area in areas_by_proposal[proposal.pk]}, key=lambda pk: areas[pk].label
    ):
        inside = {area for area in areas if outer in _ancestors(area, areas)}
        group = [proposal for proposal in proposals if areas_by_proposal[proposal.pk] & (inside | {outer})]
        is_reported = _ids(group) == _ids(by_area.get(outer, ()))
        if (
            finder.matters(group)
            and not is_reported
            and any(areas_by_proposal[proposal.pk] & inside for proposal in group)
        ):
            yield Overlap(OverlapKind.AREA, f"{areas[outer].label} med underliggende rammer", group)


def _ancestors(area: int, areas: Mapping[int, Area]) -> Iterator[int]:
    parent = areas[area].parent
    while parent is not None:
        yield parent
        parent = areas[parent].parent


def _relations(chosen: Sequence[Proposal], adopted: Sequence[Proposal]) -> Iterator[Overlap]:
    """Each pair where one proposal replaces the other, or is an alternative to it."""
    for proposal in [*chosen, *adopted]:
        for other in [*chosen, *adopted]:
            word = (
                _relation(proposal, other) if proposal is not other and (proposal in chosen or other in chosen) else ""
            )
            if word:
                yield Overlap(OverlapKind.RELATION, f"{proposal.name} {word} {other.name}", [proposal, other])


def _relation(proposal: Proposal, other: Proposal) -> str:
    named = {name.casefold(): word for name, word in proposal.named.items()}
    numbers = (name.casefold() for name in (*other.numbers, other.key))
    return proposal.linked.get(other.pk) or next((named[number] for number in numbers if number in named), "")
