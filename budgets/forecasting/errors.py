"""Errors of forecasts; the messages are for the user."""


class ForecastError(ValueError):
    """A forecast cannot be made; the message is Danish and names every fault."""


class HistoryError(ForecastError):
    """The history has gaps or impossible figures, or is too short for the method."""


class AssumptionsError(ForecastError):
    """An assumption is outside its bounds, or one is missing."""
