"""Payback times, where the document says how they are counted."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import accumulate

from budgets.models import SteeringArea
from initiatives.models import Claim
from initiatives.plan import Of
from initiatives.reconciliation.finding import Finding, FindingKind
from initiatives.reconciliation.material import Material

LONGEST = 200
"""Years after which nobody counts on."""

AREAS = {Claim.Kind.PAYBACK_SERVICE: SteeringArea.SERVICE, Claim.Kind.PAYBACK_TOTAL: ""}


def paybacks(material: Material) -> Iterator[Finding]:
    """A printed payback time against the lines, on service alone or on all of them."""
    for claim in material.claims:
        if claim.method and claim.kind in AREAS:
            amounts = material.effects.amounts(claim.initiative_id, Of(steering_area=AREAS[Claim.Kind(claim.kind)]))
            yield Finding(
                catalogue=material.catalogue.slug,
                scope=claim.initiative.title,
                label=claim.get_kind_display(),
                column="år",
                kind=FindingKind.PAYBACK,
                published=claim.value,
                computed=Decimal(payback_year(amounts) or 0),
            )


def payback_year(amounts: Mapping[int, Decimal]) -> int | None:
    """The first year, counted from 1, in which the amounts so far are not a cost; the last year's amount goes on.

    `amounts` are kroner by year, positive where less is spent. None where they never come to that.
    """
    if not amounts:
        return None
    first, last = min(amounts), max(amounts)
    yearly = (amounts.get(min(first + number, last), Decimal(0)) for number in range(LONGEST))
    return next((number for number, total in enumerate(accumulate(yearly), start=1) if total >= 0), None)
