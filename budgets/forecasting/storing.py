"""Forecasts as facts: entered from elsewhere or made by a method, numbered in their month, and never changed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from budgets.areas.models import BudgetArea
from budgets.forecasting.models import Forecast, ForecastComment, ForecastLine, ForecastMethod
from budgets.foundation import audit
from budgets.foundation.amounts import Unit
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import ONCE_A_YEAR, Row, duplicate_problem, find_duplicates, read_pasted
from budgets.foundation.models import Membership, Municipality, User

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
    places = find_duplicates((line.area.code, line.year) for line in lines)
    problems += [duplicate_problem("kode", f"{code}, {at}", ONCE_A_YEAR) for code, at in places]
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
def write_comments(*, membership: Membership, forecast: Forecast, texts: Mapping[int | None, str]) -> None:
    """What is said about how the forecast differs from the one before, by area id, None for the total.

    An empty text takes one away; what names no area of the municipality is left out. Three queries and what changed.
    """
    areas: dict[int | None, BudgetArea | None] = {area.pk: area for area in membership.municipality.areas.all()}
    areas[None] = None
    before = {comment.area_id: comment for comment in forecast.comments.all()}
    changes = []
    for pk, typed in texts.items():
        text, comment = typed.strip(), before.get(pk)
        if pk not in areas or text == (comment.text if comment else ""):
            continue
        changes.append({"felt": str(areas[pk] or "i alt"), "før": comment.text if comment else "", "efter": text})
        if comment and not text:
            comment.delete()
        else:
            ForecastComment.objects.update_or_create(
                forecast=forecast, area=areas[pk], defaults={"text": text, "by": membership.user}
            )
    if changes:
        audit.record(
            municipality=membership.municipality,
            actor=membership.user,
            action="bemærkning til forventet regnskab",
            obj=forecast,
            changes=changes,
        )
