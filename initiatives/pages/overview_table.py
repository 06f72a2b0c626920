"""The overview's rows as one table for download."""

from collections.abc import Iterable, Sequence

from budgets.foundation.tabular import Column, Kind, Row, Table, Value
from initiatives.catalogues.plan.rows import PlanRow
from initiatives.pages.overview import Overview, OverviewGroup, OverviewRow

TEXTS = ("Nr.", "Gruppe", "Kategori")
AFTER = ("Risiko", "Fase", "Tæller med", "Beslutning")
SIGN = "Plus betyder mindreudgift."
NOT_COUNTED = "Udgåede og erstattede forslag er vist i tabellen, men tæller ikke med i nogen sum."


def overview_table(overview: Overview, chosen: Iterable[tuple[str, str]]) -> Table:
    """The shown rows in kroner; `chosen` are the filters in words."""
    years = [Column(str(year)) for year in overview.years]
    texts, after = ([Column(text, Kind.TEXT) for text in headings] for headings in (TEXTS, AFTER))
    rows = [row for group in overview.groups for row in _group(group)]
    total_rows = [_sum(row, "") for row in overview.sums] if overview.groups else []
    filters = "; ".join(f"{label}: {text}" for label, text in chosen)
    return Table(
        name="oversigt",
        caption=f"Forslag efter gruppe i {overview.catalogue.title}",
        first="Forslag",
        columns=[*texts, *years, *after],
        rows=[*rows, *total_rows],
        notes=[SIGN, NOT_COUNTED, *([f"Kun {filters}."] if filters else [])],
        is_constructed=overview.catalogue.is_constructed,
    )


def _group(group: OverviewGroup) -> list[Row]:
    return [*(_proposal(row, group.title) for row in group.rows), *(_sum(row, group.title) for row in group.sums)]


def _proposal(row: OverviewRow, group: str) -> Row:
    initiative = row.initiative
    counts = "ja" if initiative.counts else "nej"
    after: Sequence[Value] = [initiative.get_risk_display(), initiative.get_lifecycle_display(), counts, row.decision]
    return Row(initiative.title, [row.number, group, row.category, *_amounts(row.amounts), *after])


def _sum(row: PlanRow, group: str) -> Row:
    label = row.label.replace("\u00ad", "")
    return Row(label, ["", group, "sum", *_amounts(row), *[""] * len(AFTER)], is_total=True)


def _amounts(row: PlanRow) -> list[Value]:
    return [cell.computed for cell in row.cells]
