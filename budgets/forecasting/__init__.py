"""The forecast of an area's social expenditure: a case model, simple methods beside it, and how wrong each has been.

Pure: values in, values out, no database. Money is float kroner inside and becomes Decimal by `in_kroner`.
"""

from budgets.forecasting.assumptions import Assumptions, Entrants
from budgets.forecasting.backtesting import NEXT_YEAR, backtest, summarise, summarise_methods
from budgets.forecasting.errors import AssumptionsError, ForecastError, HistoryError
from budgets.forecasting.history import History, head_count
from budgets.forecasting.methods import forecast
from budgets.forecasting.money import YearInKroner, in_kroner
from budgets.forecasting.months import Month
from budgets.forecasting.recommendation import Recommendation, recommend
from budgets.forecasting.results import Forecast, Method, MonthForecast, Rates, YearForecast

__all__ = [
    "NEXT_YEAR",
    "Assumptions",
    "AssumptionsError",
    "Entrants",
    "Forecast",
    "ForecastError",
    "History",
    "HistoryError",
    "Method",
    "Month",
    "MonthForecast",
    "Rates",
    "Recommendation",
    "YearForecast",
    "YearInKroner",
    "backtest",
    "forecast",
    "head_count",
    "in_kroner",
    "recommend",
    "summarise",
    "summarise_methods",
]
