"""Locking a year when its accounts are approved."""

from initiatives.results.models import ACCOUNTS, FollowUp, FollowUpRound, State


class LockedYearError(Exception):
    """The year's accounts are approved, so that none of its rounds can be changed."""

    def __init__(self, round_: FollowUpRound) -> None:
        super().__init__(f"Regnskabet for {round_.year} er godkendt. Runden {round_.label} kan derfor ikke ændres.")


def is_locked(round_: FollowUpRound) -> bool:
    """True where the year's accounts have rows and every newest revision of them is approved; one query."""
    accounts = FollowUp.objects.filter(
        round__municipality=round_.municipality, round__year=round_.year, round__period=ACCOUNTS
    )
    states = set(accounts.newest_revisions().order_by().values_list("state", flat=True).distinct())
    return states == {State.APPROVED}
