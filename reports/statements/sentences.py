"""What the figures say, in plain sentences made by rules. Pure: no database."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.text import get_text_list

from budgets.foundation.amounts import format_number
from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.wording import counted, millions
from budgets.overview.deviations import Deviation
from budgets.overview.rows import Overview
from reports.savings.months import MonthFigures, period_label
from reports.savings.rows import SavingRow, Savings, YearFigures
from reports.statements.bridge import Bridge

MOST_NAMED = 2


def of_savings(savings: Savings) -> str:
    """Whether the savings come, and what lacks most."""
    sums, year = savings.sums, savings.year
    if not any(row.target is not None for row in savings.counting):
        return f"Ingen af tiltagene har beløb i {year}. De følges på indikatorer og tekst."
    if not any(row.is_followed for row in savings.counting):
        return f"Den forudsatte effekt i {year} er {millions(sums.target)} Ingen opfølgning er godkendt endnu."
    told = f"Den forventede effekt i {year} er {millions(sums.forecast)} mod forudsat {millions(sums.target)}"
    if sums.deviation >= 0:
        return f"{told} Den forudsatte effekt ventes at blive nået."
    worst = [row.initiative.title for row in largest_deviations(savings, MOST_NAMED) if (row.deviation or 0) < 0]
    most = f", især på {get_text_list(worst, 'og')}." if worst else ""
    return f"{told} Der mangler {millions(-sums.deviation)}{most}"


def largest_deviations(savings: Savings, number: int, least: Decimal = Decimal(0)) -> list[SavingRow]:
    """The rows that are furthest off their target, by more than `least` kroner; what lacks before what is over."""
    off = [row for row in savings.counting if abs(row.deviation or Decimal(0)) > least]
    return sorted(off, key=lambda row: (-abs(row.deviation or Decimal(0)), (row.deviation or 0) > 0))[:number]


def of_budget(budget: Overview) -> str:
    """Whether the budget is kept, and how old what is expected is."""
    year, sums, deviation = budget.year, budget.total.sums, budget.total.deviation
    if sums.expected is None:
        return f"Der er intet forventet regnskab for {year}."
    if deviation is None:
        return f"Der mangler et budget for {year}. Det forventede regnskab er {millions(sums.expected)}"
    if deviation.amount == 0:
        return f"Det forventede regnskab for {year} svarer til det korrigerede budget."
    percent = "" if deviation.percent is None else f", {format_number(abs(deviation.percent), most=1)} % af budgettet"
    told = f"Der forventes et {deviation.word} på {millions(deviation.size)}{percent} i {year}."
    return f"{told} {_how_old(budget)}" if budget.is_behind else told


def _how_old(budget: Overview) -> str:
    """When what is expected was made, and whether more is spent already."""
    made, sums = budget.forecast, budget.total.sums
    if made is None or sums.expected is None:
        return ""
    told = f"Skønnet er fra {MONTH_NAMES[made.month - 1]} {made.year}."
    over = sums.spent - sums.expected
    return f"{told} Forbruget er allerede {millions(over)} højere end skønnet." if over > 0 else told


def of_years(by_year: Mapping[int, YearFigures]) -> str:
    """How target and forecast go from the first year to the last."""
    if not by_year:
        return "Ingen år har forudsat effekt."
    (first, one), (last, other) = next(iter(by_year.items())), list(by_year.items())[-1]
    if first == last:
        return f"I {first} er den forudsatte effekt {millions(one.target)} og den forventede {millions(one.forecast)}"
    return (
        f"Den forudsatte effekt går fra {millions(one.target)} i {first} til {millions(other.target)} i {last}, "
        f"og den forventede fra {millions(one.forecast)} til {millions(other.forecast)}"
    )


def of_bridge(bridge: Bridge) -> str:
    """Where the largest step from budget to expected accounts is."""
    step = max(bridge.steps, key=lambda one: abs(one.amount))
    way = "mere" if step.amount > 0 else "mindre"
    return (
        f"Forventet regnskab er {millions(bridge.expected)} mod et korrigeret budget på {millions(bridge.budget)} "
        f"Den største del af forskellen er {step.label} ({millions(abs(step.amount))} {way})."
    )


def of_areas(deviations: Iterable[tuple[str, Deviation | None]], year: int) -> str:
    """How many areas are over, and which most."""
    known = [(label, one) for label, one in deviations if one is not None]
    over = [(label, one) for label, one in known if one.amount > 0]
    if not known:
        return (
            f"Områderne kan ikke sammenlignes med budgettet, fordi budget eller forventet regnskab mangler for {year}. "
            "Indtast det under Budget."
        )
    if not over:
        return f"Ingen områder ventes at bruge mere end budgettet i {year}."
    label, worst = max(over, key=lambda pair: pair[1].amount)
    areas = counted(len(over), "område", "områder")
    return f"{areas} ventes at bruge mere end budgettet i {year}, mest {label} ({millions(worst.amount)})."


def of_months(found: Mapping[int, MonthFigures], year: int) -> str:
    """How far the effect has come by the newest approved period."""
    if not found:
        return f"Der er ikke godkendt nogen opfølgning i {year}."
    period, newest = list(found.items())[-1]
    return (
        f"Til og med {period_label(period)} {year} er der opnået {millions(newest.realised)} mod forudsat "
        f"{millions(newest.to_date)} til dato. For hele året forventes {millions(newest.forecast)}"
    )
