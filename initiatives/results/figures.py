"""The deviation and the realisation rate, for every class that has a target and a forecast effect."""

from dataclasses import dataclass
from decimal import Decimal


class TargetAndForecast:
    """Kroner in the stored sign: positive is less expenditure; None where unknown."""

    target: Decimal | None
    forecast: Decimal | None

    @property
    def deviation(self) -> Decimal | None:
        """Forecast less target; None where either is unknown."""
        return None if self.forecast is None or self.target is None else self.forecast - self.target

    @property
    def realisation_rate(self) -> Decimal | None:
        """Forecast over target; None where the target is not above zero or either is unknown."""
        if self.forecast is None or self.target is None or self.target <= 0:
            return None
        return self.forecast / self.target

    @property
    def rate(self) -> Decimal | None:
        """The realisation rate in percent, as it is shown; None also where the forecast is a cost."""
        rate = self.realisation_rate
        return None if rate is None or rate < 0 else rate * 100


@dataclass(frozen=True)
class Comparison(TargetAndForecast):
    """A target with the forecast that is to be compared with it."""

    target: Decimal | None
    forecast: Decimal | None
