"""Figures: plotly figures built here and drawn in the browser; a table with the same numbers stands beside each."""

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go

from budgets.caseload.summary import MonthRow
from budgets.foundation.amounts import Unit, format_number
from budgets.foundation.calendar import MONTH_NAMES, MONTH_SHORT
from budgets.foundation.figures import ACCENT, PAST, REALISED, Figure, draw, plot_values
from budgets.foundation.wording import millions
from budgets.overview.months import AreaMonth


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
        y=plot_values([row.budget_to_date for row in rows], unit),
        name="Korrigeret budget til dato",
        mode="lines",
        line={"color": PAST, "dash": "dash", "width": 2},
    )
    spent = go.Scatter(
        x=MONTH_SHORT,
        y=plot_values([row.spent_to_date for row in rows], unit),
        name="Forbrug til dato",
        mode="lines+markers",
        line={"color": REALISED, "width": 3},
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
