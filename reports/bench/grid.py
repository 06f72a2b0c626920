"""The entry grid of a round that is being filled, its workbook, and a row saved in it."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import count

from budgets.foundation.models import Membership, Role
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.rounds import open_year
from initiatives.results.models import FollowUp, FollowUpRound
from reports.bench.data import Data, logged_in
from reports.bench.measuring import Measured, answer_of, measure
from reports.bench.national import LAST_YEAR

GRID, WORKBOOK, SAVED = "entry grid", "workbook of a round", "a row saved"


def measure_grid(data: Data, times: int) -> Iterator[Measured]:
    """The page and the workbook, then the same row saved again and again with another amount."""
    client = logged_in(data.grid, Role.CONTROLLER)
    december = _open_december(data)
    address = f"/{data.grid.slug}/opfoelgning/{december.code}/"
    row = f"{address}raekke/{Initiative.objects.filter(catalogue__municipality=data.grid).earliest('order').pk}/"
    versions = count(1)

    def save() -> bytes:
        version = next(versions)
        return answer_of(client, row, {"version": version, "enhed": "tkr", "forecast": str(version)})

    yield measure(GRID, data.size.grid, partial(answer_of, client, address), times)
    yield measure(WORKBOOK, data.size.grid, partial(answer_of, client, f"{address}runde.xlsx"), times)
    yield measure(SAVED, data.size.grid, save, times)


def _open_december(data: Data) -> FollowUpRound:
    """The round after those that are approved, with a draft in every row."""
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
