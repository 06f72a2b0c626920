"""Measures the entry grid of a round, its workbook, and the saving of a row."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import count

from budgets.foundation.models import Membership, Role
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.rounds import open_year
from initiatives.results.models import FollowUp, FollowUpRound
from reports.bench.data import Data, log_in
from reports.bench.measuring import Measurement, get_answer, measure
from reports.bench.national import LAST_YEAR

GRID, WORKBOOK, SAVED = "entry grid", "workbook of a round", "a row saved"


def measure_grid(data: Data, times: int) -> Iterator[Measurement]:
    """The page and the workbook, then repeated saving of one row with changing amounts."""
    client = log_in(data.grid, Role.CONTROLLER)
    december = _open_december(data)
    address = f"/{data.grid.slug}/opfoelgning/{december.code}/"
    row_address = (
        f"{address}raekke/{Initiative.objects.filter(catalogue__municipality=data.grid).earliest('order').pk}/"
    )
    versions = count(1)

    def save() -> bytes:
        version = next(versions)
        return get_answer(client, row_address, {"version": version, "enhed": "tkr", "forecast": str(version)})

    yield measure(GRID, data.size.grid, partial(get_answer, client, address), times)
    yield measure(WORKBOOK, data.size.grid, partial(get_answer, client, f"{address}runde.xlsx"), times)
    yield measure(SAVED, data.size.grid, save, times)


def _open_december(data: Data) -> FollowUpRound:
    """Open the round after the approved ones, with a draft in every row."""
    membership = Membership.objects.get(municipality=data.grid, role=Role.CONTROLLER)
    [december] = open_year(
        membership=membership, year=LAST_YEAR, periods=[12], days=10, catalogues=data.grid.catalogues.all()
    )
    FollowUp.objects.bulk_create(
        FollowUp(
            round=december,
            initiative=initiative,
            realised=Decimal(250_000),
            forecast=Decimal(900_000),
            explanation="Forklaring",
            is_constructed=True,
        )
        for initiative in Initiative.objects.filter(catalogue__municipality=data.grid)
    )
    return december
