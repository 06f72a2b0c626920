"""The case model: persons × unit price, from the history of inflow, outflow and price and from who is on the way.

Method: after Ishøj's long-term forecast (history of inflow and outflow, and lists of young people on their way, with
open assumptions). The middle is the expectation at the estimated rates; where at least 36 months are known it lies in
an interval from the 10 % and 90 % quantiles of simulated paths, which carry the uncertainty of the rates too.
"""

import numpy as np

from budgets.forecasting.assembling import Ahead, Simulated, months_ahead
from budgets.forecasting.assumptions import Assumptions
from budgets.forecasting.flows import (
    Flow,
    draw_rates,
    exits_of,
    expected_persons,
    inflow_of,
    simulate_entrants,
    simulate_stock,
)
from budgets.forecasting.history import History, Values
from budgets.forecasting.index import coming_levels
from budgets.forecasting.months import Month
from budgets.forecasting.results import Rates
from budgets.forecasting.unit_prices import PriceModel, fit_prices, simulate_prices

INTERVAL_MONTHS = 36
"""The shortest history that an interval is made from."""


def cases_ahead(history: History, assumptions: Assumptions, years_ahead: int) -> Ahead:
    """The case model's months ahead; HistoryError where there are no persons to tell a price from."""
    ahead = months_ahead(history, years_ahead)
    prices = fit_prices(history, assumptions)
    inflow, exits = inflow_of(history, assumptions.inflow_months), exits_of(history, assumptions.outflow_months)
    levels = coming_levels(history, assumptions, ahead)
    persons = expected_persons(history.persons[-1], inflow.rate, exits.rate, assumptions.entrants, ahead)
    growth = prices.factors(np.array([prices.growth]), len(ahead))[:, 0]
    simulated = None
    if history.months >= INTERVAL_MONTHS:
        simulated = _simulate(history, assumptions, (inflow, exits), prices, ahead, levels)
    rates = Rates(inflow.rate, exits.rate, prices.price * 12, prices.growth * 100)
    return Ahead(persons * prices.price * growth * levels, persons, simulated, rates)


def _simulate(
    history: History,
    assumptions: Assumptions,
    flows: tuple[Flow, Flow],
    prices: PriceModel,
    ahead: list[Month],
    levels: Values,
) -> Simulated:
    months, paths, seed = len(ahead), assumptions.paths, assumptions.seed
    counting, pricing = np.random.default_rng([seed, 0]), np.random.default_rng([seed, 1])
    rates = draw_rates(*flows, paths, counting)
    spreads = (flows[0].dispersion, flows[1].dispersion)
    persons = simulate_stock(history.persons[-1], rates, spreads, months, counting)
    persons = persons + simulate_entrants(assumptions.entrants, rates[1], ahead, seed)
    found = simulate_prices(prices, months, paths, pricing)
    amounts = persons * found.prices + np.sqrt(persons) * found.noise
    return Simulated(np.maximum(amounts, prices.floor) * levels[:, np.newaxis], persons)
