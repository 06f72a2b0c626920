"""Rows and their parts by what they have in common, and only those that a reader asked for. Pure: no database.

A part belongs to exactly one group, so that the groups' sums are the whole. An initiative with several legal bases is
in the group of all of them together; asking for one of them finds every initiative that has it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices

from initiatives.catalogues.models.initiatives import Lifecycle
from initiatives.results.models import Cause, Status
from reports.savings.rows import Part, SavingRow, Savings, Sums, add_up

NOBODY, WITHOUT = "ingen ansvarlig", "ikke oplyst"


class By(TextChoices):
    """What rows can be gathered and chosen by; the value is its name in the address."""

    CATALOGUE = "katalog", "katalog"
    THEME = "gruppe", "gruppe"
    LEGAL_BASIS = "lovgrundlag", "lovgrundlag"
    AREA = "ramme", "ramme"
    COMMITTEE = "udvalg", "udvalg"
    RESPONSIBLE = "ansvarlig", "ansvarlig"
    STEERING_AREA = "styringsomraade", "styringsområde"
    CATEGORY = "kategori", "kategori"
    LIFECYCLE = "livscyklus", "fase"
    STATUS = "status", "status"
    CAUSE = "aarsag", "årsag til afvigelse"


def _legal_bases(row: SavingRow) -> str:
    """All of them together; a single one is said to be alone, for it is also found among others."""
    return f"{row.legal_bases[0]} alene" if len(row.legal_bases) == 1 else ", ".join(row.legal_bases) or WITHOUT


def _status(row: SavingRow) -> str:
    """The status in words; one that is followed by text alone has none."""
    if row.told is None:
        return "ikke fulgt op"
    return Status(row.told.status).label if row.told.status else "uden status"


OF_ROW: Mapping[By, Callable[[SavingRow], str]] = {
    By.CATALOGUE: lambda row: row.initiative.catalogue.title,
    By.LEGAL_BASIS: _legal_bases,
    By.RESPONSIBLE: lambda row: str(row.initiative.responsible or NOBODY),
    By.LIFECYCLE: lambda row: Lifecycle(row.initiative.lifecycle).label,
    By.STATUS: _status,
    By.CAUSE: lambda row: Cause(row.told.cause).label if row.told and row.told.cause else "ingen årsag",
}
OF_PART: Mapping[By, Callable[[Part], str]] = {
    By.THEME: lambda part: part.theme or WITHOUT,
    By.AREA: lambda part: part.area or WITHOUT,
    By.COMMITTEE: lambda part: part.committee or WITHOUT,
    By.STEERING_AREA: lambda part: part.steering_area or WITHOUT,
    By.CATEGORY: lambda part: part.category or WITHOUT,
}


def labels_of(row: SavingRow, by: By) -> list[str]:
    """What the row can be found by: each of its legal bases, or what its parts belong to."""
    if by is By.LEGAL_BASIS:
        return [*row.legal_bases, OF_ROW[by](row)]
    return [OF_ROW[by](row)] if by in OF_ROW else [OF_PART[by](part) for part in row.parts]


def choices(savings: Savings) -> dict[By, list[str]]:
    """Everything that the rows can be chosen by, in order."""
    return {by: sorted({label for row in savings.rows for label in labels_of(row, by)}) for by in By}


@dataclass(frozen=True)
class Shown:
    """A row with the parts of it that were asked for, and their sums."""

    row: SavingRow
    parts: Sequence[Part]
    is_whole: bool

    @property
    def sums(self) -> Sums:
        """Of the parts that are shown; of the row itself where it is whole."""
        return self.row.sums if self.is_whole else add_up(part.sums for part in self.parts)

    @property
    def is_spread(self) -> bool:
        """True where a figure is only worked out from the target."""
        return not self.is_whole and any(part.is_spread for part in self.parts)


@dataclass(frozen=True)
class Group:
    """What belongs together under a label, with the sums over what counts."""

    label: str
    shown: Sequence[Shown]

    @property
    def sums(self) -> Sums:
        """Over those that count."""
        return add_up(one.sums for one in self.shown if one.row.counts)

    @property
    def count(self) -> int:
        """How many initiatives count in it."""
        return sum(one.row.counts for one in self.shown)

    @property
    def ended(self) -> int:
        """How many are shown and count in no sum."""
        return sum(not one.row.counts for one in self.shown)

    @property
    def unfollowed(self) -> int:
        """How many of them count with their target."""
        return sum(one.row.counts and not one.row.is_followed and one.row.target is not None for one in self.shown)

    @property
    def is_spread(self) -> bool:
        """True where a figure is only worked out from the target."""
        return any(one.is_spread for one in self.shown)


def select(savings: Savings, chosen: Mapping[By, str]) -> list[Shown]:
    """The rows that have every label that was chosen, each with the parts that have."""
    of_parts = {by: label for by, label in chosen.items() if by in OF_PART}
    found = []
    for row in savings.rows:
        if all(label in labels_of(row, by) for by, label in chosen.items()):
            parts = [part for part in row.parts if all(OF_PART[by](part) == label for by, label in of_parts.items())]
            if parts:
                found.append(Shown(row, parts, is_whole=len(parts) == len(row.parts)))
    return found


def group(shown: Iterable[Shown], by: By) -> list[Group]:
    """The rows by what was asked for, largest target first; a row whose parts belong to several is in each."""
    groups: dict[str, list[Shown]] = {}
    for one in shown:
        for label, parts in _split(one, by).items():
            whole = one.is_whole and len(parts) == len(one.parts)
            groups.setdefault(label, []).append(replace(one, parts=parts, is_whole=whole))
    made = [Group(label, rows) for label, rows in groups.items()]
    return sorted(made, key=lambda one: (-one.sums.target, one.label))


def _split(one: Shown, by: By) -> dict[str, list[Part]]:
    if by in OF_ROW:
        return {OF_ROW[by](one.row): list(one.parts)}
    split: dict[str, list[Part]] = {}
    for part in one.parts:
        split.setdefault(OF_PART[by](part), []).append(part)
    return split
