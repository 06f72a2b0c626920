"""Figures of pages that join the other apps."""

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go

from budgets.forecasting.decomposition import NAMES
from budgets.forecasting.models import Forecast, ForecastLine
from budgets.foundation.amounts import Unit
from budgets.foundation.figures import ACCENT, LESS, MORE, PAST, SERIES, SYMBOLS, Figure, draw, plot_values
from budgets.foundation.wording import millions
from reports.estimates.changes import Changes

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
    up = plot_values([line.high - line.amount if line.high is not None else Decimal(0) for line in lines], unit)
    down = plot_values([line.amount - line.low if line.low is not None else Decimal(0) for line in lines], unit)
    return go.Scatter(
        x=[line.year for line in lines],
        y=plot_values([line.amount for line in lines], unit),
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
        y=plot_values([total.before, *total.parts, total.after], unit),
        base=plot_values(bases, unit),
        marker={"color": [PAST, *(MORE if part > 0 else LESS for part in total.parts), ACCENT]},
    )
    low = min([total.before, total.after, *bases[1:-1]])
    high = max([total.before, total.after, *bases[1:-1]])
    room = max((high - low) / 4, abs(high) / 100)
    limits = plot_values([low - room, high + room], unit)
    return draw("bro", of_changes(changes), [bars], unit.label, showlegend=False, yaxis={"range": limits})
