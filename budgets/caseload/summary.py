"""Cases and prices of a year up to a month: kinds of cases, prices, self-supply, and what moved between provisions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from budgets.areas.models import BudgetArea
from budgets.caseload.models import Caseload, Provider
from budgets.foundation.calendar import MONTHS_A_YEAR, days

ZERO = Decimal(0)
Number = TypeVar("Number", int, Decimal)


@dataclass(frozen=True)
class Volume:
    """Months of cases added up; None where no month tells.

    `cases` and `citizens` are those of the last month, because they are counted at its end; persons are
    helårspersoner, in- and outflow and expenditure sums over the months.
    """

    cases: int | None = None
    citizens: int | None = None
    persons: Decimal | None = None
    inflow: int | None = None
    outflow: int | None = None
    expenditure: Decimal | None = None

    @property
    def unit_price(self) -> Decimal | None:
        """Kroner for a helårsperson, a whole year of one."""
        if not self.persons or self.expenditure is None:
            return None
        return self.expenditure / self.persons


@dataclass(frozen=True)
class KindRow:
    """One kind of cases: where, under which law, for whom and by whom; this year and the same months last year."""

    area: BudgetArea
    legal_basis: str
    target_group: str
    provider: str
    now: Volume
    before: Volume


@dataclass(frozen=True)
class Shift:
    """How many helårspersoner a provision has, and had in the same months last year."""

    legal_basis: str
    now: Decimal
    before: Decimal

    @property
    def change(self) -> Decimal:
        """More is positive."""
        return self.now - self.before


@dataclass(frozen=True)
class MonthRow:
    """One month of everything: how many are in service, flows and expenditure."""

    year: int
    month: int
    now: Volume
    before: Volume

    @property
    def in_service(self) -> Decimal | None:
        """How many are in service on the mean day of the month."""
        return _head_count(self.now.persons, self.year, self.month)

    @property
    def in_service_before(self) -> Decimal | None:
        """How many were in the same month last year."""
        return _head_count(self.before.persons, self.year - 1, self.month)


@dataclass(frozen=True)
class Summary:
    """What the page of cases shows."""

    rows: Sequence[KindRow]
    total: Volume
    total_before: Volume
    months: Sequence[MonthRow]
    shifts: Sequence[Shift]
    own: Decimal
    all: Decimal

    @property
    def self_supply(self) -> Decimal | None:
        """Percent of the helårspersoner that the municipality's own provisions have."""
        return self.own / self.all * 100 if self.all else None


def add_up(months: Iterable[Caseload]) -> Volume:
    """The volume of the months; see Volume for what is a sum and what the last month's count."""
    found = list(months)
    last = max((one.year * MONTHS_A_YEAR + one.month for one in found), default=0)
    at_the_end = [one for one in found if one.year * MONTHS_A_YEAR + one.month == last]
    return Volume(
        cases=_sum(one.cases for one in at_the_end),
        citizens=_sum(one.citizens for one in at_the_end),
        persons=_sum(one.full_year_persons for one in found),
        inflow=_sum(one.inflow for one in found),
        outflow=_sum(one.outflow for one in found),
        expenditure=_sum(one.expenditure for one in found),
    )


def _sum(values: Iterable[Number | None]) -> Number | None:
    told = [value for value in values if value is not None]
    return sum(told[1:], told[0]) if told else None


def summarise(found: Sequence[Caseload], *, year: int, month: int) -> Summary:
    """The year up to the month, from caseloads of that year and the one before. Pure."""
    now = [one for one in found if one.year == year and one.month <= month]
    before = [one for one in found if one.year == year - 1 and one.month <= month]
    kinds = _by(_kind, [*now, *before])
    rows = [
        KindRow(
            *_names(ones[0]),
            now=add_up(one for one in ones if one.year == year),
            before=add_up(one for one in ones if one.year == year - 1),
        )
        for ones in kinds.values()
    ]
    return Summary(
        rows=rows,
        total=add_up(now),
        total_before=add_up(before),
        months=[_month(found, year, number) for number in range(1, MONTHS_A_YEAR + 1)],
        shifts=_shifts(now, before),
        own=_persons(one for one in now if one.provider == Provider.OWN),
        all=_persons(now),
    )


def _kind(one: Caseload) -> tuple[object, ...]:
    return (one.area.code, str(one.legal_basis or ""), one.target_group, one.provider)


def _names(one: Caseload) -> tuple[BudgetArea, str, str, str]:
    return one.area, str(one.legal_basis or ""), one.target_group, one.get_provider_display()


def _by(key: Callable[[Caseload], object], found: Iterable[Caseload]) -> dict[object, list[Caseload]]:
    groups: defaultdict[object, list[Caseload]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return groups


def _month(found: Sequence[Caseload], year: int, month: int) -> MonthRow:
    of_month = [one for one in found if one.month == month]
    return MonthRow(
        year,
        month,
        add_up(one for one in of_month if one.year == year),
        add_up(one for one in of_month if one.year == year - 1),
    )


def _head_count(persons: Decimal | None, year: int, month: int) -> Decimal | None:
    """Person-days (helårspersoner times the days of the year) over the days of the month."""
    if persons is None:
        return None
    days_of_year, days_of_month = days(year, month)
    return persons * days_of_year / days_of_month


def _persons(found: Iterable[Caseload]) -> Decimal:
    return sum((one.full_year_persons or ZERO for one in found), ZERO)


def _shifts(now: Sequence[Caseload], before: Sequence[Caseload]) -> list[Shift]:
    names = sorted({str(one.legal_basis) for one in [*now, *before] if one.legal_basis})
    return [
        Shift(
            name,
            _persons(one for one in now if str(one.legal_basis) == name),
            _persons(one for one in before if str(one.legal_basis) == name),
        )
        for name in names
    ]
