"""The tables of savings, used both for the pages and for their downloads."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from budgets.foundation.tabular import Column, Kind, Row, Table, Value
from initiatives.catalogues.models.initiatives import Lifecycle
from initiatives.results.models import Cause
from reports.estimates.wording import DEVIATION, NOT_ASSESSED, SIGNS
from reports.savings.grouping import Group, SelectedRow
from reports.savings.months import Months, add_months, format_period
from reports.savings.rows import SavingRow, Savings, Sums, YearFigures, add_up

Link = Callable[[SavingRow], str]
UNASSESSED = "ikke vurderet"
SPREAD = "fordelt efter forudsat effekt"

FIGURES = (
    Column("Forudsat"),
    Column("Forudsat til dato"),
    Column("Opnået"),
    Column("Forventet"),
    Column("Afvigelse"),
    Column("Målopfyldelse, %", Kind.PERCENT),
    Column("Helårseffekt"),
    Column("Risikovægtet"),
)


def _build_figures(sums: Sums) -> list[Value]:
    return [
        sums.target,
        sums.to_date,
        sums.realised,
        sums.forecast,
        sums.deviation,
        sums.rate,
        sums.full_year or None,
        sums.weighted if sums.assessed else None,
    ]


def build_initiatives_table(
    savings: Savings, selected_rows: Sequence[SelectedRow], months: Months, link: Link
) -> Table:
    """One row for each initiative, with a sparkline of its realised effect; ended ones last and not in the total."""
    columns = [*FIGURES, Column("Status og årsag", Kind.TEXT)]
    counted_rows = [selected for selected in selected_rows if selected.row.counts]
    rows = [
        _build_initiative_row(selected, months, link)
        for selected in sorted(selected_rows, key=lambda selected: not selected.row.counts)
    ]
    total = Row("I alt", [*_build_figures(add_up(selected.sums for selected in counted_rows)), ""], is_total=True)
    return Table(
        name="tiltag",
        caption=f"Tiltag i {savings.year}",
        first="Tiltag",
        columns=columns,
        rows=[*rows, total] if rows else [],
        notes=_get_notes(selected_rows),
        is_constructed=savings.is_constructed,
    )


def _build_initiative_row(selected: SelectedRow, months: Months, link: Link) -> Row:
    row = selected.row
    return Row(
        heading=row.initiative.title,
        cells=[*_build_row_figures(selected), _format_status(row)],
        link=link(row),
        about=_describe_row(selected),
        is_quiet=not row.counts,
        line=_build_sparkline([row], months) if selected.is_whole else (),
    )


def _build_row_figures(selected: SelectedRow) -> list[Value]:
    """The row's figures: only the target of an ended initiative, and the selected parts' share of a partial row."""
    row = selected.row
    if not row.counts:
        return [selected.sums.target, selected.sums.to_date, *[None] * (len(FIGURES) - 2)]
    if not selected.is_whole:
        return _build_figures(selected.sums)
    full_year = row.approved.full_year_effect if row.approved else None
    weighted = None if row.forecast is None else row.weighted
    return [row.target, row.to_date, row.realised, row.forecast, row.deviation, row.rate, full_year, weighted]


def _format_status(row: SavingRow) -> str:
    """The status and its cause, in Danish."""
    if row.approved is None or row.status is None:
        return ""
    return f"{row.status.label} ({Cause(row.approved.cause).label})" if row.approved.cause else row.status.label


def _build_sparkline(rows: Sequence[SavingRow], months: Months) -> list[tuple[str, Decimal]]:
    """Period labels and realised effect of the counted rows; empty where there are fewer than two periods."""
    by_month = add_months(rows, months)
    return (
        [(format_period(period), figures.realised) for period, figures in by_month.items()] if len(by_month) > 1 else []
    )


def _describe_row(selected: SelectedRow) -> str:
    """Remarks needed to read the initiative's row, in Danish."""
    row = selected.row
    remarks = []
    if not row.counts:
        remarks.append(f"{Lifecycle(row.initiative.lifecycle).label}, tæller ikke med")
    elif row.is_unassessed:
        remarks.append(UNASSESSED)
    if not selected.is_whole:
        remarks.append("en del af tiltaget")
    if selected.is_spread:
        remarks.append(SPREAD)
    return "; ".join(remarks)


def build_groups_table(
    savings: Savings, groups: Sequence[Group], label: str, months: Months, link: Callable[[Group], str]
) -> Table:
    """One row for each group, and the total."""
    columns = [Column("Tiltag", Kind.COUNT), *FIGURES]
    rows = [
        Row(
            group.label.capitalize() if group.label.islower() else group.label,
            [group.count, *_build_figures(group.sums)],
            link=link(group),
            about=_describe_group(group),
            line=_build_sparkline([selected.row for selected in group.selected_rows], months)
            if all(selected.is_whole for selected in group.selected_rows)
            else (),
        )
        for group in groups
    ]
    counted_ids = {
        selected.row.initiative.pk for group in groups for selected in group.selected_rows if selected.row.counts
    }
    total = Row("I alt", [len(counted_ids), *_build_figures(add_up(group.sums for group in groups))], is_total=True)
    return Table(
        name="grupper",
        caption=f"Tiltag efter {label} i {savings.year}",
        first=label.capitalize(),
        columns=columns,
        rows=[*rows, total] if rows else [],
        notes=[*_get_notes([selected for group in groups for selected in group.selected_rows]), IN_SEVERAL],
        is_constructed=savings.is_constructed,
    )


def _describe_group(group: Group) -> str:
    """Remarks needed to read the group's row, in Danish."""
    remarks = [f"{group.unassessed_count} {UNASSESSED}"] if group.unassessed_count else []
    remarks += [f"{group.ended_count} udgået eller erstattet, tæller ikke med"] if group.ended_count else []
    return "; ".join([*remarks, SPREAD] if group.is_spread else remarks)


RULES = (
    SIGNS,
    DEVIATION,
    "Målopfyldelse er forventet effekt i procent af forudsat effekt.",
    "Risikovægtet er den opnåede effekt plus en del af den, der mangler: 100 % ved lav risiko, 75 % ved middel og "
    "50 % ved høj. Udgifter og tiltag uden risikovurdering tæller fuldt. Vægtene er et eksempel.",
    "Helårseffekt i alt er summen for de tiltag, hvor den er oplyst.",
    NOT_ASSESSED,
)
IN_SEVERAL = "Et tiltag, der hører til flere grupper, tælles med i hver af dem, men kun én gang i alt."
HOW_SPREAD = "Hvor der ikke er fulgt op linje for linje, er et tiltags tal fordelt efter linjernes forudsatte effekt."


def _get_notes(selected_rows: Sequence[SelectedRow]) -> list[str]:
    return [*RULES, HOW_SPREAD] if any(selected.is_spread for selected in selected_rows) else [*RULES]


def build_years_table(by_year: Mapping[int, YearFigures], *, is_constructed: bool) -> Table:
    """Target, forecast and realised effect by year."""
    rows = [
        Row(str(year), [figures.target, figures.assessed_target, figures.forecast, figures.realised])
        for year, figures in by_year.items()
    ]
    return Table(
        name="effekt-pr-aar",
        caption="Effekt pr. år",
        first="År",
        columns=[Column("Forudsat"), Column("Heraf vurderet"), Column("Forventet"), Column("Opnået")],
        rows=rows,
        notes=[SIGNS, "Forventet er for den vurderede del af den forudsatte effekt.", NOT_ASSESSED],
        is_constructed=is_constructed,
    )
