"""The year month by month: what had come and what was expected as each round was approved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.calendar import MONTH_SHORT
from budgets.foundation.models import Municipality
from budgets.foundation.tabular import Column, Row, Table
from initiatives.results.models import ACCOUNTS, FollowUp
from reports.savings.places import Place
from reports.savings.rows import ZERO, SavingRow


@dataclass(frozen=True)
class MonthFigures:
    """By the end of a period: kroner, accumulated over the year; the forecast is for all of it."""

    to_date: Decimal = ZERO
    realised: Decimal = ZERO
    forecast: Decimal = ZERO

    def plus(self, other: "MonthFigures") -> "MonthFigures":
        """Both together."""
        return MonthFigures(
            self.to_date + other.to_date, self.realised + other.realised, self.forecast + other.forecast
        )


NOTHING = MonthFigures()

Months = Mapping[int, Mapping[int, MonthFigures]]
"""By initiative and period, where anything is approved."""


def load_months(municipality: Municipality, place: Place) -> Months:
    """Of each period of the year up to the place's the newest approved revisions; one query."""
    found = (
        FollowUp.objects.approved()
        .filter(round__municipality=municipality, round__year=place.year, round__period__lte=place.period)
        .order_by("initiative_id", "round__period", "-revision")
        .distinct("initiative_id", "round__period")
        .values_list("initiative_id", "round__period", "target_to_date", "realised", "forecast")
    )
    months: defaultdict[int, dict[int, MonthFigures]] = defaultdict(dict)
    for pk, period, *amounts in found:
        months[pk][period] = MonthFigures(*[amount or ZERO for amount in amounts])
    return months


def add_months(rows: Iterable[SavingRow], months: Months) -> dict[int, MonthFigures]:
    """The sums of the rows that count, period by period; one that was not told in a period counts as told before it."""
    counting = [months[row.initiative.pk] for row in rows if row.counts and row.initiative.pk in months]
    periods = sorted({period for own in counting for period in own})
    sums = dict.fromkeys(periods, NOTHING)
    for own in counting:
        newest = None
        for period in periods:
            newest = own.get(period, newest)
            if newest is not None:
                sums[period] = sums[period].plus(newest)
    return sums


def period_label(period: int) -> str:
    """`mar.`, or `regnskab`."""
    return "regnskab" if period == ACCOUNTS else MONTH_SHORT[period - 1]


def months_table(found: Mapping[int, MonthFigures], year: int, *, is_constructed: bool) -> Table:
    """The year month by month."""
    return Table(
        name="maaneder",
        caption=f"Måned for måned i {year}",
        first="Til og med",
        columns=[Column("Forudsat til dato"), Column("Opnået"), Column("Forventet for året")],
        rows=[Row(period_label(period), [one.to_date, one.realised, one.forecast]) for period, one in found.items()],
        notes=["Kun godkendt opfølgning. Et tiltag uden opfølgning i måneden indgår med den seneste."],
        is_constructed=is_constructed,
    )
