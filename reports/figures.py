"""Figures of pages that join the other apps."""

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go

from budgets.amounts import Unit
from budgets.decomposition import NAMES
from budgets.figures import ACCENT, LESS, MORE, PAST, Figure, draw, shown
from budgets.models import Forecast, ForecastLine
from reports.changes import Changes


def forecast(found: Forecast, lines: Sequence[ForecastLine], unit: Unit) -> Figure:
    """Each area's years as a line, with low and high estimates as bars of uncertainty."""
    areas = {line.area_id: line.area for line in lines}
    traces = [_area([line for line in lines if line.area_id == pk], str(area), unit) for pk, area in areas.items()]
    alt = f"Forventet udgift pr. område i prognosen {found}, med lavt og højt skøn. Tallene står i tabellen."
    return draw("prognose", alt, traces, unit.label, xaxis={"dtick": 1})


def _area(lines: Sequence[ForecastLine], name: str, unit: Unit) -> object:
    up = shown([line.high - line.amount if line.high is not None else Decimal(0) for line in lines], unit)
    down = shown([line.amount - line.low if line.low is not None else Decimal(0) for line in lines], unit)
    return go.Scatter(
        x=[line.year for line in lines],
        y=shown([line.amount for line in lines], unit),
        name=name,
        mode="lines+markers",
        error_y={"type": "data", "symmetric": False, "array": up, "arrayminus": down},
    )


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
    alt = "Fra den ene prognose til den anden, del for del. Tallene står i tabellen under figuren."
    low = min([total.before, total.after, *bases[1:-1]])
    high = max([total.before, total.after, *bases[1:-1]])
    room = max((high - low) / 4, abs(high) / 100)
    limits = shown([low - room, high + room], unit)
    return draw("bro", alt, [bars], unit.label, showlegend=False, yaxis={"range": limits})
