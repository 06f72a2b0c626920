"""Plotly figures, built here and drawn in the browser. Each page also shows the same numbers in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from budgets.foundation.amounts import Unit

ACCENT, PAST, MORE, LESS, REALISED = "#0d4e74", "#8a8a8a", "#b4450a", "#4f8bbd", "#2e7d5b"
"""The colours on all pages: expected; budget, target or last year; a rise; a fall; realised."""


SERIES = ("#0d4e74", "#b4450a", "#2e7d5b", "#7b3f8c", "#6b5900", "#3a6ea5", "#9c2f4f", "#4a4a4a")


SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "triangle-down", "star")
"""The markers of several lines of one kind, so that lines are told apart by more than colour."""


LABELS_IN_HEIGHT = 16
"""How many lines of text fit above each other in a figure."""


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
    """A figure: the name of its element on the page, its text alternative, and plotly's JSON."""

    name: str
    alt: str
    data: dict[str, object]


def draw(name: str, alt: str, traces: Sequence[Any], unit_label: str, **layout: Any) -> Figure:
    """The traces in the common layout, with the unit on the axis and a name at the end of each line."""
    axes = {name: {**LAYOUT[name], **dict(layout.pop(name, {}))} for name in ("xaxis", "yaxis")}
    figure = go.Figure(data=list(traces), layout={**LAYOUT, **layout, **axes, "annotations": _end_labels(traces)})
    figure.update_yaxes(title_text=unit_label)
    return Figure(name, alt, figure.to_plotly_json())


def _end_labels(traces: Sequence[Any]) -> list[dict[str, Any]]:
    """The name of each line beside its last point, moved apart to be readable; a narrow browser hides them."""
    lines = [trace for trace in traces if trace.type == "scatter"]
    points = [(x, y, trace) for trace in lines for x, y in _last_point(trace)]
    amounts = [0.0, *(y for trace in lines for y in trace.y if y is not None)]
    distance = (max(amounts) - min(amounts)) / LABELS_IN_HEIGHT
    labels, lowest = [], min(amounts) - distance
    for x, y, trace in sorted(points, key=lambda point: point[1]):
        lowest = max(y, lowest + distance)
        place = {"x": x, "y": lowest, "xanchor": "left", "yanchor": "middle", "xshift": 10, "showarrow": False}
        labels.append({**place, "text": trace.name, "font": {"color": trace.line.color}})
    return labels


def _last_point(trace: Any) -> list[tuple[Any, float]]:
    return [(x, y) for x, y in zip(trace.x, trace.y, strict=True) if y is not None][-1:]


def plot_values(amounts: Sequence[Decimal | None], unit: Unit) -> list[float | None]:
    """Amounts (kroner) as floats in the unit, for drawing only."""
    return [None if amount is None else float(amount / unit.factor) for amount in amounts]
