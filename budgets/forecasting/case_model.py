"""The case model: persons × unit price, from the history of inflow, outflow and price and from expected entrants.

Method: after Ishøj's long-term forecast (history of inflow and outflow, lists of expected young people, and open
assumptions). The middle is the expectation at the estimated rates. From 36 months of history it has an interval from
the 10 % and 90 % quantiles of simulated paths, which include the uncertainty of the rates.
"""

import numpy as np

from budgets.forecasting.assembling import MonthsAhead, SimulatedPaths, list_months_ahead
from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.flows import (
    Flow,
    draw_rates,
    estimate_exits,
    estimate_inflow,
    expected_persons,
    simulate_entrants,
    simulate_stock,
)
from budgets.forecasting.history import History, Values
from budgets.forecasting.index import coming_levels
from budgets.forecasting.months import Month
from budgets.forecasting.results import Rates
from budgets.forecasting.unit_prices import PriceModel, fit_prices, simulate_prices

INTERVAL_MONTHS = 36
"""The least number of months of history for an interval."""


def forecast_cases(history: History, assumptions: Assumptions, years_ahead: int) -> MonthsAhead:
    """The case model's months ahead; HistoryError if the last months have no persons to compute a price from."""
    ahead = list_months_ahead(history, years_ahead)
    prices = fit_prices(history, assumptions)
    inflow, exits = (
        estimate_inflow(history, assumptions.inflow_months),
        estimate_exits(history, assumptions.outflow_months),
    )
    levels = coming_levels(history, assumptions, ahead)
    persons = expected_persons(history.persons[-1], inflow.rate, exits.rate, assumptions.entrants, ahead)
    growth = prices.factors(np.array([prices.growth]), len(ahead))[:, 0]
    simulated = None
    if history.months >= INTERVAL_MONTHS:
        simulated = _simulate(history, assumptions, (inflow, exits), prices, ahead, levels)
    rates = Rates(inflow.rate, exits.rate, prices.price * 12, prices.growth * 100)
    return MonthsAhead(persons * prices.price * growth * levels, persons, simulated, rates)


def _simulate(
    history: History,
    assumptions: Assumptions,
    flows: tuple[Flow, Flow],
    prices: PriceModel,
    ahead: list[Month],
    levels: Values,
) -> SimulatedPaths:
    months, paths, seed = len(ahead), assumptions.paths, assumptions.seed
    person_rng, price_rng = np.random.default_rng([seed, 0]), np.random.default_rng([seed, 1])
    rates = draw_rates(*flows, paths, person_rng)
    spreads = (flows[0].dispersion, flows[1].dispersion)
    persons = simulate_stock(history.persons[-1], rates, spreads, months, person_rng)
    persons = persons + simulate_entrants(assumptions.entrants, rates[1], ahead, seed)
    price_paths = simulate_prices(prices, months, paths, price_rng)
    amounts = persons * price_paths.prices + np.sqrt(persons) * price_paths.noise
    return SimulatedPaths(np.maximum(amounts, prices.floor) * levels[:, np.newaxis], persons)
