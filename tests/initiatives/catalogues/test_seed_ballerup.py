"""Ballerup's document against the database: every amount and count, read from the document by separate code."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.published import PublishedFigure, PublishedTable
from tests.places import SEEDS

SEED = (SEEDS / "ballerup-2019-opfoelgning-handlingsplan.txt").read_text()
YEARS = [2019, 2020, 2021, 2022]
Row = tuple[str, str, list[Decimal]]


def document_tables() -> list[list[Row]]:
    """The tables with years: for each row its number, its label and four amounts in mio. kr."""
    tables: list[list[Row]] = []
    for line in re.sub(r"</?b>", "", SEED).splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if cells[-4:] == [str(year) for year in YEARS]:
            tables.append([])
        elif len(cells) >= 5 and re.fullmatch(r"-?\d+,\d+", cells[-1]):
            amounts = [Decimal(cell.replace(",", ".")) for cell in cells[-4:]]
            tables[-1].append((cells[-6] if len(cells) > 5 else "", cells[-5], amounts))
    return tables


def stored_tables(catalogue: Catalogue) -> list[list[Row]]:
    tables = catalogue.tables.filter(kind=PublishedTable.TableKind.PLAN).prefetch_related("rows__figures")
    return [
        [
            (row.mark + row.code, row.label, [(f.value or Decimal(0)) / 1_000_000 for f in row.figures.all()])
            for row in table.rows.all()
        ]
        for table in tables
    ]


def test_every_row_of_every_table_is_stored_as_it_is_printed(ballerup: Catalogue) -> None:
    document = document_tables()

    assert [len(table) for table in document] == [11, 6, 1, 2, 3]
    assert stored_tables(ballerup) == document


def test_the_printed_digits_are_kept_to_the_letter(ballerup: Catalogue) -> None:
    printed = Counter(re.findall(r"(?<=\t)(?:<b>)?(-?\d+,\d+)(?:</b>)?(?=[\t\n])", SEED))
    stored = PublishedFigure.objects.filter(row__table__catalogue=ballerup, year__isnull=False)

    assert Counter(stored.values_list("printed", flat=True)) == printed
    assert printed.total() == 23 * 4


def test_effects_are_exactly_the_lines_of_the_document(ballerup: Catalogue) -> None:
    lines = {label: amounts for table in document_tables() for _, label, amounts in table if label != "I alt"}
    effects = YearlyEffect.objects.filter(line__initiative__catalogue=ballerup)
    in_plan = effects.filter(line__initiative__published_rows__table__kind=PublishedTable.TableKind.PLAN)
    rows = in_plan.values_list("line__initiative__published_rows__label", "year", "amount")

    assert {(label, year, amount / 1_000_000) for label, year, amount in rows} == {
        (label, year, amount) for label, amounts in lines.items() for year, amount in zip(YEARS, amounts, strict=True)
    }
    assert effects.count() == len(lines) * 4 == 48


def test_the_two_small_tables_of_citizens_are_stored_as_they_are_printed(ballerup: Catalogue) -> None:
    printed = re.findall(r"^([^\t\n]+)\t(\d+)$", SEED, re.MULTILINE)
    stored = PublishedFigure.objects.filter(row__table__catalogue=ballerup, row__table__ordinal__in=[5, 6])

    assert [
        (f.row.label, f.printed) for f in stored.order_by("row__table__ordinal", "row__order") if f.row.kind == "line"
    ] == printed
    assert len(printed) == 7
    assert "der er 18 borgere over 65 år" in SEED
    assert stored.get(row__kind="total").value == 18


def test_the_33_citizens_are_stored_with_their_parts(ballerup: Catalogue) -> None:
    listed = SEED[SEED.index("Der er 33 borgere") : SEED.index("Målsætningen er altså her")]
    words = re.findall(r"^- (?:Og )?(\w+) borger", listed, re.MULTILINE)
    numbers = [1 if word.lower() == "en" else int(word) for word in words]
    stored = PublishedFigure.objects.filter(row__table__catalogue=ballerup, row__table__ordinal=8)

    assert [int(figure.value or 0) for figure in stored.filter(row__kind="line").order_by("row__order")] == numbers
    assert sum(numbers) == 33 == stored.get(row__kind="total").value


@pytest.mark.parametrize("ordinal", [9, 10])
def test_the_figures_of_the_prose_are_in_the_document(ballerup: Catalogue, ordinal: int) -> None:
    stored = PublishedFigure.objects.filter(row__table__catalogue=ballerup, row__table__ordinal=ordinal)
    missing = [figure.printed for figure in stored if not re.search(rf"(?<!\d){re.escape(figure.printed)}(?!\d)", SEED)]

    assert stored.count() == 9
    assert missing == []


def test_every_amount_that_the_prose_names_is_stored(ballerup: Catalogue) -> None:
    prose = "\n".join(line for line in SEED.splitlines() if "\t" not in line)
    named = Counter(Decimal(n.replace(",", ".")) * 1_000_000 for n in re.findall(r"(\d+(?:,\d+)?) mio\. kr", prose))
    stored = PublishedFigure.objects.filter(row__table__catalogue=ballerup, row__table__ordinal=9)

    assert Counter(stored.values_list("value", flat=True)) == named
