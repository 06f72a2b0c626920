"""Payback times, where the document says how they are computed."""

from collections.abc import Iterator
from decimal import Decimal

from initiatives.catalogues.models.descriptions import Claim
from initiatives.catalogues.plan.effects import EffectFilter
from initiatives.catalogues.plan.payback import AREAS, payback_year
from initiatives.reconciliation.finding import Finding, FindingKind
from initiatives.reconciliation.material import ReconciliationMaterial


def compare_paybacks(material: ReconciliationMaterial) -> Iterator[Finding]:
    """A printed payback time against the lines, on service alone or on all of them."""
    for claim in material.claims:
        if claim.method and claim.kind in AREAS:
            amounts = material.effects.amounts(
                claim.initiative_id, EffectFilter(steering_area=AREAS[Claim.ClaimKind(claim.kind)])
            )
            yield Finding(
                catalogue=material.catalogue.slug,
                scope=claim.initiative.title,
                label=claim.get_kind_display(),
                column="år",
                kind=FindingKind.PAYBACK,
                published=claim.value,
                computed=Decimal(payback_year(amounts) or 0),
            )
