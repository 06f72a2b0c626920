"""What was not delivered by the accounts, and what of it was carried on into the next year."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from initiatives.followup.models import ShortfallPart

if TYPE_CHECKING:
    from initiatives.followup.grid import GridRow


def shortfall_of(row: "GridRow") -> Decimal:
    """Target less realised, where that is above zero: kroner. A cost that was smaller is no shortfall."""
    if row.target_year is None or row.target_year <= 0 or row.realised is None:
        return Decimal(0)
    return max(Decimal(0), row.target_year - row.realised)


def carried_into(year: int, initiative_ids: Sequence[int]) -> dict[int, Decimal]:
    """Kroner carried on into the year from the approved accounts of the year before, by initiative; one query."""
    parts = ShortfallPart.objects.filter(
        kind=ShortfallPart.Treatment.CARRIED,
        follow_up__initiative__in=initiative_ids,
        follow_up__round__year=year - 1,
        follow_up__state="approved",
    )
    carried: dict[int, Decimal] = {}
    for initiative_id, amount in parts.values_list("follow_up__initiative_id", "amount"):
        carried[initiative_id] = carried.get(initiative_id, Decimal(0)) + amount
    return carried
