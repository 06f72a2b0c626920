"""The figures of the dashboard and of the pages on savings."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import plotly.graph_objects as go

from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.figures import ACCENT, LESS, MORE, PAST, REALISED, Figure, draw, plot_values
from budgets.overview.rows import Overview
from reports.estimates.figures import ZERO
from reports.savings.months import MonthFigures, format_period
from reports.savings.rows import YearFigures
from reports.statements.bridge import Bridge


def draw_effect_by_year(by_year: Mapping[int, YearFigures], sentence: str, unit: Unit) -> Figure:
    """Bars of target, forecast and realised effect by year; the part of the target that is not assessed is hatched."""
    years, figures = [str(year) for year in by_year], by_year.values()
    assessed = [of_year.assessed_target for of_year in figures]
    unassessed = [of_year.target - of_year.assessed_target for of_year in figures]
    stripes = {"color": REALISED, "pattern": {"shape": "/"}}
    hatched = {"color": "white", "pattern": {"shape": "x", "fgcolor": PAST}, "line": {"color": PAST, "width": 1}}
    bars = [
        go.Bar(x=years, y=plot_values(amounts, unit), base=base, name=name, marker=marker, offsetgroup=group)
        for name, amounts, base, marker, group in (
            ("Forudsat", assessed, None, {"color": PAST}, "target"),
            ("Forudsat, ikke vurderet", unassessed, plot_values(assessed, unit), hatched, "target"),
            ("Forventet", [of_year.forecast for of_year in figures], None, {"color": ACCENT}, "forecast"),
            ("Opnået", [of_year.realised for of_year in figures], None, stripes, "realised"),
        )
    ]
    return draw("effekt-pr-aar", sentence, bars, f"effekt, {unit.label}", barmode="group", xaxis={"type": "category"})


def draw_budget_bridge(bridge: Bridge, sentence: str, unit: Unit) -> Figure:
    """A waterfall from corrected budget to expected accounts: each step's bar starts where the previous one ended."""
    bases, level = [ZERO], bridge.budget
    for step in bridge.steps:
        bases.append(level)
        level += step.amount
    bases.append(ZERO)
    amounts = [bridge.budget, *(step.amount for step in bridge.steps), bridge.expected]
    colours = [PAST, *(MORE if step.amount > 0 else LESS for step in bridge.steps), ACCENT]
    bars = go.Bar(
        x=["Korrigeret budget", *(step.label.capitalize() for step in bridge.steps), "Forventet regnskab"],
        y=plot_values(amounts, unit),
        base=plot_values(bases, unit),
        marker={"color": colours},
        text=[in_unit(unit).text(amount) for amount in amounts],
        textposition="outside",
    )
    return draw(
        "bro", sentence, [bars], unit.label, showlegend=False, yaxis={"range": compute_limits(bases, amounts, unit)}
    )


def compute_limits(bases: Sequence[Decimal], amounts: Sequence[Decimal], unit: Unit) -> list[float | None]:
    """Limits of the value axis around the ends of the bars, so that the small steps remain visible."""
    ends = [base + amount for base, amount in zip(bases, amounts, strict=True)]
    low, high = min(ends), max(ends)
    margin = max((high - low) / 4, abs(high) / 100)
    return plot_values([low - margin, high + margin], unit)


def draw_budget_by_area(overview: Overview, sentence: str, unit: Unit) -> Figure:
    """Bars of corrected budget, expected accounts and booked expenditure, for the areas without child areas."""
    parents = {row.area.parent_id for row in overview.rows if row.area}
    area_rows = [row for row in overview.rows if row.area and row.area.pk not in parents]
    names = [row.area.title for row in area_rows if row.area]

    def bar(name: str, label: str, marker: Mapping[str, object]) -> object:
        amounts = plot_values([getattr(row.sums, name) for row in area_rows], unit)
        return go.Bar(y=names, x=amounts, name=label, orientation="h", marker=marker)

    bars = [bar("corrected", "Korrigeret budget", {"color": PAST})] if overview.is_decided else []
    bars.append(bar("expected", "Forventet regnskab", {"color": ACCENT}))
    if overview.is_booked:
        bars.append(bar("spent", "Forbrug til dato", {"color": REALISED, "pattern": {"shape": "/"}}))
    return draw(
        "omraader",
        sentence,
        bars,
        "",
        barmode="group",
        height=140 + 90 * len(area_rows),
        xaxis={"title": {"text": unit.label}, "tickformat": ",.0f", "rangemode": "tozero"},
        yaxis={"autorange": "reversed", "automargin": True, "tickformat": ""},
    )


def draw_effect_by_month(by_month: Mapping[int, MonthFigures], sentence: str, unit: Unit) -> Figure:
    """Lines of target to date, realised effect and the year's forecast effect, by period."""
    labels = [format_period(period) for period in by_month]

    def line(name: str, label: str, style: Mapping[str, object]) -> object:
        amounts = plot_values([getattr(figures, name) for figures in by_month.values()], unit)
        return go.Scatter(x=labels, y=amounts, name=label, mode="lines+markers", line=style)

    lines = [
        line("to_date", "Forudsat til dato", {"color": PAST, "dash": "dash", "width": 2}),
        line("realised", "Opnået", {"color": REALISED, "width": 3}),
        line("forecast", "Forventet for året", {"color": ACCENT, "dash": "dot", "width": 2}),
    ]
    return draw("maaneder", sentence, lines, f"effekt, {unit.label}", xaxis={"type": "category"})
