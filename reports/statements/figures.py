"""Figures of pages that join the other apps."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import plotly.graph_objects as go

from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.figures import ACCENT, LESS, MORE, PAST, REALISED, Figure, draw, plot_values
from budgets.overview.rows import Overview
from reports.estimates.figures import ZERO
from reports.savings.months import MonthFigures, period_label
from reports.savings.rows import YearFigures
from reports.statements.bridge import Bridge


def effect_of_years(by_year: Mapping[int, YearFigures], sentence: str, unit: Unit) -> Figure:
    """Target, forecast and realised effect year by year."""
    years = [str(year) for year in by_year]
    bars = [
        go.Bar(
            x=years, y=plot_values([getattr(one, name) for one in by_year.values()], unit), name=label, marker=marker
        )
        for name, label, marker in (
            ("target", "Forudsat", {"color": PAST}),
            ("forecast", "Forventet", {"color": ACCENT}),
            ("realised", "Opnået", {"color": REALISED, "pattern": {"shape": "/"}}),
        )
    ]
    return draw("effekt-pr-aar", sentence, bars, f"effekt, {unit.label}", barmode="group", xaxis={"type": "category"})


def budget_bridge(found: Bridge, sentence: str, unit: Unit) -> Figure:
    """From the corrected budget to what is expected: bars that stand on where the one before ended."""
    bases, level = [ZERO], found.budget
    for step in found.steps:
        bases.append(level)
        level += step.amount
    bases.append(ZERO)
    amounts = [found.budget, *(step.amount for step in found.steps), found.expected]
    colours = [PAST, *(MORE if step.amount > 0 else LESS for step in found.steps), ACCENT]
    bars = go.Bar(
        x=["Korrigeret budget", *(step.label.capitalize() for step in found.steps), "Forventet regnskab"],
        y=plot_values(amounts, unit),
        base=plot_values(bases, unit),
        marker={"color": colours},
        text=[in_unit(unit).text(amount) for amount in amounts],
        textposition="outside",
    )
    return draw("bro", sentence, [bars], unit.label, showlegend=False, yaxis={"range": limits_of(bases, amounts, unit)})


def limits_of(bases: Sequence[Decimal], amounts: Sequence[Decimal], unit: Unit) -> list[float | None]:
    """The axis around the steps, which are small beside what they stand on."""
    ends = [base + amount for base, amount in zip(bases, amounts, strict=True)]
    low, high = min(ends), max(ends)
    room = max((high - low) / 4, abs(high) / 100)
    return plot_values([low - room, high + room], unit)


def budget_by_area(overview: Overview, sentence: str, unit: Unit) -> Figure:
    """Corrected budget, what is expected and what is booked, area by area: the lowest ones, in their order."""
    parents = {row.area.parent_id for row in overview.rows if row.area}
    rows = [row for row in overview.rows if row.area and row.area.pk not in parents]
    names = [row.area.title for row in rows if row.area]

    def bar(name: str, label: str, marker: Mapping[str, object]) -> object:
        amounts = plot_values([getattr(row.sums, name) for row in rows], unit)
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
        height=140 + 90 * len(rows),
        xaxis={"title": {"text": unit.label}, "tickformat": ",.0f", "rangemode": "tozero"},
        yaxis={"autorange": "reversed", "automargin": True, "tickformat": ""},
    )


def effect_of_months(found: Mapping[int, MonthFigures], sentence: str, unit: Unit) -> Figure:
    """What was to come, what came and what is expected of the year, as each round was approved."""
    labels = [period_label(period) for period in found]

    def line(name: str, label: str, style: Mapping[str, object]) -> object:
        amounts = plot_values([getattr(one, name) for one in found.values()], unit)
        return go.Scatter(x=labels, y=amounts, name=label, mode="lines+markers", line=style)

    lines = [
        line("to_date", "Forudsat til dato", {"color": PAST, "dash": "dash", "width": 2}),
        line("realised", "Opnået", {"color": REALISED, "width": 3}),
        line("forecast", "Forventet for året", {"color": ACCENT, "dash": "dot", "width": 2}),
    ]
    return draw("maaneder", sentence, lines, f"effekt, {unit.label}", xaxis={"type": "category"})
