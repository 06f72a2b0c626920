"""Varde's document against the database: every amount and count, read from the document by separate code."""

import re
from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import QuerySet

from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.published import PublishedFigure, PublishedTable
from tests.factories import load_catalogue
from tests.places import SEEDS

SEED = (SEEDS / "varde-2017-temadroeftelse.txt").read_text()
YEARS = range(2018, 2022)
AMOUNT = re.compile(r"-?\d{1,3}(?:\.\d{3})+")
Cell = tuple[str, str]
Row = tuple[str, str, str, list[Cell]]
Table = tuple[str, list[Row]]


@pytest.fixture
def varde(db: None) -> Catalogue:
    return load_catalogue("varde-2017")


def number(printed: str) -> Decimal:
    return Decimal(printed.replace(".", "").replace(",", "."))


def document_tables() -> list[Table]:
    """The tables: caption, and for each row its code, label, footnote mark and amounts by column heading."""
    tables: list[Table] = []
    caption, columns = "", list[str]()
    for line in re.sub(r"</?b>", "", SEED).splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if line.startswith("# "):
            caption = line[2:].strip()
        elif len(cells) > 1 and not AMOUNT.fullmatch(cells[-1]):
            columns = cells[1:]
            tables.append((caption, []))
        elif len(cells) > 1:
            tables[-1][1].append((*document_label(cells[0]), list(zip(columns, cells[1:], strict=True))))
    return tables


def document_label(printed: str) -> tuple[str, str, str]:
    """The code in brackets at the end, the label before it, and the star after it."""
    label, _, code = printed.removesuffix("*").partition("(")
    return code.rstrip(") "), label.strip(), printed[len(printed.removesuffix("*")) :]


def stored_tables(catalogue: Catalogue) -> list[Table]:
    kinds = [PublishedTable.TableKind.PLAN, PublishedTable.TableKind.COLUMNS]
    tables = catalogue.tables.filter(kind__in=kinds).prefetch_related("rows__figures")
    return [
        (
            table.caption,
            [
                (row.code, row.label, row.mark, [(f.column or str(f.year), f.printed) for f in row.figures.all()])
                for row in table.rows.all()
            ],
        )
        for table in tables
    ]


def by_year(cells: list[Cell]) -> dict[int, Decimal]:
    return {int(year): number(printed) for year, printed in cells}


def sums(effects: QuerySet[YearlyEffect]) -> dict[int, Decimal]:
    return {year: sum((effect.amount for effect in effects.filter(year=year)), Decimal(0)) for year in YEARS}


def test_every_row_of_every_table_is_stored_as_it_is_printed(varde: Catalogue) -> None:
    document = document_tables()

    assert [(len(rows), len(rows[0][3])) for _, rows in document] == [(3, 3), (3, 5), (5, 4), (3, 4), (3, 4), (2, 4)]
    assert stored_tables(varde) == document


def test_every_amount_with_thousands_is_stored_once_for_each_time_it_is_printed(varde: Catalogue) -> None:
    printed = Counter(AMOUNT.findall(SEED))
    stored = PublishedFigure.objects.filter(row__table__catalogue=varde).values_list("printed", flat=True)

    assert Counter(amount for text in stored for amount in AMOUNT.findall(text)) == printed
    assert printed.total() == 9 + 15 + 20 + 12 + 12 + 8 + 1


def test_the_value_of_every_amount_is_what_is_printed(varde: Catalogue) -> None:
    stored = PublishedFigure.objects.filter(row__table__catalogue=varde, row__table__kind__in=["plan", "columns"])

    assert stored.count() == 76
    assert [f.printed for f in stored if f.value != number(f.printed)] == []


@pytest.mark.parametrize(
    ("ordinal", "caption"),
    [(7, "Effektiviserings- og prioriteringskatalog"), (8, "Økonomisk effekt af de planlagte tiltag")],
)
def test_the_effects_of_a_group_are_the_lines_of_its_table(varde: Catalogue, ordinal: int, caption: str) -> None:
    rows = dict(document_tables())[caption]
    effects = YearlyEffect.objects.filter(source_table__catalogue=varde, source_table__ordinal=ordinal)
    stored = effects.values_list("line__initiative__title", "year", "amount")
    lines = {
        (label, year, amount)
        for _, label, _, cells in rows
        if label != "I alt"
        for year, amount in by_year(cells).items()
    }

    assert set(stored) == lines
    assert effects.count() == len(lines)
    assert sums(effects) == by_year(rows[-1][3])
    assert set(effects.values_list("line__initiative__theme__order", flat=True)) == {ordinal - 6}


