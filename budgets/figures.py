"""Figures: plotly figures built here and drawn in the browser; a table with the same numbers stands beside each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from budgets.amounts import Unit, format_number
from budgets.calendar import MONTH_NAMES, MONTH_SHORT
from budgets.cases.summary import MonthRow
from budgets.months import AreaMonth
from budgets.wording import millions

ACCENT, PAST, MORE, LESS, CAME = "#0d4e74", "#8a8a8a", "#b4450a", "#4f8bbd", "#2e7d5b"
"""One colour for one thing on all pages: expected, budget or target or last year, a rise, a fall, and what has come."""
SERIES = ("#0d4e74", "#b4450a", "#2e7d5b", "#7b3f8c", "#6b5900", "#3a6ea5", "#9c2f4f", "#4a4a4a")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "triangle-down", "star")
"""Of several lines of one kind each has a colour of its own and, so that it is never colour alone, a mark."""
LABELS_IN_HEIGHT = 16
"""So many lines of text fit above each other in a figure."""
LAYOUT: dict[str, Any] = {
    "font": {"family": "IBM Plex Sans, sans-serif", "size": 14, "color": "#1a1a1a"},
    "separators": ",.",
    "margin": {"l": 80, "r": 20, "t": 24, "b": 40},
    "height": 380,
    "paper_bgcolor": "#fff",
    "plot_bgcolor": "#fff",
    "legend": {"orientation": "h", "y": -0.2, "yanchor": "top", "x": 0},
    "xaxis": {"fixedrange": True, "showgrid": False},
    "yaxis": {
        "fixedrange": True,
        "gridcolor": "#dcdcdc",
        "zerolinecolor": "#8a8a8a",
        "rangemode": "tozero",
        "tickformat": ",.2~f",
    },
    "hovermode": "x unified",
}


@dataclass(frozen=True)
class Figure:
    """A figure with the name that its place on the page has, and what it shows in words."""

    name: str
    alt: str
    data: dict[str, object]


def draw(name: str, alt: str, traces: Sequence[Any], unit_label: str, **layout: Any) -> Figure:
    """The figure of the traces in our own layout, with the unit on the axis and a name at the end of each line."""
    axes = {name: {**LAYOUT[name], **dict(layout.pop(name, {}))} for name in ("xaxis", "yaxis")}
    figure = go.Figure(data=list(traces), layout={**LAYOUT, **layout, **axes, "annotations": _end_labels(traces)})
    figure.update_yaxes(title_text=unit_label)
    return Figure(name, alt, figure.to_plotly_json())


def _end_labels(traces: Sequence[Any]) -> list[dict[str, Any]]:
    """The name of each line beside its last point, apart from each other; shown where the browser has room."""
    lines = [trace for trace in traces if trace.type == "scatter"]
    points = [(x, y, trace) for trace in lines for x, y in _last_point(trace)]
    every = [0.0, *(y for trace in lines for y in trace.y if y is not None)]
    apart = (max(every) - min(every)) / LABELS_IN_HEIGHT
    labels, lowest = [], min(every) - apart
    for x, y, trace in sorted(points, key=lambda point: point[1]):
        lowest = max(y, lowest + apart)
        place = {"x": x, "y": lowest, "xanchor": "left", "yanchor": "middle", "xshift": 10, "showarrow": False}
        labels.append({**place, "text": trace.name, "font": {"color": trace.line.color}})
    return labels


def _last_point(trace: Any) -> list[tuple[Any, float]]:
    return [(x, y) for x, y in zip(trace.x, trace.y, strict=True) if y is not None][-1:]


def shown(amounts: Sequence[Decimal | None], unit: Unit) -> list[float | None]:
    """Amounts in the unit, for drawing only."""
    return [None if amount is None else float(amount / unit.factor) for amount in amounts]


def cases(rows: Sequence[MonthRow]) -> Figure:
    """How many are in service month by month, this year and last."""
    now = go.Scatter(
        x=MONTH_SHORT,
        y=[None if row.in_service is None else float(row.in_service) for row in rows],
        name="I år",
        mode="lines+markers",
        line={"color": ACCENT, "width": 3},
    )
    before = go.Scatter(
        x=MONTH_SHORT,
        y=[None if row.in_service_before is None else float(row.in_service_before) for row in rows],
        name="Året før",
        mode="lines",
        line={"color": PAST, "dash": "dash", "width": 2},
    )
    return draw("sager", of_cases(rows), [before, now], "borgere i tilbud")


def months(rows: Sequence[AreaMonth], unit: Unit) -> Figure:
    """Budget and booked expenditure of a year, accumulated month by month."""
    budget = go.Scatter(
        x=MONTH_SHORT,
        y=shown([row.budget_to_date for row in rows], unit),
        name="Korrigeret budget til dato",
        mode="lines",
        line={"color": PAST, "dash": "dash", "width": 2},
    )
    spent = go.Scatter(
        x=MONTH_SHORT,
        y=shown([row.spent_to_date for row in rows], unit),
        name="Forbrug til dato",
        mode="lines+markers",
        line={"color": CAME, "width": 3},
    )
    return draw("maaneder", of_months(rows), [budget, spent], unit.label)


def of_months(rows: Sequence[AreaMonth]) -> str:
    """How the expenditure stands against the budget, in a sentence."""
    booked = [row for row in rows if row.spent_to_date is not None]
    if not booked:
        return f"Der er ikke indlæst forbrug endnu. Budgettet for året er {millions(rows[-1].budget_to_date)}"
    last = booked[-1]
    spent = last.spent_to_date or Decimal(0)
    told = f"Til og med {MONTH_NAMES[last.month - 1]} er forbruget {millions(spent)}"
    if spent == last.budget_to_date:
        return f"{told}, som svarer til budgettet til dato."
    way = "over" if spent > last.budget_to_date else "under"
    return f"{told}, {millions(abs(spent - last.budget_to_date))} {way} budgettet til dato."


def of_cases(rows: Sequence[MonthRow]) -> str:
    """How many are in service in the last month, and were a year before, in a sentence."""
    counted = [row for row in rows if row.in_service is not None]
    if not counted:
        return "Der er ikke registreret borgere i året."
    last = counted[-1]
    before = "" if last.in_service_before is None else f" mod {format_number(last.in_service_before, 1)} året før"
    now = format_number(last.in_service or Decimal(0), 1)
    return f"I {MONTH_NAMES[last.month - 1]} var der i gennemsnit {now} borgere i tilbud{before}."
