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
        return f"Der er intet forbrug endnu; budgettet for året er {millions(rows[-1].budget_to_date)}"
    last = booked[-1]
    spent = last.spent_to_date or Decimal(0)
    way = "over" if spent > last.budget_to_date else "under"
    return (
        f"Til og med {MONTH_NAMES[last.month - 1]} er forbruget {millions(spent)}, "
        f"{millions(abs(spent - last.budget_to_date))} {way} budgettet til dato."
    )


def of_cases(rows: Sequence[MonthRow]) -> str:
    """How many are in service in the last month, and were a year before, in a sentence."""
    counted = [row for row in rows if row.in_service is not None]
    if not counted:
        return "Der er ingen borgere talt i året."
    last = counted[-1]
    before = "" if last.in_service_before is None else f", mod {format_number(last.in_service_before, 1)} året før"
    now = format_number(last.in_service or Decimal(0), 1)
    return f"I {MONTH_NAMES[last.month - 1]} er {now} borgere i tilbud{before}."
