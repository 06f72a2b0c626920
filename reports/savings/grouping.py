"""Selection and grouping of rows and their parts by a dimension. Pure: no database.

A part belongs to exactly one group, so that the groups' sums add up to the total. An initiative with several legal
bases is in the group of that combination; selecting one legal basis finds every initiative that has it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices

from initiatives.catalogues.models.initiatives import Lifecycle
from initiatives.results.models import Cause, Status
from reports.savings.rows import SavingPart, SavingRow, Savings, Sums, add_up

NOBODY, WITHOUT = "ingen ansvarlig", "ikke oplyst"


class Dimension(TextChoices):
    """What rows can be grouped and selected by; the value is the query parameter's name."""

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


def _format_legal_bases(row: SavingRow) -> str:
    """The label of the combination; a single legal basis is marked as alone, because it also occurs in combinations."""
    return f"{row.legal_bases[0]} alene" if len(row.legal_bases) == 1 else ", ".join(row.legal_bases) or WITHOUT


def _format_status(row: SavingRow) -> str:
    """The status in Danish; a row followed up by text alone has none."""
    if row.approved is None:
        return "ikke fulgt op"
    return Status(row.approved.status).label if row.approved.status else "uden status"


ROW_LABELS: Mapping[Dimension, Callable[[SavingRow], str]] = {
    Dimension.CATALOGUE: lambda row: row.initiative.catalogue.title,
    Dimension.LEGAL_BASIS: _format_legal_bases,
    Dimension.RESPONSIBLE: lambda row: str(row.initiative.responsible or NOBODY),
    Dimension.LIFECYCLE: lambda row: Lifecycle(row.initiative.lifecycle).label,
    Dimension.STATUS: _format_status,
    Dimension.CAUSE: lambda row: (
        Cause(row.approved.cause).label if row.approved and row.approved.cause else "ingen årsag"
    ),
}
PART_LABELS: Mapping[Dimension, Callable[[SavingPart], str]] = {
    Dimension.THEME: lambda part: part.theme or WITHOUT,
    Dimension.AREA: lambda part: part.area or WITHOUT,
    Dimension.COMMITTEE: lambda part: part.committee or WITHOUT,
    Dimension.STEERING_AREA: lambda part: part.steering_area or WITHOUT,
    Dimension.CATEGORY: lambda part: part.category or WITHOUT,
}


def get_labels(row: SavingRow, dimension: Dimension) -> list[str]:
    """The labels by which the row can be selected: each of its legal bases, or the labels of its parts."""
    if dimension is Dimension.LEGAL_BASIS:
        return [*row.legal_bases, ROW_LABELS[dimension](row)]
    return (
        [ROW_LABELS[dimension](row)]
        if dimension in ROW_LABELS
        else [PART_LABELS[dimension](part) for part in row.parts]
    )


def list_labels(savings: Savings) -> dict[Dimension, list[str]]:
    """The labels of each dimension that occur in the rows, sorted."""
    return {
        dimension: sorted({label for row in savings.rows for label in get_labels(row, dimension)})
        for dimension in Dimension
    }


@dataclass(frozen=True)
class SelectedRow:
    """A row with its selected parts, and their sums."""

    row: SavingRow
    parts: Sequence[SavingPart]
    is_whole: bool

    @property
    def sums(self) -> Sums:
        """Sums of the selected parts; of the row itself where all parts are selected."""
        return self.row.sums if self.is_whole else add_up(part.sums for part in self.parts)

    @property
    def is_spread(self) -> bool:
        """True where a figure is divided in proportion to the target effect."""
        return not self.is_whole and any(part.is_spread for part in self.parts)


@dataclass(frozen=True)
class Group:
    """The rows with one label, and the sums of those that count."""

    label: str
    selected_rows: Sequence[SelectedRow]

    @property
    def sums(self) -> Sums:
        """Sums of the counted rows."""
        return add_up(selected.sums for selected in self.selected_rows if selected.row.counts)

    @property
    def count(self) -> int:
        """Number of counted initiatives."""
        return sum(selected.row.counts for selected in self.selected_rows)

    @property
    def ended_count(self) -> int:
        """Number of ended initiatives, which are shown but not included in the sums."""
        return sum(not selected.row.counts for selected in self.selected_rows)

    @property
    def unassessed_count(self) -> int:
        """Number of counted initiatives with a target that no approved follow-up has assessed."""
        return sum(selected.row.is_unassessed for selected in self.selected_rows)

    @property
    def is_spread(self) -> bool:
        """True where a figure is divided in proportion to the target effect."""
        return any(selected.is_spread for selected in self.selected_rows)


def select_rows(savings: Savings, labels: Mapping[Dimension, str]) -> list[SelectedRow]:
    """The rows that have every given label, each with the parts that have them."""
    part_labels = {dimension: label for dimension, label in labels.items() if dimension in PART_LABELS}
    selected_rows = []
    for row in savings.rows:
        if all(label in get_labels(row, dimension) for dimension, label in labels.items()):
            parts = [
                part
                for part in row.parts
                if all(PART_LABELS[dimension](part) == label for dimension, label in part_labels.items())
            ]
            if parts:
                selected_rows.append(SelectedRow(row, parts, is_whole=len(parts) == len(row.parts)))
    return selected_rows


def group_rows(selected_rows: Iterable[SelectedRow], dimension: Dimension) -> list[Group]:
    """The rows grouped by dimension, largest target first; a row whose parts have several labels is in each group."""
    rows_by_label: dict[str, list[SelectedRow]] = {}
    for selected in selected_rows:
        for label, parts in _split_by_label(selected, dimension).items():
            is_whole = selected.is_whole and len(parts) == len(selected.parts)
            rows_by_label.setdefault(label, []).append(replace(selected, parts=parts, is_whole=is_whole))
    groups = [Group(label, rows) for label, rows in rows_by_label.items()]
    return sorted(groups, key=lambda group: (-group.sums.target, group.label))


def _split_by_label(selected: SelectedRow, dimension: Dimension) -> dict[str, list[SavingPart]]:
    if dimension in ROW_LABELS:
        return {ROW_LABELS[dimension](selected.row): list(selected.parts)}
    parts_by_label: dict[str, list[SavingPart]] = {}
    for part in selected.parts:
        parts_by_label.setdefault(PART_LABELS[dimension](part), []).append(part)
    return parts_by_label
