"""What a forecast refuses, in words for the user."""


class ForecastError(ValueError):
    """A forecast cannot be made; the message is Danish and names every fault."""


class HistoryError(ForecastError):
    """The history has gaps, impossible figures, or is too short for what was asked."""


class AssumptionsError(ForecastError):
    """An assumption is outside what it may be, or one is missing."""
