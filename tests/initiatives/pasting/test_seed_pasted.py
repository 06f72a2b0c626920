"""The documents' tables, pasted as in the text: read right, or doubted, and never wrong without a doubt."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from budgets.foundation.amounts import parse_number
from initiatives.catalogues.models.published import PublishedFigure, PublishedTable
from initiatives.pasting.reading import read_table
from initiatives.pasting.table import PastedRow, PastedTable
from tests.factories import load_catalogue
from tests.places import SEEDS

DOCUMENTS = {
    "ballerup-2019": "ballerup-2019-opfoelgning-handlingsplan.txt",
    "hedensted-2022": "hedensted-2022-handleplan.txt",
    "koebenhavn-2018": "koebenhavn-2018-omprioriteringskatalog.txt",
    "varde-2017": "varde-2017-temadroeftelse.txt",
}
"""Ishøj's document has no table of amounts by year."""


def blocks(name: str) -> Iterator[str]:
    """The blocks of lines with tabs, each with the line above it."""
    above = ""
    block: list[str] = []
    for line in [*(SEEDS / name).read_text(encoding="utf-8").splitlines(), ""]:
        if "\t" in line or (block and line.strip()):
            block.append(line)
        elif block:
            yield "\n".join([above, *block])
            above, block = "", []
        elif line.strip():
            above = line


def plain(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


@dataclass(frozen=True)
class Read:
    table: PastedTable
    rows: dict[str, PastedRow]


def read_document(name: str) -> list[Read]:
    tables = [read_table(block) for block in blocks(name)]
    return [Read(table, {plain(row.title): row for row in table.rows}) for table in tables]


def judge(read: list[Read], table: PublishedTable) -> Iterator[tuple[str, str]]:
    """The verdict on each stored figure of the table: right, doubted, missing or wrong, with the figure's name.

    Where two tables of the document are side by side, a year's column has the caption of its own table.
    """
    figures = list(PublishedFigure.objects.filter(row__table=table, year__isnull=False).select_related("row"))
    if not figures:
        return
    labels = {plain(figure.row.label) for figure in figures}
    fits = max(read, key=lambda candidate: _fit(candidate, figures, labels))
    for figure in figures:
        row = fits.rows.get(plain(figure.row.label))
        name = f"{table.ordinal} {figure.row.label} {figure.year}: {figure.printed}"
        expected = parse_number(figure.printed) if figure.printed not in ("-", "–") else None
        if row is None:
            yield "missing", name
        elif row.amounts.get(_key(fits, figure.year, table)) == expected:
            yield "right", name
        elif row.doubts or any(str(figure.year) in doubt for doubt in fits.table.doubts):
            yield "doubted", name
        else:
            yield "wrong", f"{name}, read {row.amounts.get(_key(fits, figure.year, table))}"


def _key(read: Read, year: int | None, table: PublishedTable) -> str:
    own = f"{year} {table.caption}"
    return own if any(own in row.amounts for row in read.rows.values()) else str(year)


def _fit(candidate: Read, figures: list[PublishedFigure], labels: set[str]) -> tuple[int, int, int]:
    right = sum(
        (row := candidate.rows.get(plain(figure.row.label))) is not None
        and f"{row.amounts.get(str(figure.year))}" == f"{parse_number(figure.printed.strip('–-') or '') or ''}"
        for figure in figures
    )
    label_count = sum(label in candidate.rows for label in labels)
    return label_count, right, -len(candidate.rows)


@pytest.mark.parametrize(
    ("slug", "share"),
    [("ballerup-2019", 1.0), ("hedensted-2022", 1.0), ("koebenhavn-2018", 0.96), ("varde-2017", 1.0)],
)
def test_every_figure_of_the_documents_tables_is_read_right_or_doubted(db: None, slug: str, share: float) -> None:
    catalogue = load_catalogue(slug)
    read = read_document(DOCUMENTS[slug])
    verdicts = [
        verdict
        for table in catalogue.tables.filter(kind=PublishedTable.TableKind.PLAN)
        for verdict in judge(read, table)
    ]
    counts = Counter(kind for kind, _ in verdicts)

    assert [name for kind, name in verdicts if kind == "wrong"] == []
    assert counts["right"] >= share * len(verdicts), (counts, [name for kind, name in verdicts if kind != "right"])
