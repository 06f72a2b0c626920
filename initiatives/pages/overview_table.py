"""The overview's rows as one table, to be taken away as a file."""

from collections.abc import Iterable, Sequence

from budgets.foundation.tabular import Column, Kind, Row, Table, Value
from initiatives.catalogues.plan.rows import PlanRow
from initiatives.pages.overview import Overview, OverviewGroup, OverviewRow

TEXTS = ("Nr.", "Gruppe", "Kategori")
AFTER = ("Risiko", "Fase", "Tæller med", "Beslutning")
SIGN = "Plus betyder mindreudgift."
NOT_COUNTED = "Udgåede og erstattede forslag er vist i tabellen, men tæller ikke med i nogen sum."


def overview_table(overview: Overview, chosen: Iterable[tuple[str, str]]) -> Table:
    """What is shown on the page, row for row in kroner; `chosen` are the filters in words."""
    years = [Column(str(year)) for year in overview.years]
    texts, after = ([Column(text, Kind.TEXT) for text in found] for found in (TEXTS, AFTER))
    rows = [row for group in overview.groups for row in _group(group)]
    whole = [_sum(row, "") for row in overview.sums] if overview.groups else []
    only = "; ".join(f"{label}: {text}" for label, text in chosen)
    return Table(
        name="oversigt",
        caption=f"Forslag efter gruppe i {overview.catalogue.title}",
        first="Forslag",
        columns=[*texts, *years, *after],
        rows=[*rows, *whole],
        notes=[SIGN, NOT_COUNTED, *([f"Kun {only}."] if only else [])],
        is_constructed=overview.catalogue.is_constructed,
    )


def _group(group: OverviewGroup) -> list[Row]:
    return [*(_proposal(row, group.title) for row in group.rows), *(_sum(row, group.title) for row in group.sums)]


def _proposal(row: OverviewRow, group: str) -> Row:
    one = row.initiative
    counts = "ja" if one.counts else "nej"
    after: Sequence[Value] = [one.get_risk_display(), one.get_lifecycle_display(), counts, row.decision]
    return Row(one.title, [row.number, group, row.category, *_amounts(row.amounts), *after])


def _sum(row: PlanRow, group: str) -> Row:
    label = row.label.replace("\u00ad", "")
    return Row(label, ["", group, "sum", *_amounts(row), *[""] * len(AFTER)], is_total=True)


def _amounts(row: PlanRow) -> list[Value]:
    return [cell.computed for cell in row.cells]
