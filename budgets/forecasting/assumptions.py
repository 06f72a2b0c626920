"""The assumptions of a forecast: everything that is not in the history, stored with the result."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Self

from budgets.forecasting.errors import AssumptionsError
from budgets.forecasting.months import Month

PATHS = range(100, 20_001)
PERCENTS = (-50.0, 50.0)
MAX_ENTRANTS = 1_000


@dataclass(frozen=True)
class Entrants:
    """`count` people expected to need the service from `month` on, each with a probability (0 to 1); no identities."""

    month: Month
    count: int
    probability: float


@dataclass(frozen=True)
class Assumptions:
    """All assumptions of a forecast.

    `inflow_months`, `outflow_months` and `price_months` are the number of last months from which rates and price are
    estimated; a shorter history is used whole. `price_trend` is percent a year beside the index; None = estimated from
    the history and damped. `price_index` is the rise in prices and wages in percent, by year: without any year after
    the current one the forecast is in booked prices, and the trend is the whole rise; past years are used to separate
    the trend from the index. `index_examples` are its years with a constructed instead of a published index.
    `entrants` are added to the inflow of the history; those of booked months are left out. `deductions` (kroner by
    year, positive = less) are effects of initiatives that the cases do not show yet, and `one_offs` are kroner by year
    (positive = more). Both are spread over the year's remaining months, and do not change a completely booked year.
    `seed` and `paths` (their number) control the simulation.

    Raises AssumptionsError that names every assumption outside its bounds.
    """

    inflow_months: int = 12
    outflow_months: int = 24
    price_months: int = 12
    price_trend: float | None = None
    price_index: Mapping[int, float] = field(default_factory=dict)
    index_examples: tuple[int, ...] = ()
    entrants: tuple[Entrants, ...] = ()
    deductions: Mapping[int, float] = field(default_factory=dict)
    one_offs: Mapping[int, float] = field(default_factory=dict)
    seed: int = 1
    paths: int = 2_000

    def __post_init__(self) -> None:
        for name in BY_YEAR:
            object.__setattr__(self, name, dict(getattr(self, name)))
        if faults := list(_faults(self)):
            raise AssumptionsError(" ".join(faults))

    def to_dict(self) -> dict[str, Any]:
        """A dict that can be stored as JSON; years become text."""
        return {
            **{name: getattr(self, name) for name in PLAIN},
            **{name: {str(year): value for year, value in getattr(self, name).items()} for name in BY_YEAR},
            "index_examples": list(self.index_examples),
            "entrants": [
                {
                    "year": entrants.month[0],
                    "month": entrants.month[1],
                    "count": entrants.count,
                    "probability": entrants.probability,
                }
                for entrants in self.entrants
            ],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """The assumptions that `to_dict` stored; missing names get their default, and unknown names are ignored."""
        values = {name: stored[name] for name in PLAIN if name in stored}
        for name in BY_YEAR:
            values[name] = {int(year): value for year, value in stored.get(name, {}).items()}
        values["index_examples"] = tuple(stored.get("index_examples", ()))
        values["entrants"] = tuple(
            Entrants((row["year"], row["month"]), row["count"], row["probability"])
            for row in stored.get("entrants", ())
        )
        return cls(**values)


PLAIN = ("inflow_months", "outflow_months", "price_months", "price_trend", "seed", "paths")
BY_YEAR = ("price_index", "deductions", "one_offs")
WINDOWS = {"inflow_months": "tilgang", "outflow_months": "afgang", "price_months": "pris"}


def _faults(assumptions: Assumptions) -> Iterator[str]:
    for name, label in WINDOWS.items():
        if getattr(assumptions, name) < 1:
            yield f"Antal måneder for {label} skal være mindst 1."
    if assumptions.paths not in PATHS:
        yield f"Antal simuleringer skal være fra {PATHS[0]} til {PATHS[-1]}."
    if assumptions.seed < 0:
        yield "Simuleringens startværdi kan ikke være negativ."
    yield from _percent_faults(assumptions)
    for name, label in (("deductions", "Tiltag"), ("one_offs", "Engangsbeløb")):
        if years := [str(year) for year, value in getattr(assumptions, name).items() if not isfinite(value)]:
            yield f"{label} mangler et beløb for {', '.join(years)}."
    for entrants in assumptions.entrants:
        yield from _entrant_faults(entrants)


def _percent_faults(assumptions: Assumptions) -> Iterator[str]:
    low, high = PERCENTS
    if assumptions.price_trend is not None and not low <= assumptions.price_trend <= high:
        yield f"Prisudviklingen skal være fra {low:.0f} til {high:.0f} procent om året."
    if years := [str(year) for year, value in assumptions.price_index.items() if not low <= value <= high]:
        yield f"Pris- og lønfremskrivningen skal være fra {low:.0f} til {high:.0f} procent i {', '.join(years)}."


def _entrant_faults(entrants: Entrants) -> Iterator[str]:
    year, month = entrants.month
    if not 1 <= month <= 12:
        yield f"Forventet tilgang i {year}: måneden skal være fra 1 til 12."
    if not 1 <= entrants.count <= MAX_ENTRANTS:
        yield f"Forventet tilgang i {month}/{year}: antallet skal være fra 1 til 1.000."
    if not 0 <= entrants.probability <= 1:
        yield f"Forventet tilgang i {month}/{year}: sandsynligheden skal være fra 0 til 1."
