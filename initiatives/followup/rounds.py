"""Opening a year's rounds, and the initiatives of a round."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from budgets.foundation import audit
from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle, existing_by_round
from initiatives.results.models import ACCOUNTS, HALF_YEAR, FollowUpRound

FOLLOWED = (Lifecycle.ADOPTED, Lifecycle.UNDER_WAY, Lifecycle.FULLY_PHASED_IN)
"""Lifecycles of initiatives that have a row to fill; dropped and replaced ones are only listed."""


class NothingToFollowError(Exception):
    """No catalogue of the municipality covers the year."""


@transaction.atomic
def open_year(
    *,
    membership: Membership,
    year: int,
    periods: Iterable[int],
    days: int,
    catalogues: Iterable[Catalogue],
    half_year_days: int | None = None,
) -> list[FollowUpRound]:
    """Create the missing rounds of a year, each with a deadline `days` after the end of its month.

    The accounts (period 13) have their deadline `days` after the end of February. With `half_year_days` the round of
    June is the half-year's, with its own deadline. Raises NothingToFollowError where no catalogue is chosen.
    """
    chosen = list(catalogues)
    if not chosen:
        raise NothingToFollowError(f"Vælg mindst ét katalog med beløb eller tiltag i {year}.")
    municipality = membership.municipality
    existing = set(municipality.follow_up_rounds.filter(year=year).values_list("period", flat=True))
    rounds = []
    for period in sorted(set(periods) - existing):
        is_half_year = period == HALF_YEAR and half_year_days is not None
        last_day = deadline(year, period, half_year_days or days if is_half_year else days)
        rounds.append(
            FollowUpRound(
                municipality=municipality, year=year, period=period, deadline=last_day, is_half_year=is_half_year
            )
        )
    FollowUpRound.objects.bulk_create(rounds)
    for round_ in rounds:
        round_.catalogues.set(chosen)
        changes = [{"felt": "frist", "før": None, "efter": round_.deadline.isoformat()}]
        audit.record(
            municipality=municipality, actor=membership.user, action="runde åbnet", obj=round_, changes=changes
        )
    return rounds


def deadline(year: int, period: int, days: int) -> date:
    """The date `days` after the end of the month; for the accounts, after the end of February of the next year."""
    first_of_next_month = date(year + 1, 3, 1) if period == ACCOUNTS else date(year + period // 12, period % 12 + 1, 1)
    return first_of_next_month - timedelta(days=1) + timedelta(days=days)


def initiatives_of(round_: FollowUpRound) -> QuerySet[Initiative]:
    """Every initiative of the round's catalogues that has a row or is listed as ended, by catalogue and group."""
    return (
        Initiative.objects.filter(existing_by_round(round_.year, round_.period), catalogue__follow_up_rounds=round_)
        .exclude(lifecycle__in=(Lifecycle.PROPOSED, Lifecycle.CLOSED))
        .select_related("responsible", "activity_price")
        .prefetch_related("catalogue", "theme")
        .order_by("catalogue__published", "catalogue__slug", "theme__order", "order")
    )
