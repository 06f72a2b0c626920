"""Parts of a deviation as they were told, beside what the year's deviation makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from budgets.areas.models import BudgetArea, DeviationShare, ShareOf
from budgets.foundation.models import Municipality
from budgets.overview.rows import Overview

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Part:
    """A told part: its percent and kroner as told, and its kroner by the percent of the deviation."""

    label: str
    percent: Decimal | None
    told: Decimal | None
    computed: Decimal | None
    source: str


@dataclass(frozen=True)
class Division:
    """The parts of one deviation by one thing; `rest` is the percent that nobody told about."""

    title: str
    parts: Sequence[Part]
    rest: Decimal


def build_shares(municipality: Municipality, overview: Overview) -> list[Division]:
    """How the year's deviations are divided, with kroner in the sign that the municipality shows; one query."""
    factor = {row.area: row.deviation.shown for row in [*overview.rows, overview.total] if row.deviation}
    found = municipality.deviation_shares.filter(year=overview.year).select_related("area")
    return [
        _division(told_by, area, list(shares), factor.get(area))
        for (told_by, area), shares in groupby(found, key=lambda share: (share.told_by, share.area))
    ]


def _division(
    told_by: str, area: BudgetArea | None, shares: Sequence[DeviationShare], deviation: Decimal | None
) -> Division:
    parts = [_part(share, deviation) for share in shares]
    told = sum((part.percent or Decimal(0) for part in parts), Decimal(0))
    title = f"{area or 'Hele afvigelsen'} efter {ShareOf(told_by).label}"
    return Division(title, parts, WHOLE - told if told else Decimal(0))


def _part(share: DeviationShare, deviation: Decimal | None) -> Part:
    computed = deviation * share.percent / WHOLE if deviation is not None and share.percent is not None else None
    return Part(share.label, share.percent, share.amount, computed, share.source)
