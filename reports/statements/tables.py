"""The tables of the overview, used both for the page and for its downloads."""

from collections.abc import Callable

from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.tabular import Column, Kind, Row, Table, Value
from budgets.overview.rows import AreaRow, Overview
from initiatives.results.models import Cause
from reports.estimates.wording import DEVIATION, NOT_ASSESSED, SIGNS
from reports.savings.grouping import Group
from reports.savings.rows import SavingRow, Savings, Sums
from reports.statements.bridge import Bridge


def build_deviations_table(savings: Savings, rows: list[SavingRow], link: Callable[[SavingRow], str]) -> Table:
    """The initiatives with the largest deviations, with cause, explanation and action."""
    return Table(
        name="afvigelser",
        caption=f"Største afvigelser i {savings.year}",
        first="Tiltag",
        columns=[
            Column("Forudsat"),
            Column("Forventet"),
            Column("Afvigelse"),
            Column("Årsag", Kind.TEXT),
            Column("Forklaring", Kind.TEXT),
            Column("Handling", Kind.TEXT),
            Column("Ansvarlig for handlingen", Kind.TEXT),
        ],
        rows=[_build_deviation_row(row, link(row)) for row in rows],
        notes=[SIGNS, DEVIATION],
        is_constructed=savings.is_constructed,
    )


def _build_deviation_row(row: SavingRow, link: str) -> Row:
    cause = Cause(row.approved.cause).label if row.approved and row.approved.cause else "ikke oplyst"
    action = next(iter(row.actions), None)
    action_text = f"{action.text}, frist {action.deadline:%d.%m.%Y}" if action else "ingen handling"
    owner = action.owner if action else "–"
    explanation = row.approved.explanation if row.approved else ""
    cells: list[Value] = [row.target, row.forecast, row.deviation, cause, explanation or "ingen", action_text, owner]
    return Row(row.initiative.title, cells, link=link)


def build_statuses_table(savings: Savings, groups: list[Group], link: Callable[[Group], str]) -> Table:
    """Number of initiatives and amounts by status."""
    rows = [
        Row(
            group.label.capitalize(),
            [group.count, *_get_amounts(savings, group.sums)],
            link=link(group),
        )
        for group in groups
        if group.count
    ]
    sums = savings.sums
    total = Row("I alt", [len(savings.counted_rows), *_get_amounts(savings, sums)], is_total=True)
    return Table(
        name="status",
        caption=f"Tiltag efter status i {savings.year}",
        first="Status",
        columns=[Column("Tiltag", Kind.COUNT), Column("Forudsat"), Column("Forventet"), Column("Afvigelse")],
        rows=[*rows, total] if rows else [],
        notes=[SIGNS, NOT_ASSESSED],
        is_constructed=savings.is_constructed,
    )


def _get_amounts(savings: Savings, sums: Sums) -> list[Value]:
    """Target, forecast and deviation in kroner; None where no initiative has amounts."""
    return [sums.target, sums.forecast, sums.deviation] if savings.has_amounts else [None] * 3


def build_areas_table(overview: Overview, link: Callable[[AreaRow], str]) -> Table:
    """Budget, expenditure and expected accounts by area; the deviation has the municipality's own sign and word."""
    rows = [_build_area_row(row, overview, link(row)) for row in overview.rows]
    more_is_minus = any(row.deviation and row.deviation.shows_more_as_minus for row in overview.rows)
    return Table(
        name="omraader",
        caption=f"Budget, forbrug og forventet regnskab {overview.year} til og med {MONTH_NAMES[overview.month - 1]}",
        first="Område",
        columns=[
            Column("Korrigeret budget"),
            Column("Forbrug til dato"),
            Column("Forventet regnskab"),
            Column("Afvigelse"),
            Column("Mer-/mindreforbrug", Kind.TEXT),
        ],
        rows=[*rows, _build_area_row(overview.total, overview, "")] if rows else [],
        notes=[
            "Udgifter er positive. Et område, der er delt op, står før sine dele og er summen af dem.",
            "Afvigelse er forventet regnskab minus korrigeret budget"
            + (", med modsat fortegn: et merforbrug er minus." if more_is_minus else "."),
        ],
        is_constructed=overview.is_constructed,
    )


def _build_area_row(row: AreaRow, overview: Overview, link: str) -> Row:
    sums, deviation = row.sums, row.deviation
    cells: list[Value] = [
        sums.corrected if overview.is_decided else None,
        sums.spent if overview.is_booked else None,
        sums.expected,
        deviation.signed_amount if deviation else None,
        deviation.word if deviation else "",
    ]
    return Row(row.area.title if row.area else "I alt", cells, link=link, is_total=row.area is None)


def build_bridge_table(bridge: Bridge, overview: Overview) -> Table:
    """The steps from the corrected budget to the expected accounts."""
    return Table(
        name="bro",
        caption=f"Fra korrigeret budget til forventet regnskab {overview.year}",
        first="Årsag",
        columns=[Column("Beløb")],
        rows=[
            Row("Korrigeret budget", [bridge.budget]),
            *(Row(step.label.capitalize(), [step.amount]) for step in bridge.steps),
            Row("Forventet regnskab", [bridge.expected], is_total=True),
        ],
        notes=[
            "Plus betyder merudgift. Mængde er ændringen i helårspersoner fra året før gange den gennemsnitlige pris, "
            "pris er ændringen i pris pr. helårsperson gange de gennemsnitlige helårspersoner. Tiltag er dem, der er "
            "trukket fra i det forventede regnskab. Figurens akse begynder ikke ved nul."
        ],
        is_constructed=overview.is_constructed,
    )
