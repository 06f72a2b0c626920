"""The year and period that figures of savings are shown for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportingPeriod:
    """A year and a period: a month (1-12), or 13 for the year's accounts."""

    year: int
    period: int

    @property
    def month(self) -> int:
        """The last month (1-12) that the figures include."""
        return min(self.period, 12)
