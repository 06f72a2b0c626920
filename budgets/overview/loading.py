"""Loading a municipality's budget from a folder of files: areas, decisions, forecasts and parts of deviations.

The files have the same columns as the pages' rows. Decisions and forecasts begin with the columns of the decision or
forecast itself; neighbouring rows with the same values there belong together.
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
    """Load all files of the folder for a municipality that has no budget yet."""
    write_areas(actor=None, municipality=municipality, text=_join_lines(_read_lines(folder / "omraader.csv")))
    kinds = {kind.label: kind for kind in AppropriationKind}
    for (year, kind, day, title, note), rows in _group_lines(folder / "budget.csv", len(APPROPRIATION_COLUMNS)):
        write_decision(
            actor=None,
            municipality=municipality,
            round_year=int(year),
            kind=kinds[kind],
            decided_on=date.fromisoformat(day),
            title=title,
            note=note,
            text=_join_lines(rows),
        )
    for (year, month, source, comment), rows in _group_lines(folder / "forventet.csv", len(LINE_COLUMNS)):
        enter_forecast(
            actor=None,
            municipality=municipality,
            year=int(year),
            month=int(month),
            text=_join_lines(rows),
            comment=comment,
            source=source,
        )
    write_shares(actor=None, municipality=municipality, text=_join_lines(_read_lines(folder / "afvigelser.csv")))


def _read_lines(path: Path) -> list[list[str]]:
    """The file's lines without its headings."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def _group_lines(path: Path, width: int) -> Iterator[tuple[list[str], Lines]]:
    """Group neighbouring lines by the cells before the last `width`: those cells, and each line's last `width`."""
    for head, rows in groupby(_read_lines(path), key=lambda line: line[:-width]):
        yield head, [row[-width:] for row in rows]


def _join_lines(lines: Lines) -> str:
    return "\n".join(";".join(line) for line in lines)
