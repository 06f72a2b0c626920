"""Storing forecasts that were entered or calculated: numbered within their month, and never changed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from budgets.areas.models import BudgetArea
from budgets.forecasting.models import Forecast, ForecastComment, ForecastLine, ForecastMethod
from budgets.foundation import audit
from budgets.foundation.amounts import Unit
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import ONCE_A_YEAR, InputRow, duplicate_problem, find_duplicates, read_pasted
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
    """Save the unsaved lines as the next forecast of the month."""
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
    """Save a forecast that was made elsewhere: a row for each area and year, in kroner.

    Raises ImportRefusedError with every problem, and then nothing is saved.
    """
    problems: list[Problem] = []
    areas = {area.code: area for area in municipality.areas.all()}
    lines = [line for row in read_pasted(text, LINE_COLUMNS, problems) if (line := _read_line(row, areas, year))]
    duplicates = find_duplicates((line.area.code, line.year) for line in lines)
    problems += [duplicate_problem("kode", f"{code}, {line_year}", ONCE_A_YEAR) for code, line_year in duplicates]
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


def _read_line(row: InputRow, areas: Mapping[str, BudgetArea], year: int) -> ForecastLine | None:
    area = row.reference("kode", areas, "et områdes kode", required=True)
    line_year = row.whole("år", year, year + LATER_YEARS, required=True)
    row.text("beløb", required=True)
    amount = row.amount("beløb", Unit.KRONER)
    measures, one_offs = (row.amount(column, Unit.KRONER) or Decimal(0) for column in LINE_COLUMNS[4:])
    persons = row.decimal("helårspersoner", 3)
    if area is None or line_year is None or amount is None:
        return None
    return ForecastLine(
        area=area,
        year=line_year,
        method=ForecastMethod.ENTERED,
        amount=amount,
        persons=persons,
        measures=measures,
        one_offs=one_offs,
    )


@transaction.atomic
def write_comments(*, membership: Membership, forecast: Forecast, texts: Mapping[int | None, str]) -> None:
    """Save comments on how the forecast differs from the one before, by area id (None for the total).

    An empty text deletes a comment; unknown area ids are ignored. Three queries, and more for each changed comment.
    """
    areas: dict[int | None, BudgetArea | None] = {area.pk: area for area in membership.municipality.areas.all()}
    areas[None] = None
    before = {comment.area_id: comment for comment in forecast.comments.all()}
    changes = []
    for area_id, typed in texts.items():
        text, comment = typed.strip(), before.get(area_id)
        if area_id not in areas or text == (comment.text if comment else ""):
            continue
        changes.append({"felt": str(areas[area_id] or "i alt"), "før": comment.text if comment else "", "efter": text})
        if comment and not text:
            comment.delete()
        else:
            ForecastComment.objects.update_or_create(
                forecast=forecast, area=areas[area_id], defaults={"text": text, "by": membership.user}
            )
    if changes:
        audit.record(
            municipality=membership.municipality,
            actor=membership.user,
            action="bemærkning til forventet regnskab",
            obj=forecast,
            changes=changes,
        )
