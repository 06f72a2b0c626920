"""Price levels: amounts converted from the prices of one year to those of another by chained indices.

Method: an index is the year's rise in prices and wages in percent over the year before. From level a to a later level
b an amount is multiplied by (1 + p/100) for each year after a up to and including b; to an earlier level it is divided
by the same product.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal

from budgets.foundation.models import PriceIndex, SteeringArea

IndexKey = tuple[str, int]
"""A steering area and a year."""


class MissingIndexError(Exception):
    """A year has no price index; the message names the steering area and every such year."""

    def __init__(self, steering_area: str, years: list[int]) -> None:
        area = SteeringArea(steering_area).label
        super().__init__(f"Der mangler pris- og lønfremskrivning for {area} i {', '.join(map(str, years))}.")


class PriceIndices:
    """The yearly price indices, and which of them are constructed examples."""

    def __init__(self, percents: Mapping[IndexKey, Decimal], examples: Collection[IndexKey] = ()) -> None:
        """`percents` by steering area and year, in percent over the year before."""
        self._percents, self._examples = percents, examples

    def factor(self, steering_area: str, from_level: int, to_level: int) -> Decimal:
        """The factor from prices of the year `from_level` to prices of the year `to_level`; unrounded.

        Raises MissingIndexError, which names every year that has no index for the steering area.
        """
        keys = _keys_between(steering_area, from_level, to_level)
        if missing := [year for area, year in keys if (area, year) not in self._percents]:
            raise MissingIndexError(steering_area, missing)
        product = Decimal(1)
        for key in keys:
            product *= 1 + self._percents[key] / 100
        return product if to_level >= from_level else 1 / product

    def rest_on_examples(self, steering_area: str, from_level: int, to_level: int) -> bool:
        """True if an index between the two years is a constructed example."""
        return any(key in self._examples for key in _keys_between(steering_area, from_level, to_level))


def _keys_between(steering_area: str, from_level: int, to_level: int) -> list[IndexKey]:
    low, high = sorted((from_level, to_level))
    return [(steering_area, year) for year in range(low + 1, high + 1)]


def load_indices() -> PriceIndices:
    """All price indices of the installation; one query."""
    indices = list(PriceIndex.objects.all())
    return PriceIndices(
        {(index.steering_area, index.year): index.percent for index in indices},
        {(index.steering_area, index.year) for index in indices if index.is_example},
    )
