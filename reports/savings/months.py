"""Target, realised and forecast effect by the end of each period of a year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.calendar import MONTH_SHORT
from budgets.foundation.models import Municipality
from budgets.foundation.tabular import Column, Row, Table
from initiatives.results.models import ACCOUNTS, FollowUp
from reports.savings.reporting_period import ReportingPeriod
from reports.savings.rows import ZERO, SavingRow


@dataclass(frozen=True)
class MonthFigures:
    """Kroner at the end of a period: target to date and realised since 1 January; forecast for the whole year."""

    to_date: Decimal = ZERO
    realised: Decimal = ZERO
    forecast: Decimal = ZERO

    def plus(self, addend: "MonthFigures") -> "MonthFigures":
        """The sum of each figure."""
        return MonthFigures(
            self.to_date + addend.to_date, self.realised + addend.realised, self.forecast + addend.forecast
        )


NOTHING = MonthFigures()

Months = Mapping[int, Mapping[int, MonthFigures]]
"""Figures by initiative id and period, where a follow-up is approved."""


def load_months(municipality: Municipality, reporting_period: ReportingPeriod) -> Months:
    """The newest approved revision of each period of the year up to the given one; one query."""
    follow_ups = (
        FollowUp.objects.approved()
        .filter(
            round__municipality=municipality,
            round__year=reporting_period.year,
            round__period__lte=reporting_period.period,
        )
        .order_by("initiative_id", "round__period", "-revision")
        .distinct("initiative_id", "round__period")
        .values_list("initiative_id", "round__period", "target_to_date", "realised", "forecast")
    )
    months: defaultdict[int, dict[int, MonthFigures]] = defaultdict(dict)
    for pk, period, *amounts in follow_ups:
        months[pk][period] = MonthFigures(*[amount or ZERO for amount in amounts])
    return months


def add_months(rows: Iterable[SavingRow], months: Months) -> dict[int, MonthFigures]:
    """Sums of the counted rows by period; an initiative with no follow-up in a period counts with its previous one."""
    months_of_counted = [months[row.initiative.pk] for row in rows if row.counts and row.initiative.pk in months]
    periods = sorted({period for figures_by_period in months_of_counted for period in figures_by_period})
    sums = dict.fromkeys(periods, NOTHING)
    for figures_by_period in months_of_counted:
        latest = None
        for period in periods:
            latest = figures_by_period.get(period, latest)
            if latest is not None:
                sums[period] = sums[period].plus(latest)
    return sums


def format_period(period: int) -> str:
    """The period's label, such as `mar.` or `regnskab`."""
    return "regnskab" if period == ACCOUNTS else MONTH_SHORT[period - 1]


def build_months_table(by_month: Mapping[int, MonthFigures], year: int, *, is_constructed: bool) -> Table:
    """The table of the year's figures by period."""
    return Table(
        name="maaneder",
        caption=f"Måned for måned i {year}",
        first="Til og med",
        columns=[Column("Forudsat til dato"), Column("Opnået"), Column("Forventet for året")],
        rows=[
            Row(format_period(period), [figures.to_date, figures.realised, figures.forecast])
            for period, figures in by_month.items()
        ],
        notes=["Kun godkendt opfølgning. Et tiltag uden opfølgning i måneden indgår med den seneste."],
        is_constructed=is_constructed,
    )
