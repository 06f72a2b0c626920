"""The plotly figures of cases and of an area's months, with their text alternatives."""

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go

from budgets.caseload.summary import MonthRow
from budgets.foundation.amounts import Unit, format_number
from budgets.foundation.calendar import MONTH_NAMES, MONTH_SHORT
from budgets.foundation.figures import ACCENT, PAST, REALISED, Figure, draw, plot_values
from budgets.foundation.wording import millions
from budgets.overview.months import AreaMonth


def build_case_figure(months: Sequence[MonthRow]) -> Figure:
    """Persons in service by month, this year and last year."""
    this_year = go.Scatter(
        x=MONTH_SHORT,
        y=[None if month.in_service is None else float(month.in_service) for month in months],
        name="I år",
        mode="lines+markers",
        line={"color": ACCENT, "width": 3},
    )
    last_year = go.Scatter(
        x=MONTH_SHORT,
        y=[None if month.in_service_before is None else float(month.in_service_before) for month in months],
        name="Året før",
        mode="lines",
        line={"color": PAST, "dash": "dash", "width": 2},
    )
    return draw("sager", describe_cases(months), [last_year, this_year], "borgere i tilbud")


def build_month_figure(months: Sequence[AreaMonth], unit: Unit) -> Figure:
    """Accumulated budget and expenditure of a year by month."""
    budget = go.Scatter(
        x=MONTH_SHORT,
        y=plot_values([month.budget_to_date for month in months], unit),
        name="Korrigeret budget til dato",
        mode="lines",
        line={"color": PAST, "dash": "dash", "width": 2},
    )
    spent = go.Scatter(
        x=MONTH_SHORT,
        y=plot_values([month.spent_to_date for month in months], unit),
        name="Forbrug til dato",
        mode="lines+markers",
        line={"color": REALISED, "width": 3},
    )
    return draw("maaneder", describe_months(months), [budget, spent], unit.label)


def describe_months(months: Sequence[AreaMonth]) -> str:
    """A sentence that compares expenditure with budget to date."""
    booked_months = [month for month in months if month.spent_to_date is not None]
    if not booked_months:
        return f"Der er ikke indlæst forbrug endnu. Budgettet for året er {millions(months[-1].budget_to_date)}"
    last = booked_months[-1]
    spent = last.spent_to_date or Decimal(0)
    beginning = f"Til og med {MONTH_NAMES[last.month - 1]} er forbruget {millions(spent)}"
    if spent == last.budget_to_date:
        return f"{beginning}, som svarer til budgettet til dato."
    direction = "over" if spent > last.budget_to_date else "under"
    return f"{beginning}, {millions(abs(spent - last.budget_to_date))} {direction} budgettet til dato."


def describe_cases(months: Sequence[MonthRow]) -> str:
    """A sentence about the persons in service in the last month and a year before."""
    counted_months = [month for month in months if month.in_service is not None]
    if not counted_months:
        return "Der er ikke registreret borgere i året."
    last = counted_months[-1]
    before = "" if last.in_service_before is None else f" mod {format_number(last.in_service_before, 1)} året før"
    now = format_number(last.in_service or Decimal(0), 1)
    return f"I {MONTH_NAMES[last.month - 1]} var der i gennemsnit {now} borgere i tilbud{before}."
