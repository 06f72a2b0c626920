"""The tables of savings: one builder for the pages and their downloads."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from budgets.foundation.tabular import Column, Kind, Row, Table, Value
from initiatives.catalogues.models.initiatives import Lifecycle
from initiatives.results.models import Cause
from reports.estimates.wording import DEVIATION, SIGNS
from reports.savings.grouping import Group, Shown
from reports.savings.months import Months, add_months, period_label
from reports.savings.rows import SavingRow, Savings, Sums, YearFigures, add_up

Link = Callable[[SavingRow], str]
UNFOLLOWED = "ikke fulgt op, indgår med den forudsatte effekt"
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


def _figures(sums: Sums) -> list[Value]:
    return [
        sums.target,
        sums.to_date,
        sums.realised,
        sums.forecast,
        sums.deviation,
        sums.rate,
        sums.full_year or None,
        sums.weighted,
    ]


def initiatives_table(savings: Savings, shown: Sequence[Shown], months: Months, link: Link) -> Table:
    """An initiative a row, with a small line of what had come; ended ones last and in no sum."""
    columns = [*FIGURES, Column("Status og årsag", Kind.TEXT)]
    counting = [one for one in shown if one.row.counts]
    rows = [_initiative(one, months, link) for one in sorted(shown, key=lambda one: not one.row.counts)]
    total = Row("I alt", [*_figures(add_up(one.sums for one in counting)), ""], is_total=True)
    return Table(
        name="tiltag",
        caption=f"Tiltag i {savings.year}",
        first="Tiltag",
        columns=columns,
        rows=[*rows, total] if rows else [],
        notes=_notes(shown),
        is_constructed=savings.is_constructed,
    )


def _initiative(one: Shown, months: Months, link: Link) -> Row:
    row = one.row
    return Row(
        heading=row.initiative.title,
        cells=[*_figures_of(one), _status(row)],
        link=link(row),
        about=_about(one),
        is_quiet=not row.counts,
        line=_line([row], months) if one.is_whole else (),
    )


def _figures_of(one: Shown) -> list[Value]:
    """What is known, and of an initiative that has ended only what it had promised; a part has its share of it."""
    row = one.row
    if not row.counts:
        return [one.sums.target, one.sums.to_date, *[None] * (len(FIGURES) - 2)]
    if not one.is_whole:
        return _figures(one.sums)
    full_year = row.told.full_year_effect if row.told else None
    weighted = None if row.forecast is None else row.weighted
    return [row.target, row.to_date, row.realised, row.forecast, row.deviation, row.rate, full_year, weighted]


def _status(row: SavingRow) -> str:
    """The status and why, in words."""
    if row.told is None or row.status is None:
        return ""
    return f"{row.status.label} ({Cause(row.told.cause).label})" if row.told.cause else row.status.label


def _line(rows: Sequence[SavingRow], months: Months) -> list[tuple[str, Decimal]]:
    """What the rows that count had realised by each period; none where there are too few to draw."""
    found = add_months(rows, months)
    return [(period_label(period), one.realised) for period, one in found.items()] if len(found) > 1 else []


def _about(one: Shown) -> str:
    """What must be known to read the row."""
    row = one.row
    found = []
    if not row.counts:
        found.append(f"{Lifecycle(row.initiative.lifecycle).label}, tæller ikke med")
    elif not row.is_followed and row.target is not None:
        found.append(UNFOLLOWED)
    if not one.is_whole:
        found.append("en del af tiltaget")
    if one.is_spread:
        found.append(SPREAD)
    return "; ".join(found)


def groups_table(
    savings: Savings, groups: Sequence[Group], label: str, months: Months, link: Callable[[Group], str]
) -> Table:
    """A group a row, and the whole."""
    columns = [Column("Tiltag", Kind.COUNT), *FIGURES]
    rows = [
        Row(
            one.label.capitalize() if one.label.islower() else one.label,
            [one.count, *_figures(one.sums)],
            link=link(one),
            about=_about_group(one),
            line=_line([shown.row for shown in one.shown], months)
            if all(shown.is_whole for shown in one.shown)
            else (),
        )
        for one in groups
    ]
    everything = {shown.row.initiative.pk for one in groups for shown in one.shown if shown.row.counts}
    total = Row("I alt", [len(everything), *_figures(add_up(one.sums for one in groups))], is_total=True)
    return Table(
        name="grupper",
        caption=f"Tiltag efter {label} i {savings.year}",
        first=label.capitalize(),
        columns=columns,
        rows=[*rows, total] if rows else [],
        notes=[*_notes([shown for one in groups for shown in one.shown]), IN_SEVERAL],
        is_constructed=savings.is_constructed,
    )


def _about_group(found: Group) -> str:
    """What must be known to read the row."""
    told = [f"{found.unfollowed} {UNFOLLOWED}"] if found.unfollowed else []
    told += [f"{found.ended} udgået eller erstattet, tæller ikke med"] if found.ended else []
    return "; ".join([*told, SPREAD] if found.is_spread else told)


RULES = (
    SIGNS,
    DEVIATION,
    "Målopfyldelse er forventet effekt i procent af forudsat effekt.",
    "Risikovægtet er den opnåede effekt plus en del af den, der mangler: 100 % ved lav risiko, 75 % ved middel og "
    "50 % ved høj. Udgifter og tiltag uden risikovurdering tæller fuldt. Vægtene er et eksempel.",
    "Helårseffekt i alt er summen for de tiltag, hvor den er oplyst.",
)
IN_SEVERAL = "Et tiltag, der hører til flere grupper, tælles med i hver af dem, men kun én gang i alt."
HOW_SPREAD = "Hvor der ikke er fulgt op linje for linje, er et tiltags tal fordelt efter linjernes forudsatte effekt."


def _notes(shown: Sequence[Shown]) -> list[str]:
    return [*RULES, HOW_SPREAD] if any(one.is_spread for one in shown) else [*RULES]


def years_table(by_year: Mapping[int, YearFigures], *, is_constructed: bool) -> Table:
    """Target, forecast and realised year by year."""
    rows = [Row(str(year), [one.target, one.forecast, one.realised]) for year, one in by_year.items()]
    return Table(
        name="effekt-pr-aar",
        caption="Effekt pr. år",
        first="År",
        columns=[Column("Forudsat"), Column("Forventet"), Column("Opnået")],
        rows=rows,
        notes=[SIGNS, "År, der ikke er fulgt op, indgår med den forudsatte effekt."],
        is_constructed=is_constructed,
    )
