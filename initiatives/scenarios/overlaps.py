"""Where chosen proposals overlap each other, or what is adopted already. Pure: no database.

A warning never blocks: overlaps may be meant. What is chosen in parts overlaps only by the lines that are chosen.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from initiatives.scenarios.proposals import Pick, Proposal, Stage, is_chosen


class OverlapKind(StrEnum):
    """What is shared; in the order in which it matters."""

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
    """Proposals that share something, `what` in words."""

    kind: OverlapKind
    what: str
    proposals: Sequence[Proposal]

    @property
    def heading(self) -> str:
        """What is shared."""
        return f"{HEADINGS[self.kind]}: {self.what}" if self.what else HEADINGS[self.kind]

    @property
    def is_relation(self) -> bool:
        """True where `what` names the proposals already."""
        return self.kind is OverlapKind.RELATION

    @property
    def reason(self) -> str:
        """Why it matters."""
        return REASONS[self.kind]


@dataclass(frozen=True)
class Area:
    """A budget area: its label, and the area that it is part of."""

    label: str
    parent: int | None = None


T = TypeVar("T", bound=Hashable)


def find_overlaps(proposals: Iterable[Proposal], picks: Collection[Pick], areas: Mapping[int, Area]) -> list[Overlap]:
    """Every overlap in which something chosen has a part, what matters most first."""
    chosen = [one for one in proposals if is_chosen(one, picks)]
    adopted = [one for one in proposals if one.standing is Stage.ADOPTED and one not in chosen]
    touched = {one.pk: _areas(one, picks if one in chosen else [Pick(one.pk)]) for one in [*chosen, *adopted]}
    finder = _Finder(chosen, adopted)
    by_area = finder.groups(lambda one: touched[one.pk])
    by_basis = finder.groups(lambda one: one.legal_bases)
    by_both = finder.groups(lambda one: {(area, basis) for area in touched[one.pk] for basis in one.legal_bases})
    told = {_ids(group) for group in by_both.values()}
    return [
        *_relations(chosen, adopted),
        *(
            Overlap(OverlapKind.CASES, f"{areas[area].label}, {basis}", group)
            for (area, basis), group in by_both.items()
        ),
        *_same(OverlapKind.CASES, finder.groups(lambda one: one.services), str),
        *_same(OverlapKind.CASES, finder.groups(lambda one: one.printed), lambda place: f"nummer {place[1]} i kilden"),
        *_same(OverlapKind.AREA, _without(by_area, told), lambda area: areas[area].label),
        *_inside_each_other(by_area, touched, areas, finder),
        *_same(OverlapKind.LEGAL_BASIS, _without(by_basis, told), str),
    ]


@dataclass(frozen=True)
class _Finder:
    chosen: Sequence[Proposal]
    adopted: Sequence[Proposal]

    def groups(self, of: Callable[[Proposal], Iterable[T]]) -> dict[T, list[Proposal]]:
        """What several proposals have, with them, where one of them is chosen."""
        found: defaultdict[T, list[Proposal]] = defaultdict(list)
        for one in [*self.chosen, *self.adopted]:
            for thing in of(one):
                found[thing].append(one)
        ordered = sorted(found.items(), key=lambda item: str(item[0]))
        return {thing: group for thing, group in ordered if self.matters(group)}

    def matters(self, group: Sequence[Proposal]) -> bool:
        return len(group) > 1 and any(one in self.chosen for one in group)


def _same(kind: OverlapKind, groups: Mapping[T, Sequence[Proposal]], label: Callable[[T], str]) -> list[Overlap]:
    return [Overlap(kind, label(thing), group) for thing, group in groups.items()]


def _ids(group: Iterable[Proposal]) -> frozenset[int]:
    return frozenset(one.pk for one in group)


def _without(
    groups: Mapping[T, Sequence[Proposal]], told: Collection[frozenset[int]]
) -> Mapping[T, Sequence[Proposal]]:
    """The groups whose proposals have not been told to share more than this already."""
    return {thing: group for thing, group in groups.items() if _ids(group) not in told}


def _areas(proposal: Proposal, picks: Collection[Pick]) -> frozenset[int]:
    return frozenset(line.area for line in proposal.chosen_lines(picks) if line.area is not None)


def _inside_each_other(
    by_area: Mapping[int, Sequence[Proposal]],
    touched: Mapping[int, frozenset[int]],
    areas: Mapping[int, Area],
    finder: _Finder,
) -> Iterator[Overlap]:
    """Proposals of an area, and others of areas that are part of it."""
    everybody = [*finder.chosen, *finder.adopted]
    for outer in sorted({area for one in everybody for area in touched[one.pk]}, key=lambda pk: areas[pk].label):
        inside = {area for area in areas if outer in _above(area, areas)}
        group = [one for one in everybody if touched[one.pk] & (inside | {outer})]
        is_told = _ids(group) == _ids(by_area.get(outer, ()))
        if finder.matters(group) and not is_told and any(touched[one.pk] & inside for one in group):
            yield Overlap(OverlapKind.AREA, f"{areas[outer].label} med underliggende rammer", group)


def _above(area: int, areas: Mapping[int, Area]) -> Iterator[int]:
    parent = areas[area].parent
    while parent is not None:
        yield parent
        parent = areas[parent].parent


def _relations(chosen: Sequence[Proposal], adopted: Sequence[Proposal]) -> Iterator[Overlap]:
    """Each pair of which one says that it replaces the other, or is an alternative to it."""
    for one in [*chosen, *adopted]:
        for other in [*chosen, *adopted]:
            word = _relation(one, other) if one is not other and (one in chosen or other in chosen) else ""
            if word:
                yield Overlap(OverlapKind.RELATION, f"{one.name} {word} {other.name}", [one, other])


def _relation(one: Proposal, other: Proposal) -> str:
    named = {name.casefold(): word for name, word in one.named.items()}
    numbers = (name.casefold() for name in (*other.numbers, other.key))
    return one.linked.get(other.pk) or next((named[number] for number in numbers if number in named), "")
