"""Reading whose money it is: each fact has one method here, whose docstring says what it costs."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Sum

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from budgets.models import Municipality, User


class MunicipalityQuerySet(models.QuerySet[Any]):
    """Municipalities as their members see them."""

    def of_member(self, user: "User") -> Self:
        """Those that the user is a member of, by name; one query."""
        return self.filter(memberships__user=user).order_by("name")


class MembershipQuerySet(models.QuerySet[Any]):
    """Memberships with their municipalities."""

    def of_user(self, user: "User | AnonymousUser") -> Self:
        """The user's, by the municipalities' names; one query."""
        return self.filter(user=user.pk).select_related("municipality").order_by("municipality__name")


class AuditEntryQuerySet(models.QuerySet[Any]):
    """Events as lists show them."""

    def of_municipality(self, municipality: "Municipality") -> Self:
        """The municipality's events with their actors, newest first; one query."""
        return self.filter(municipality=municipality).select_related("actor")


class AppropriationQuerySet(models.QuerySet[Any]):
    """Appropriations added up; each amount is a part of the net (gross, income or refund) or the net itself."""

    def of_municipality(self, municipality: "Municipality") -> Self:
        """The municipality's own."""
        return self.filter(area__municipality=municipality)

    def of_year(self, year: int, as_of: date) -> Self:
        """What had been decided by the day about the budget of the year: its own round, and no overslagsår."""
        return self.filter(decision__round__year=year, year=year, decision__decided_on__lte=as_of)

    def by_municipality(self) -> dict[int, Decimal]:
        """Net kroner by municipality id; one query."""
        return _by_municipality(self)

    def by_area(self, part: str) -> dict[int, Decimal]:
        """Kroner by area id; one query."""
        return dict(self.order_by().values_list("area_id").annotate(sum=Sum(_part(part))))

    def by_area_and_kind(self, part: str) -> dict[tuple[int, str], Decimal]:
        """Kroner by area id and kind of decision; one query."""
        sums = self.order_by().values_list("area_id", "decision__kind").annotate(sum=Sum(_part(part)))
        return {(area_id, kind): amount for area_id, kind, amount in sums}


class ExpenditureQuerySet(models.QuerySet[Any]):
    """What is booked, added up."""

    def of_municipality(self, municipality: "Municipality") -> Self:
        """The municipality's own."""
        return self.filter(area__municipality=municipality)

    def by_area_with_year_before(self, part: str, year: int, month: int) -> dict[tuple[int, int], Decimal]:
        """Kroner from January to the month, and of the whole year before, by area id and year; one query."""
        found = self.filter(models.Q(year=year, month__lte=month) | models.Q(year=year - 1)).order_by()
        return {
            (area, year): amount
            for area, year, amount in found.values_list("area_id", "year").annotate(sum=Sum(_part(part)))
        }

    def by_municipality(self) -> dict[int, Decimal]:
        """Net kroner by municipality id; one query."""
        return _by_municipality(self)

    def by_month(self, part: str) -> dict[tuple[int, int], Decimal]:
        """Kroner by year and month; one query."""
        found = self.order_by().values_list("year", "month").annotate(sum=Sum(_part(part)))
        return {(year, month): amount for year, month, amount in found}

    def booked_months(self) -> list[tuple[int, int]]:
        """Years and months with anything booked, in order; one query."""
        return list(self.order_by("year", "month").values_list("year", "month").distinct())


class CaseloadQuerySet(models.QuerySet[Any]):
    """Cases and prices as pages and forecasts read them."""

    def of_municipality(self, municipality: "Municipality") -> Self:
        """The municipality's own, with what describes each kind of cases."""
        return self.filter(area__municipality=municipality).select_related("area", "legal_basis")

    def counted_months(self) -> list[tuple[int, int]]:
        """Years and months with any cases, in order; one query."""
        return list(self.order_by("year", "month").values_list("year", "month").distinct())


class ForecastQuerySet(models.QuerySet[Any]):
    """Forecasts as lists show them."""

    def with_totals(self) -> Self:
        """Newest first, with who made each, and `total`: kroner of its own year; part of the same query."""
        of_own_year = models.Q(lines__year=F("year"))
        found = self.annotate(total=Sum("lines__amount", filter=of_own_year)).select_related("by")
        return found.order_by("-year", "-month", "-seq")

    def before(self, forecast: Any) -> Self:
        """Those that were made before it, oldest first."""
        year, month, seq = forecast.year, forecast.month, forecast.seq
        return self.filter(
            models.Q(year__lt=year)
            | models.Q(year=year, month__lt=month)
            | models.Q(year=year, month=month, seq__lt=seq)
        )


NET = "net"
PARTS = ("gross", "income", "refund")


def _part(part: str) -> F | Any:
    """One of the three parts, or their sum."""
    return F("gross") + F("income") + F("refund") if part == NET else F(part)


def _by_municipality(found: models.QuerySet[Any]) -> dict[int, Decimal]:
    return dict(found.order_by().values_list("area__municipality_id").annotate(sum=Sum(_part(NET))))
