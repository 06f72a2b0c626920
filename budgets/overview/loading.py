"""A municipality's budget from a folder of files: areas, decisions, what is expected, and parts of deviations.

The files have the columns of what is pasted on the pages; decisions and forecasts have in front of them what is typed
about each, and rows that agree there belong together.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from django.db import transaction

from budgets.areas.decisions import APPROPRIATION_COLUMNS, write_decision
from budgets.areas.models import AppropriationKind
from budgets.areas.writing import write_areas, write_shares
from budgets.forecasting.storing import LINE_COLUMNS, enter_forecast
from budgets.foundation.models import Municipality

Lines = Sequence[Sequence[str]]


@transaction.atomic
def load_budget(folder: Path, municipality: Municipality) -> None:
    """Bring in the folder's files, each once; the municipality has none of it yet."""
    write_areas(actor=None, municipality=municipality, text=_pasted(_lines(folder / "omraader.csv")))
    kinds = {kind.label: kind for kind in AppropriationKind}
    for (year, kind, day, title, note), rows in _together(folder / "budget.csv", len(APPROPRIATION_COLUMNS)):
        write_decision(
            actor=None,
            municipality=municipality,
            round_year=int(year),
            kind=kinds[kind],
            decided_on=date.fromisoformat(day),
            title=title,
            note=note,
            text=_pasted(rows),
        )
    for (year, month, source, comment), rows in _together(folder / "forventet.csv", len(LINE_COLUMNS)):
        enter_forecast(
            actor=None,
            municipality=municipality,
            year=int(year),
            month=int(month),
            text=_pasted(rows),
            comment=comment,
            source=source,
        )
    write_shares(actor=None, municipality=municipality, text=_pasted(_lines(folder / "afvigelser.csv")))


def _lines(path: Path) -> list[list[str]]:
    """The file's lines without its headings."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def _together(path: Path, width: int) -> Iterator[tuple[list[str], Lines]]:
    """What stands in front of the last `width` cells, with the rows that have it in common."""
    for head, rows in groupby(_lines(path), key=lambda line: line[:-width]):
        yield head, [row[-width:] for row in rows]


def _pasted(lines: Lines) -> str:
    return "\n".join(";".join(line) for line in lines)
