"""Importing a round's workbook: everything or nothing."""

from django.db import transaction

from budgets.foundation.models import Membership
from initiatives.followup.locking import LockedYearError
from initiatives.followup.saving import NotYoursError, Row, RowConflictError, save_row
from initiatives.followup.spreadsheet.reading import RoundReading, read_round
from initiatives.results.models import FollowUpRound
from initiatives.results.states import InvalidTransitionError


class RefusedError(Exception):
    """The file has faults and nothing was saved; `reading` has all of them."""

    def __init__(self, reading: RoundReading) -> None:
        super().__init__("\n".join(reading.faults))
        self.reading = reading


@transaction.atomic
def import_round(*, membership: Membership, round_: FollowUpRound, content: bytes) -> RoundReading:
    """Save every change of the file in the round, each row with its own audit entry; one transaction.

    The round is locked, so that nobody saves between comparing and saving. Raises RefusedError.
    """
    FollowUpRound.objects.select_for_update().get(pk=round_.pk)
    reading = read_round(membership=membership, round_=round_, content=content)
    if reading.faults:
        raise RefusedError(reading)
    for row, values in reading.by_row:
        try:
            save_row(
                membership=membership,
                round_=round_,
                row=Row(row.initiative, row.version),
                values=values,
            )
        except (RowConflictError, NotYoursError, InvalidTransitionError, LockedYearError) as error:
            reading.faults.append(f"“{row.initiative.title}”: {error}")
            raise RefusedError(reading) from error
    return reading