def test_all_effects_add_up_to_the_printed_estimate_of_both_groups(varde: Catalogue) -> None:
    estimate = dict(document_tables())["Samlet estimat"][-1]
    effects = YearlyEffect.objects.filter(line__initiative__catalogue=varde)

    assert sums(effects) == by_year(estimate[3]) == {2018: 2_410_000, 2019: 3_631_000, 2020: 3_531_000, 2021: 3_531_000}
    assert effects.count() == 24
    assert set(effects.values_list("line__category", flat=True)) == {"permanent"}


@pytest.mark.parametrize("ordinal", [2, 5])
def test_a_total_in_columns_is_the_sum_of_its_lines(varde: Catalogue, ordinal: int) -> None:
    figures = PublishedFigure.objects.filter(row__table__catalogue=varde, row__table__ordinal=ordinal)
    totals = {figure.column: figure.value for figure in figures.filter(row__kind="total")}
    lines: Counter[str] = Counter()
    for figure in figures.filter(row__kind="line"):
        lines[figure.column] += int(figure.value or 0)

    assert totals == dict(lines)


def test_the_corrected_budget_of_2018_is_the_sum_of_its_lines(varde: Catalogue) -> None:
    total = PublishedFigure.objects.get(row__table__catalogue=varde, column="Korrigeret 2018", row__kind="total")

    assert total.printed == "138.893.154"
    assert total.value == 129_669_904 + 9_223_250


def test_the_estimated_budget_is_the_expected_budget_less_the_effects(varde: Catalogue) -> None:
    budget, difference = [by_year(cells) for _, _, _, cells in document_tables()[-1][1]]
    effects = YearlyEffect.objects.filter(line__initiative__catalogue=varde)

    assert {year: 145_024_000 - amount for year, amount in sums(effects).items()} == budget
    assert {year: 138_893_154 - amount for year, amount in budget.items()} == difference


def test_the_cases_and_the_citizens_are_stored(varde: Catalogue) -> None:
    counts = [re.search(pattern, SEED) for pattern in (r"sager pr\. 29/6: (\d+)", r"unikke borgere: (\d+)")]
    stored = PublishedFigure.objects.filter(
        row__table__catalogue=varde, row__table__kind=PublishedTable.TableKind.COUNTS
    )

    assert [f.printed for f in stored.order_by("row__order")] == [match[1] for match in counts if match]
    assert [f.value for f in stored.order_by("row__order")] == [973, 573]
    assert {f.row.table.row_heading for f in stored} == {"pr. 29/6"}


def test_every_percentage_of_the_document_is_stored_as_it_is_printed(varde: Catalogue) -> None:
    printed = re.findall(r"(?:ca\. )?\d+ ?%", SEED)
    stored = PublishedFigure.objects.filter(row__table__catalogue=varde, row__table__ordinal=3).order_by("row__order")

    assert [figure.printed for figure in stored] == printed
    assert [figure.value for figure in stored] == [80, 20, 85, 15]
    assert [int(text.strip("ca. %")) for text in printed] == [80, 20, 85, 15]


@pytest.mark.parametrize(("ordinal", "pattern"), [(4, r"ca\. \d+\.000 kr\."), (6, r"\d+,\d mio\. kr\.")])
def test_every_amount_of_the_prose_is_stored_as_it_is_printed(varde: Catalogue, ordinal: int, pattern: str) -> None:
    stored = PublishedFigure.objects.get(row__table__catalogue=varde, row__table__ordinal=ordinal)

    assert re.findall(pattern, SEED) == [stored.printed]
    assert stored.value == {4: 300_000, 6: 2_500_000}[ordinal]


def test_an_initiative_is_given_the_law_that_its_title_names(varde: Catalogue) -> None:
    named = {
        (initiative.title, str(basis))
        for initiative in varde.initiatives.all()
        for basis in initiative.legal_bases.all()
    }

    assert named == {("Gentænkning af bostøtte jf. §85", "SEL § 85")}


@pytest.mark.parametrize(
    ("key", "heading"),
    [
        ("myndighedssagsbehandling", "# Styrket myndighedssagsbehandling"),
        ("bostoette", "# Gentænkning af §85 Bostøtte"),
        ("digital-stoette", "# Øget brug af videomøder/digital støtte"),
    ],
)
def test_each_point_of_a_lever_is_an_activity_in_other_words(varde: Catalogue, key: str, heading: str) -> None:
    slide = SEED[SEED.index(f"\n{heading}\n") + len(heading) :].split("\n# ")[0]
    points = [line.removeprefix("- ").strip() for line in slide.splitlines() if line.startswith("- ")]
    stored = [activity.text for activity in varde.initiatives.get(key=key).activities.all()]

    assert len(stored) == len(points)
    assert set(stored).isdisjoint(points)
