"""Figures: plotly figures built here and drawn in the browser; a table with the same numbers stands beside each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from budgets.amounts import Unit
from budgets.calendar import MONTH_SHORT
from budgets.cases.summary import MonthRow
from budgets.months import AreaMonth

ACCENT, PAST, MORE, LESS = "#0d4e74", "#8a8a8a", "#b4450a", "#2e7d5b"
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
        "tickformat": ",.0f",
    },
    "hovermode": "x unified",
}


@dataclass(frozen=True)
class Figure:
    """A figure with the name that its place on the page has, and what it shows in words."""

    name: str
    alt: str
    data: dict[str, object]


def draw(name: str, alt: str, traces: Sequence[object], unit_label: str, **layout: Any) -> Figure:
    """The figure of the traces in our own layout, with the unit on the axis."""
    axes = {name: {**LAYOUT[name], **dict(layout.pop(name, {}))} for name in ("xaxis", "yaxis")}
    figure = go.Figure(data=list(traces), layout={**LAYOUT, **layout, **axes})
    figure.update_yaxes(title_text=unit_label)
    return Figure(name, alt, figure.to_plotly_json())


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
    alt = "Borgere i tilbud måned for måned, i år og året før. Tallene står i tabellen under figuren."
    return draw("sager", alt, [before, now], "borgere i tilbud")


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
        line={"color": ACCENT, "width": 3},
    )
    alt = "Korrigeret budget og forbrug, lagt sammen måned for måned. Tallene står i tabellen under figuren."
    return draw("maaneder", alt, [budget, spent], unit.label)
