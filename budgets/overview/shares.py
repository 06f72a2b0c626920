"""Stated parts of a year's deviations, and their kroner computed from the deviation."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from budgets.areas.models import BudgetArea, DeviationShare, ShareOf
from budgets.foundation.models import Municipality
from budgets.overview.rows import Overview

HUNDRED_PERCENT = Decimal(100)


@dataclass(frozen=True)
class DivisionPart:
    """A stated part: percent and kroner as stated, and kroner computed as the percent of the deviation."""

    label: str
    percent: Decimal | None
    amount: Decimal | None
    computed: Decimal | None
    source: str


@dataclass(frozen=True)
class Division:
    """The parts of a deviation by one dimension; `remaining_percent` is not in any part."""

    title: str
    parts: Sequence[DivisionPart]
    remaining_percent: Decimal


def build_shares(municipality: Municipality, overview: Overview) -> list[Division]:
    """How the year's deviations are divided, in kroner with the municipality's sign; one query."""
    deviations = {row.area: row.deviation.signed_amount for row in [*overview.rows, overview.total] if row.deviation}
    all_shares = municipality.deviation_shares.filter(year=overview.year).select_related("area")
    return [
        _build_division(told_by, area, list(shares), deviations.get(area))
        for (told_by, area), shares in groupby(all_shares, key=lambda share: (share.told_by, share.area))
    ]


def _build_division(
    told_by: str, area: BudgetArea | None, shares: Sequence[DeviationShare], deviation: Decimal | None
) -> Division:
    parts = [_build_part(share, deviation) for share in shares]
    stated_percent = sum((part.percent or Decimal(0) for part in parts), Decimal(0))
    title = f"{area or 'Hele afvigelsen'} efter {ShareOf(told_by).label}"
    return Division(title, parts, HUNDRED_PERCENT - stated_percent if stated_percent else Decimal(0))


def _build_part(share: DeviationShare, deviation: Decimal | None) -> DivisionPart:
    computed = (
        deviation * share.percent / HUNDRED_PERCENT if deviation is not None and share.percent is not None else None
    )
    return DivisionPart(share.label, share.percent, share.amount, computed, share.source)
