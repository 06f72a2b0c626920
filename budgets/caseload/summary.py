"""Summary of a year's caseloads up to a month: kinds of cases, prices, self-supply, and shifts between services."""

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
    """Sums of caseloads; None where no month has the figure.

    `cases` and `citizens` are those of the last month, because they are counted at its end. `persons`
    (helårspersoner), flows and expenditure (kroner) are sums over the months.
    """

    cases: int | None = None
    citizens: int | None = None
    persons: Decimal | None = None
    inflow: int | None = None
    outflow: int | None = None
    expenditure: Decimal | None = None

    @property
    def unit_price(self) -> Decimal | None:
        """Kroner per helårsperson (a full year of one person)."""
        if not self.persons or self.expenditure is None:
            return None
        return self.expenditure / self.persons


@dataclass(frozen=True)
class KindRow:
    """One kind of cases (area, legal basis, target group, provider); this year and the same months last year."""

    area: BudgetArea
    legal_basis: str
    target_group: str
    provider: str
    now: Volume
    before: Volume


@dataclass(frozen=True)
class Shift:
    """Helårspersoner under a legal basis, this year and in the same months last year."""

    legal_basis: str
    now: Decimal
    before: Decimal

    @property
    def change(self) -> Decimal:
        """Helårspersoner more (positive) or fewer than last year."""
        return self.now - self.before


@dataclass(frozen=True)
class MonthRow:
    """One month of all kinds of cases, this year and last year."""

    year: int
    month: int
    now: Volume
    before: Volume

    @property
    def in_service(self) -> Decimal | None:
        """Mean number of persons in service in the month."""
        return _head_count(self.now.persons, self.year, self.month)

    @property
    def in_service_before(self) -> Decimal | None:
        """Mean number of persons in service in the same month last year."""
        return _head_count(self.before.persons, self.year - 1, self.month)


@dataclass(frozen=True)
class Summary:
    """The summary; `own_persons` and `all_persons` are helårspersoner."""

    rows: Sequence[KindRow]
    total: Volume
    total_before: Volume
    months: Sequence[MonthRow]
    shifts: Sequence[Shift]
    own_persons: Decimal
    all_persons: Decimal

    @property
    def self_supply(self) -> Decimal | None:
        """Percent of the helårspersoner whose service the municipality itself provides."""
        return self.own_persons / self.all_persons * 100 if self.all_persons else None


def add_up(caseloads: Iterable[Caseload]) -> Volume:
    """Add up caseloads as described at Volume."""
    months = list(caseloads)
    last_month = max((month.year * MONTHS_A_YEAR + month.month for month in months), default=0)
    in_last_month = [month for month in months if month.year * MONTHS_A_YEAR + month.month == last_month]
    return Volume(
        cases=_sum(month.cases for month in in_last_month),
        citizens=_sum(month.citizens for month in in_last_month),
        persons=_sum(month.full_year_persons for month in months),
        inflow=_sum(month.inflow for month in months),
        outflow=_sum(month.outflow for month in months),
        expenditure=_sum(month.expenditure for month in months),
    )


def _sum(values: Iterable[Number | None]) -> Number | None:
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None


def summarise(caseloads: Sequence[Caseload], *, year: int, month: int) -> Summary:
    """Summarise the year up to the month from caseloads of that year and the one before. No database access."""
    this_year = [caseload for caseload in caseloads if caseload.year == year and caseload.month <= month]
    last_year = [caseload for caseload in caseloads if caseload.year == year - 1 and caseload.month <= month]
    kinds = _group_by(_kind_key, [*this_year, *last_year])
    rows = [
        KindRow(
            *_kind_names(of_kind[0]),
            now=add_up(caseload for caseload in of_kind if caseload.year == year),
            before=add_up(caseload for caseload in of_kind if caseload.year == year - 1),
        )
        for of_kind in kinds.values()
    ]
    return Summary(
        rows=rows,
        total=add_up(this_year),
        total_before=add_up(last_year),
        months=[_summarise_month(caseloads, year, number) for number in range(1, MONTHS_A_YEAR + 1)],
        shifts=_list_shifts(this_year, last_year),
        own_persons=_sum_persons(caseload for caseload in this_year if caseload.provider == Provider.OWN),
        all_persons=_sum_persons(this_year),
    )


def _kind_key(caseload: Caseload) -> tuple[object, ...]:
    return (caseload.area.code, str(caseload.legal_basis or ""), caseload.target_group, caseload.provider)


def _kind_names(caseload: Caseload) -> tuple[BudgetArea, str, str, str]:
    return caseload.area, str(caseload.legal_basis or ""), caseload.target_group, caseload.get_provider_display()


def _group_by(key: Callable[[Caseload], object], caseloads: Iterable[Caseload]) -> dict[object, list[Caseload]]:
    groups: defaultdict[object, list[Caseload]] = defaultdict(list)
    for caseload in caseloads:
        groups[key(caseload)].append(caseload)
    return groups


def _summarise_month(caseloads: Sequence[Caseload], year: int, month: int) -> MonthRow:
    of_month = [caseload for caseload in caseloads if caseload.month == month]
    return MonthRow(
        year,
        month,
        add_up(caseload for caseload in of_month if caseload.year == year),
        add_up(caseload for caseload in of_month if caseload.year == year - 1),
    )


def _head_count(persons: Decimal | None, year: int, month: int) -> Decimal | None:
    """Mean number in service: helårspersoner × days of the year ÷ days of the month."""
    if persons is None:
        return None
    days_of_year, days_of_month = days(year, month)
    return persons * days_of_year / days_of_month


def _sum_persons(caseloads: Iterable[Caseload]) -> Decimal:
    return sum((caseload.full_year_persons or ZERO for caseload in caseloads), ZERO)


def _list_shifts(this_year: Sequence[Caseload], last_year: Sequence[Caseload]) -> list[Shift]:
    names = sorted({str(caseload.legal_basis) for caseload in [*this_year, *last_year] if caseload.legal_basis})
    return [
        Shift(
            name,
            _sum_persons(caseload for caseload in this_year if str(caseload.legal_basis) == name),
            _sum_persons(caseload for caseload in last_year if str(caseload.legal_basis) == name),
        )
        for name in names
    ]
