"""Figures of pages that join the other apps."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import plotly.graph_objects as go

from budgets.forecasting.decomposition import NAMES
from budgets.forecasting.models import Forecast, ForecastLine
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.figures import ACCENT, CAME, LESS, MORE, PAST, SERIES, SYMBOLS, Figure, draw, shown
from budgets.foundation.wording import millions
from budgets.overview.rows import Overview
from reports.changes import Changes
from reports.dashboard.bridge import Bridge
from reports.savings.months import MonthFigures, period_label
from reports.savings.rows import YearFigures

ZERO = Decimal(0)


def forecast(found: Forecast, lines: Sequence[ForecastLine], unit: Unit) -> Figure:
    """Each area's years as a line, with low and high estimates as bars of uncertainty."""
    areas = {line.area_id: line.area for line in lines}
    traces = [
        _area([line for line in lines if line.area_id == pk], str(area), place, unit)
        for place, (pk, area) in enumerate(areas.items())
    ]
    return draw("prognose", of_forecast(lines), traces, unit.label, xaxis={"dtick": 1})


def _area(lines: Sequence[ForecastLine], name: str, place: int, unit: Unit) -> object:
    up = shown([line.high - line.amount if line.high is not None else Decimal(0) for line in lines], unit)
    down = shown([line.amount - line.low if line.low is not None else Decimal(0) for line in lines], unit)
    return go.Scatter(
        x=[line.year for line in lines],
        y=shown([line.amount for line in lines], unit),
        name=name,
        mode="lines+markers",
        line={"color": SERIES[place % len(SERIES)]},
        marker={"symbol": SYMBOLS[place % len(SYMBOLS)], "size": 9},
        error_y={"type": "data", "symmetric": False, "array": up, "arrayminus": down},
    )


def of_forecast(lines: Sequence[ForecastLine]) -> str:
    """What is expected from the first year to the last, in a sentence."""
    years = sorted({line.year for line in lines})
    sums = {year: sum((line.amount for line in lines if line.year == year), ZERO) for year in years}
    told = [f"{millions(sums[year])} i {year}" for year in (years[0], years[-1])]
    expected = " og ".join(dict.fromkeys(told))
    return f"Der forventes en udgift på {expected}. Figuren viser lavt og højt skøn for hvert område."


def of_changes(changes: Changes) -> str:
    """How much the forecast has changed and by what most, in a sentence."""
    total = changes.total
    label, part = max(zip(NAMES.values(), total.parts, strict=True), key=lambda pair: abs(pair[1]))
    most = f" Den største del af ændringen er {label}: {millions(part)}" if part else ""
    return f"Prognosen for {changes.year} går fra {millions(total.before)} til {millions(total.after)}{most}"


def bridge(changes: Changes, unit: Unit) -> Figure:
    """From one forecast's total to the other's, part by part: bars that stand on where the one before ended."""
    total = changes.total
    bases, level = [Decimal(0)], total.before
    for part in total.parts:
        bases.append(level)
        level += part
    bases.append(Decimal(0))
    bars = go.Bar(
        x=[str(changes.before), *NAMES.values(), str(changes.after)],
        y=shown([total.before, *total.parts, total.after], unit),
        base=shown(bases, unit),
        marker={"color": [PAST, *(MORE if part > 0 else LESS for part in total.parts), ACCENT]},
    )
    low = min([total.before, total.after, *bases[1:-1]])
    high = max([total.before, total.after, *bases[1:-1]])
    room = max((high - low) / 4, abs(high) / 100)
    limits = shown([low - room, high + room], unit)
    return draw("bro", of_changes(changes), [bars], unit.label, showlegend=False, yaxis={"range": limits})


def effect_of_years(by_year: Mapping[int, YearFigures], sentence: str, unit: Unit) -> Figure:
    """Target, forecast and realised effect year by year."""
    years = [str(year) for year in by_year]
    bars = [
        go.Bar(x=years, y=shown([getattr(one, name) for one in by_year.values()], unit), name=label, marker=marker)
        for name, label, marker in (
            ("target", "Forudsat", {"color": PAST}),
            ("forecast", "Forventet", {"color": ACCENT}),
            ("realised", "Opnået", {"color": CAME, "pattern": {"shape": "/"}}),
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
        y=shown(amounts, unit),
        base=shown(bases, unit),
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
    return shown([low - room, high + room], unit)


def budget_by_area(overview: Overview, sentence: str, unit: Unit) -> Figure:
    """Corrected budget, what is expected and what is booked, area by area: the lowest ones, in their order."""
    parents = {row.area.parent_id for row in overview.rows if row.area}
    rows = [row for row in overview.rows if row.area and row.area.pk not in parents]
    names = [row.area.title for row in rows if row.area]

    def bar(name: str, label: str, marker: Mapping[str, object]) -> object:
        amounts = shown([getattr(row.sums, name) for row in rows], unit)
        return go.Bar(y=names, x=amounts, name=label, orientation="h", marker=marker)

    bars = [bar("corrected", "Korrigeret budget", {"color": PAST})] if overview.is_decided else []
    bars.append(bar("expected", "Forventet regnskab", {"color": ACCENT}))
    if overview.is_booked:
        bars.append(bar("spent", "Forbrug til dato", {"color": CAME, "pattern": {"shape": "/"}}))
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
        amounts = shown([getattr(one, name) for one in found.values()], unit)
        return go.Scatter(x=labels, y=amounts, name=label, mode="lines+markers", line=style)

    lines = [
        line("to_date", "Forudsat til dato", {"color": PAST, "dash": "dash", "width": 2}),
        line("realised", "Opnået", {"color": CAME, "width": 3}),
        line("forecast", "Forventet for året", {"color": ACCENT, "dash": "dot", "width": 2}),
    ]
    return draw("maaneder", sentence, lines, f"effekt, {unit.label}", xaxis={"type": "category"})
