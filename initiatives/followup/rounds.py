"""Rounds: a year's at once, and which initiatives belong to one."""

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
"""Initiatives that have a row to fill; dropped and replaced ones are listed as such."""


class NothingToFollowError(Exception):
    """No catalogue of the municipality covers the year."""


@transaction.atomic
def make_year(
    *,
    membership: Membership,
    year: int,
    periods: Iterable[int],
    days: int,
    catalogues: Iterable[Catalogue],
    half_year_days: int | None = None,
) -> list[FollowUpRound]:
    """The rounds of a year that are not there yet, each with a deadline `days` after the end of its month.

    The accounts (period 13) have their deadline `days` after the end of February. With `half_year_days` the round of
    June is the half-year's, with its own deadline. Raises NothingToFollowError where no catalogue is chosen.
    """
    chosen = list(catalogues)
    if not chosen:
        raise NothingToFollowError(f"Vælg mindst ét katalog med beløb eller tiltag i {year}.")
    municipality = membership.municipality
    there = set(municipality.follow_up_rounds.filter(year=year).values_list("period", flat=True))
    rounds = []
    for period in sorted(set(periods) - there):
        is_half_year = period == HALF_YEAR and half_year_days is not None
        last_day = deadline(year, period, half_year_days or days if is_half_year else days)
        rounds.append(
            FollowUpRound(
                municipality=municipality, year=year, period=period, deadline=last_day, is_half_year=is_half_year
            )
        )
    FollowUpRound.objects.bulk_create(rounds)
    for made in rounds:
        made.catalogues.set(chosen)
        changes = [{"felt": "frist", "før": None, "efter": made.deadline.isoformat()}]
        audit.record(municipality=municipality, actor=membership.user, action="runde åbnet", obj=made, changes=changes)
    return rounds


def deadline(year: int, period: int, days: int) -> date:
    """So many days after the month has ended; of the accounts, after February of the next year has."""
    month = date(year + 1, 3, 1) if period == ACCOUNTS else date(year + period // 12, period % 12 + 1, 1)
    return month - timedelta(days=1) + timedelta(days=days)


def initiatives_of(round_: FollowUpRound) -> QuerySet[Initiative]:
    """Every initiative of the round's catalogues that has a row or is listed as ended, by catalogue and group."""
    return (
        Initiative.objects.filter(existing_by_round(round_.year, round_.period), catalogue__follow_up_rounds=round_)
        .exclude(lifecycle__in=(Lifecycle.PROPOSED, Lifecycle.CLOSED))
        .select_related("responsible", "activity_price")
        .prefetch_related("catalogue", "theme")
        .order_by("catalogue__published", "catalogue__slug", "theme__order", "order")
    )
