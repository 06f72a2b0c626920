"""The use case: a round's workbook is brought in, everything or nothing."""

from django.db import transaction

from budgets.foundation.models import Membership
from initiatives.followup.locking import LockedYearError
from initiatives.followup.saving import ConflictError, NotYoursError, Row, save_row
from initiatives.followup.spreadsheet.reading import Reading, read_round
from initiatives.results.models import FollowUpRound
from initiatives.results.states import InvalidTransitionError


class RefusedError(Exception):
    """Something in the file is wrong and nothing was written; `reading` has all of it."""

    def __init__(self, reading: Reading) -> None:
        super().__init__("\n".join(reading.faults))
        self.reading = reading


@transaction.atomic
def bring_in(*, membership: Membership, round_: FollowUpRound, content: bytes) -> Reading:
    """Write every change of the file into the round, each row with its own audit entry; one transaction.

    The round is held until it ends, so that nobody writes between comparing and writing. Raises RefusedError.
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
        except (ConflictError, NotYoursError, InvalidTransitionError, LockedYearError) as reason:
            reading.faults.append(f"“{row.initiative.title}”: {reason}")
            raise RefusedError(reading) from reason
    return reading
