"""Measures the dashboards of one municipality among all municipalities of the country."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from budgets.areas.decisions import write_decision
from budgets.areas.models import AppropriationKind
from budgets.areas.writing import write_areas
from budgets.forecasting.storing import enter_forecast
from budgets.foundation.models import Municipality, Role
from reports.bench.data import Data, log_in
from reports.bench.measuring import Measurement, get_answer, measure

PAGES = {
    "overview": "",
    "savings": "tiltag/",
    "savings by area": "tiltag/?efter=ramme",
    "savings of one legal basis": "tiltag/?lovgrundlag=SEL+%C2%A7+85",
    "changes since a round": "tiltag/aendret/",
    "what each catalogue promised": "tiltag/aargange/",
    "course of an initiative": "tiltag/plan-{code}/t1/",
    "rounds": "opfoelgning/",
}
AREAS = ("1", "2", "3", "4")


def measure_dashboards(data: Data, times: int) -> Iterator[Measurement]:
    """One measurement for each page."""
    municipality = data.dashboards
    _write_budget(municipality)
    client = log_in(municipality, Role.MANAGER)
    for name, path in PAGES.items():
        address = f"/{municipality.slug}/{path.format(code=municipality.code)}"
        yield measure(name, data.size.initiatives, partial(get_answer, client, address), times)


def _write_budget(municipality: Municipality) -> None:
    """Four areas with a budget and expected accounts."""
    write_areas(actor=None, municipality=municipality, text="\n".join(f"{code};Område {code};;;;;" for code in AREAS))
    write_decision(
        actor=None,
        municipality=municipality,
        round_year=2022,
        kind=AppropriationKind.ADOPTED,
        decided_on=date(2021, 10, 10),
        title="Budget 2022",
        note="",
        text="\n".join(f"{code};2022;100.000.000;;" for code in AREAS),
    )
    forecast_rows = "\n".join(f"{code};2022;101.000.000;;;" for code in AREAS)
    enter_forecast(actor=None, municipality=municipality, year=2022, month=6, text=forecast_rows)
