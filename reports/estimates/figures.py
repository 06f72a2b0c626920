"""The figures of the forecast pages."""

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go

from budgets.forecasting.decomposition import NAMES
from budgets.forecasting.models import ForecastLine
from budgets.foundation.amounts import Unit
from budgets.foundation.figures import ACCENT, LESS, MORE, PAST, SERIES, SYMBOLS, Figure, draw, plot_values
from budgets.foundation.wording import millions
from reports.estimates.changes import ForecastChanges

ZERO = Decimal(0)


def draw_forecast(lines: Sequence[ForecastLine], unit: Unit) -> Figure:
    """One line through the years for each area, with the low and high estimates as error bars."""
    areas = {line.area_id: line.area for line in lines}
    traces = [
        _draw_area([line for line in lines if line.area_id == pk], str(area), position, unit)
        for position, (pk, area) in enumerate(areas.items())
    ]
    return draw("prognose", describe_forecast(lines), traces, unit.label, xaxis={"dtick": 1})


def _draw_area(lines: Sequence[ForecastLine], name: str, position: int, unit: Unit) -> object:
    above = plot_values([line.high - line.amount if line.high is not None else Decimal(0) for line in lines], unit)
    below = plot_values([line.amount - line.low if line.low is not None else Decimal(0) for line in lines], unit)
    return go.Scatter(
        x=[line.year for line in lines],
        y=plot_values([line.amount for line in lines], unit),
        name=name,
        mode="lines+markers",
        line={"color": SERIES[position % len(SERIES)]},
        marker={"symbol": SYMBOLS[position % len(SYMBOLS)], "size": 9},
        error_y={"type": "data", "symmetric": False, "array": above, "arrayminus": below},
    )


def describe_forecast(lines: Sequence[ForecastLine]) -> str:
    """A sentence with the expected expenditure of the first and the last year."""
    years = sorted({line.year for line in lines})
    sums = {year: sum((line.amount for line in lines if line.year == year), ZERO) for year in years}
    amounts = [f"{millions(sums[year])} i {year}" for year in (years[0], years[-1])]
    expected = " og ".join(dict.fromkeys(amounts))
    return f"Der forventes en udgift på {expected}. Figuren viser lavt og højt skøn for hvert område."


def describe_changes(changes: ForecastChanges) -> str:
    """A sentence with how much the forecast changed and the largest part of the change."""
    total = changes.total
    label, part = max(zip(NAMES.values(), total.parts, strict=True), key=lambda pair: abs(pair[1]))
    largest_part = f" Den største del af ændringen er {label}: {millions(part)}" if part else ""
    return f"Prognosen for {changes.year} går fra {millions(total.before)} til {millions(total.after)}{largest_part}"


def draw_bridge(changes: ForecastChanges, unit: Unit) -> Figure:
    """A waterfall from one forecast's total to the other's: each part's bar starts where the previous one ended."""
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
    margin = max((high - low) / 4, abs(high) / 100)
    limits = plot_values([low - margin, high + margin], unit)
    return draw("bro", describe_changes(changes), [bars], unit.label, showlegend=False, yaxis={"range": limits})
