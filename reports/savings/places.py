"""Which round a dashboard is about: the municipality's rounds, and which of them have anything approved."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A year and a period: 1-12, or 13 for the year's accounts."""

    year: int
    period: int

    @property
    def month(self) -> int:
        """The month that the figures reach to."""
        return min(self.period, 12)
