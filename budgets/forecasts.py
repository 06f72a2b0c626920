"""Forecasts as facts: entered from elsewhere or made by a method, numbered in their month, and never changed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from budgets import audit
from budgets.amounts import Unit
from budgets.files.problems import ImportRefusedError, Problem
from budgets.files.rows import PASTED, Row, read_pasted
from budgets.models import (
    BudgetArea,
    Forecast,
    ForecastComment,
    ForecastLine,
    ForecastMethod,
    Membership,
    Municipality,
    User,
)

LATER_YEARS = 4
LINE_COLUMNS = ("kode", "år", "beløb", "helårspersoner", "tiltag", "engangsbeløb")


@transaction.atomic
def store_forecast(
    *,
    actor: User | None,
    municipality: Municipality,
    year: int,
    month: int,
    lines: Sequence[ForecastLine],
    comment: str = "",
    source: str = "",
    is_constructed: bool = False,
) -> Forecast:
    """Keep the lines, which are not saved yet, as the next forecast of the month."""
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    earlier = Forecast.objects.filter(municipality=municipality, year=year, month=month)
    number = (earlier.aggregate(Max("seq"))["seq__max"] or 0) + 1
    forecast = Forecast.objects.create(
        municipality=municipality,
        year=year,
        month=month,
        seq=number,
        by=actor,
        comment=comment,
        source=source,
        is_constructed=is_constructed,
    )
    for line in lines:
        line.forecast = forecast
    ForecastLine.objects.bulk_create(lines)
    changes = [{"felt": str(line), "før": None, "efter": str(line.amount)} for line in lines]
    audit.record(
        municipality=municipality, actor=actor, action="forventet regnskab skrevet", obj=forecast, changes=changes
    )
    return forecast


def enter_forecast(
    *,
    actor: User | None,
    municipality: Municipality,
    year: int,
    month: int,
    text: str,
    comment: str = "",
    source: str = "",
    is_constructed: bool = False,
) -> Forecast:
    """A forecast that was made elsewhere: a row for each area and year, in kroner.

    Raises ImportRefusedError with every fault, and then nothing is written.
    """
    problems: list[Problem] = []
    areas = {area.code: area for area in municipality.areas.all()}
    lines = [found for row in read_pasted(text, LINE_COLUMNS, problems) if (found := _line(row, areas, year))]
    places = [(line.area.code, line.year) for line in lines]
    repeated = sorted({place for place in places if places.count(place) > 1})
    problems += [Problem(PASTED, 0, "kode", f"{code}, {at}", "hvert område én gang pr. år") for code, at in repeated]
    if problems:
        raise ImportRefusedError(problems)
    return store_forecast(
        actor=actor,
        municipality=municipality,
        year=year,
        month=month,
        lines=lines,
        comment=comment,
        source=source,
        is_constructed=is_constructed,
    )


def _line(row: Row, areas: Mapping[str, BudgetArea], year: int) -> ForecastLine | None:
    area = row.reference("kode", areas, "et områdes kode", required=True)
    its_year = row.whole("år", year, year + LATER_YEARS, required=True)
    row.text("beløb", required=True)
    amount = row.amount("beløb", Unit.KRONER)
    measures, one_offs = (row.amount(column, Unit.KRONER) or Decimal(0) for column in LINE_COLUMNS[4:])
    persons = row.decimal("helårspersoner", 3)
    if area is None or its_year is None or amount is None:
        return None
    return ForecastLine(
        area=area,
        year=its_year,
        method=ForecastMethod.ENTERED,
        amount=amount,
        persons=persons,
        measures=measures,
        one_offs=one_offs,
    )


@transaction.atomic
def write_comment(*, membership: Membership, forecast: Forecast, area: BudgetArea | None, text: str) -> None:
    """What is said about how the forecast differs from the one before; an empty text takes it away."""
    found = ForecastComment.objects.filter(forecast=forecast, area=area)
    before = found.values_list("text", flat=True).first() or ""
    if text.strip() == before:
        return
    if text.strip():
        ForecastComment.objects.update_or_create(
            forecast=forecast, area=area, defaults={"text": text.strip(), "by": membership.user}
        )
    else:
        found.delete()
    change = {"felt": str(area or "i alt"), "før": before, "efter": text.strip()}
    audit.record(
        municipality=membership.municipality,
        actor=membership.user,
        action="bemærkning til forventet regnskab",
        obj=forecast,
        changes=[change],
    )
