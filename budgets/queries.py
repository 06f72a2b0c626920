"""Reading municipalities and events: each fact has one method here, whose docstring says what it costs."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

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
