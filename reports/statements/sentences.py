"""Danish sentences that summarise figures, made by rules. Pure: no database."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from django.utils.text import get_text_list

from budgets.foundation.amounts import format_number
from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.wording import counted, millions
from budgets.overview.deviations import Deviation
from budgets.overview.rows import Overview
from reports.savings.months import MonthFigures, format_period
from reports.savings.rows import SavingRow, Savings, YearFigures
from reports.statements.bridge import Bridge

MAX_NAMED = 2


def describe_savings(savings: Savings) -> str:
    """Whether the target effect will be reached, and which initiatives fall short most."""
    sums, year = savings.sums, savings.year
    if not any(row.target is not None for row in savings.counted_rows):
        return f"Ingen af tiltagene har beløb i {year}. De følges på indikatorer og tekst."
    if sums.forecast is None or sums.deviation is None:
        return f"Den forudsatte effekt i {year} er {millions(sums.target)} Ingen opfølgning er godkendt endnu."
    comparison = (
        f"Den forventede effekt i {year} er {millions(sums.forecast)} mod forudsat {millions(sums.assessed_target)}"
    )
    return f"{comparison} {_describe_deviation(savings, sums.deviation)} {describe_unassessed(savings)}".strip()


def _describe_deviation(savings: Savings, deviation: Decimal) -> str:
    if deviation >= 0:
        return "Den forudsatte effekt ventes at blive nået."
    worst = [row.initiative.title for row in get_largest_deviations(savings, MAX_NAMED) if (row.deviation or 0) < 0]
    largest = f", især på {get_text_list(worst, 'og')}." if worst else ""
    return f"Der mangler {millions(-deviation)}{largest}"


def describe_unassessed(savings: Savings) -> str:
    """The number of initiatives that are not assessed, and their target; empty where all are."""
    rows = savings.unassessed_rows
    if not rows:
        return ""
    number = counted(len(rows), "tiltag", "tiltag")
    return f"{number} er ikke vurderet og er ikke regnet med her (forudsat {millions(savings.sums.unassessed_target)})."


def get_largest_deviations(savings: Savings, number: int, threshold: Decimal = Decimal(0)) -> list[SavingRow]:
    """The rows with the largest deviation above `threshold` kroner, largest first; of equals, shortfalls first."""
    deviating = [row for row in savings.counted_rows if abs(row.deviation or Decimal(0)) > threshold]
    return sorted(deviating, key=lambda row: (-abs(row.deviation or Decimal(0)), (row.deviation or 0) > 0))[:number]


def describe_budget(budget: Overview) -> str:
    """Whether the budget will be kept, and how old the forecast is."""
    year, sums, deviation = budget.year, budget.total.sums, budget.total.deviation
    if sums.expected is None:
        return f"Der er intet forventet regnskab for {year}."
    if deviation is None:
        return f"Der mangler et budget for {year}. Det forventede regnskab er {millions(sums.expected)}"
    if deviation.amount == 0:
        return f"Det forventede regnskab for {year} svarer til det korrigerede budget."
    percent = "" if deviation.percent is None else f", {format_number(abs(deviation.percent), most=1)} % af budgettet"
    sentence = f"Der forventes et {deviation.word} på {millions(deviation.size)}{percent} i {year}."
    return f"{sentence} {_describe_forecast_age(budget)}" if budget.is_behind else sentence


def _describe_forecast_age(budget: Overview) -> str:
    """When the forecast was made, and whether expenditure already exceeds it."""
    forecast, sums = budget.forecast, budget.total.sums
    if forecast is None or sums.expected is None:
        return ""
    sentence = f"Skønnet er fra {MONTH_NAMES[forecast.month - 1]} {forecast.year}."
    excess = sums.spent - sums.expected
    return f"{sentence} Forbruget er allerede {millions(excess)} højere end skønnet." if excess > 0 else sentence


def describe_years(by_year: Mapping[int, YearFigures]) -> str:
    """Target effect in the first and the last year, and the forecast effect of the years that are assessed."""
    if not by_year:
        return "Ingen år har forudsat effekt."
    (first_year, first), (last_year, last) = next(iter(by_year.items())), list(by_year.items())[-1]
    target = f"I {first_year} er den forudsatte effekt {millions(first.target)}"
    if first_year != last_year:
        course = f"fra {millions(first.target)} i {first_year} til {millions(last.target)} i {last_year}"
        target = f"Den forudsatte effekt går {course}."
    forecasts = {year: figures.forecast for year, figures in by_year.items() if figures.forecast is not None}
    if not forecasts:
        return f"{target} Den forventede effekt er ikke vurderet endnu."
    amounts = get_text_list([f"{millions(amount)} i {year}" for year, amount in forecasts.items()], "og")
    expected = f"{target} Den forventede effekt er {amounts}."
    return " ".join([expected, *_describe_unassessed_years(by_year)])


def _describe_unassessed_years(by_year: Mapping[int, YearFigures]) -> Iterator[str]:
    """How much of the target of each year is assessed where only a part is, and the years of which nothing is."""
    for year, figures in by_year.items():
        if figures.forecast is not None and figures.assessed_target != figures.target:
            yield f"I {year} er {millions(figures.assessed_target)} af de {millions(figures.target)} forudsat vurderet."
    if unassessed := [str(year) for year, figures in by_year.items() if figures.forecast is None]:
        yield f"{get_text_list(unassessed, 'og')} er ikke vurderet."


def describe_bridge(bridge: Bridge) -> str:
    """The budget, the expected accounts and the largest step between them."""
    step = max(bridge.steps, key=lambda step: abs(step.amount))
    direction = "mere" if step.amount > 0 else "mindre"
    return (
        f"Forventet regnskab er {millions(bridge.expected)} mod et korrigeret budget på {millions(bridge.budget)} "
        f"Den største del af forskellen er {step.label} ({millions(abs(step.amount))} {direction})."
    )


def describe_areas(deviations: Iterable[tuple[str, Deviation | None]], year: int) -> str:
    """How many areas will exceed the budget, and which one most."""
    comparable = [(label, deviation) for label, deviation in deviations if deviation is not None]
    exceeding = [(label, deviation) for label, deviation in comparable if deviation.amount > 0]
    if not comparable:
        return (
            f"Områderne kan ikke sammenlignes med budgettet, fordi budget eller forventet regnskab mangler for {year}. "
            "Indtast det under Budget."
        )
    if not exceeding:
        return f"Ingen områder ventes at bruge mere end budgettet i {year}."
    label, largest = max(exceeding, key=lambda pair: pair[1].amount)
    areas = counted(len(exceeding), "område", "områder")
    return f"{areas} ventes at bruge mere end budgettet i {year}, mest {label} ({millions(largest.amount)})."


def describe_months(by_month: Mapping[int, MonthFigures], year: int) -> str:
    """Realised, target and forecast effect by the newest approved period."""
    if not by_month:
        return f"Der er ikke godkendt nogen opfølgning i {year}."
    period, newest = list(by_month.items())[-1]
    return (
        f"Til og med {format_period(period)} {year} er der opnået {millions(newest.realised)} mod forudsat "
        f"{millions(newest.to_date)} til dato. For hele året forventes {millions(newest.forecast)}"
    )
