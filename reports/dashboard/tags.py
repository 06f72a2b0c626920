"""Template filters for the pages of reports."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse

from budgets.forecasting.models import ForecastLine
from budgets.foundation.amounts import Presentation, format_number
from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.wording import counted
from reports.dashboard.tasks import Task
from reports.estimates.measures import Measure
from reports.notes.content import build_chart_table

register = template.Library()


@register.filter
def task_link(task: Task) -> str:
    """The address of the page where the task is done."""
    return reverse(task.address, args=task.arguments)


@register.filter
def amount_in(measure: Measure, year: int) -> Decimal | None:
    """The measure's kroner in the year; None where it has none."""
    return measure.by_year.get(year)


@register.filter
def float_as(kroner: float | None, presentation: Presentation) -> str:
    """A projected amount, which is a float until the forecast is stored; a dash for None."""
    return "–" if kroner is None else presentation.text(Decimal(f"{kroner:.2f}"))


@register.filter
def float_kroner(kroner: float) -> str:
    """A projected amount in whole kroner."""
    return format_number(Decimal(f"{kroner:.2f}"))


@register.filter
def float_number(number: float) -> str:
    """A projected number with one decimal."""
    return format_number(Decimal(f"{number:.4f}"), 1)


@register.filter
def float_share(share: float) -> str:
    """A projected share (0 to 1) as percent with one decimal."""
    return float_number(share * 100)


@register.filter
def before_measures(line: ForecastLine) -> Decimal:
    """The line's kroner before measures and one-off amounts."""
    return line.amount + line.measures - line.one_offs


@register.filter
def in_words(assumptions: Mapping[str, Any]) -> list[str]:
    """Danish sentences that describe a line's premises."""
    return list(_describe(assumptions))


def _describe(assumptions: Mapping[str, Any]) -> Iterator[str]:
    inflow, outflow, price = (assumptions[name] for name in ("inflow_months", "outflow_months", "price_months"))
    yield f"Tilgangen er beregnet af de seneste {inflow} måneder, afgangen af {outflow} og prisen af {price}."
    trend = assumptions.get("price_trend")
    if trend is None:
        yield "Prisudviklingen er beregnet ud fra historikken og dæmpet."
    else:
        yield f"Prisudvikling: {_format_short(trend)} % om året."
    if index := assumptions.get("price_index"):
        examples = set(map(str, assumptions.get("index_examples", ())))
        indices = (
            f"{year} {_format_short(percent)} %{' (eksempel)' if str(year) in examples else ''}"
            for year, percent in index.items()
        )
        yield f"Pris- og lønfremskrivning: {', '.join(indices)}."
    else:
        yield "Der er ingen pris- og lønfremskrivning. Prognosen er derfor i bogførte priser."
    for entrants in assumptions.get("entrants", ()):
        month = MONTH_NAMES[entrants["month"] - 1]
        start, chance = f"{month} {entrants['year']}", _format_short(entrants["probability"])
        yield f"Forventet tilgang: {entrants['count']} fra {start} med sandsynlighed {chance}."
    for year, value in assumptions.get("one_offs", {}).items():
        yield f"Engangsbeløb i {year}: {format_number(Decimal(f'{value:.2f}'))} kr."
    runs = counted(assumptions["paths"], "simulering", "simuleringer")
    yield f"Beregnet med {runs}, som kan gentages med samme resultat."


def _format_short(number: float) -> str:
    return format_number(Decimal(str(number)), most=3)


@register.filter
def beside(cells: Sequence[str], columns: Sequence[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    """Pairs of cell and column for a row of a document's table."""
    return list(zip(cells, columns, strict=True))


@register.filter
def chart_table(chart: Mapping[str, Any]) -> dict[str, Any]:
    """A document's chart as a table of its figures."""
    return build_chart_table(chart)
