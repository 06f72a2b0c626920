"""Hedensted's document against the database: every amount and row, read from the document by separate code."""

import re
from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import Sum

from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import Activity
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.published import PublishedFigure, PublishedTable
from tests.factories import load_catalogue
from tests.places import FIXTURES, SEEDS

FOLDER = FIXTURES / "catalogues" / "hedensted-2022"
SEED = (SEEDS / "hedensted-2022-handleplan.txt").read_text()
BILAG_1 = SEED[SEED.index("\nBilag 1. Tabel") :]
YEARS = [2023, 2024, 2025, 2026]
MILLION = 1_000_000
PLAN, BUDGET, PROSE = 1, 2, 3
Row = tuple[str, dict[int, str]]


@pytest.fixture
def hedensted(db: None) -> Catalogue:
    return load_catalogue("hedensted-2022")


def number(printed: str) -> Decimal:
    return Decimal(printed.replace(".", "").replace(",", "."))


def bilag_1() -> list[list[str]]:
    """The rows below the two rows of headings: a label, four cells of the plan and one of the budget."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in BILAG_1.splitlines() if "\t" in line]
    assert rows[1] == ["", "2023", "2024", "2025", "2026", "2023"]
    assert {len(row) for row in rows[2:]} == {6}
    return rows[2:]


def document_tables() -> dict[int, list[Row]]:
    """The plan and the budget, each with the rows that have an amount in it, and only the cells that are printed."""
    cells = {PLAN: (slice(1, 5), YEARS), BUDGET: (slice(5, 6), YEARS[:1])}
    return {
        ordinal: [
            (row[0], {year: cell for year, cell in zip(years, row[part], strict=True) if cell})
            for row in bilag_1()
            if any(row[part])
        ]
        for ordinal, (part, years) in cells.items()
    }


def sub_points() -> list[tuple[str, str]]:
    """Each row that begins with a hyphen, with the label of the line above it."""
    points: list[tuple[str, str]] = []
    parent = ""
    for label, *_ in bilag_1():
        if label.startswith("- "):
            points.append((parent, label.removeprefix("- ")))
        else:
            parent = label
    return points


def prose_amounts() -> list[Decimal]:
    """Kroner of every amount that is named with mio. or kr., in the order of the document."""
    matches = re.findall(r"(\d+(?:,\d+)?) mio\.|kr\. (\d{1,3}(?:\.\d{3})+)", SEED)
    return [number(millions) * MILLION if millions else number(kroner) for millions, kroner in matches]


def stored_prose(catalogue: Catalogue) -> list[PublishedFigure]:
    figures = PublishedFigure.objects.filter(row__table__catalogue=catalogue, row__table__ordinal=PROSE)
    return list(figures.select_related("row").order_by("row__order"))


def test_every_row_of_bilag_1_with_an_amount_is_stored_to_the_letter(hedensted: Catalogue) -> None:
    tables = hedensted.tables.filter(kind=PublishedTable.TableKind.PLAN).prefetch_related("rows__figures")
    stored = {
        table.ordinal: [(row.label, {f.year: f.printed for f in row.figures.all()}) for row in table.rows.all()]
        for table in tables
    }

    assert stored == document_tables()
    assert [len(rows) for rows in stored.values()] == [5, 6]


def test_the_stored_values_are_the_printed_amounts(hedensted: Catalogue) -> None:
    figures = PublishedFigure.objects.filter(row__table__catalogue=hedensted, year__isnull=False)
    printed = [(f.printed, f.value) for f in figures]

    assert all(value == number(text) * MILLION for text, value in printed)
    assert Counter(text for text, _ in printed) == Counter(c for row in bilag_1() for c in row[1:] if c)
    assert len(printed) == 5 * 4 + 6


def test_a_printed_row_shows_the_initiative_of_the_same_name(hedensted: Catalogue) -> None:
    for table in hedensted.tables.filter(kind=PublishedTable.TableKind.PLAN):
        for row in table.rows.filter(kind="line"):
            assert row.initiative is not None
            assert row.initiative.title == row.label
            assert row.initiative.theme is not None
            assert row.initiative.theme.excluded_from_totals == (table.ordinal == BUDGET)


def test_every_line_of_bilag_1_is_an_effect_and_only_the_meals_are_another(hedensted: Catalogue) -> None:
    effects = YearlyEffect.objects.filter(line__initiative__catalogue=hedensted)
    stored = Counter(effects.values_list("source_table__ordinal", "line__initiative__title", "year", "amount"))
    lines = Counter(
        (ordinal, label, year, number(cell) * MILLION)
        for ordinal, rows in document_tables().items()
        for label, cells in rows[:-1]
        for year, cell in cells.items()
    )
    meals = re.search(r"^- (Pædagogiske måltider i bofællesskaber): .* /(0,3) mio\. kr\. i (2023)$", SEED, re.MULTILINE)
    assert meals is not None
    label, amount, year = meals.groups()

    assert stored - lines == Counter([(PROSE, label, int(year), number(amount) * MILLION)])
    assert lines - stored == Counter()
    assert lines.total() == 4 * 4 + 5


def test_the_effects_add_up_to_the_printed_totals(hedensted: Catalogue) -> None:
    effects = YearlyEffect.objects.filter(line__initiative__catalogue=hedensted)

    def sums(ordinal: int) -> dict[int, Decimal]:
        years = (
            effects.filter(source_table__ordinal=ordinal).values("year").annotate(total=Sum("amount")).order_by("year")
        )
        return {row["year"]: row["total"] / MILLION for row in years}

    for ordinal, expected in ((PLAN, ["5.0", "8.0", "15.0", "30.3"]), (BUDGET, ["9.2"])):
        label, total = document_tables()[ordinal][-1]
        assert label == "Økonomisk besparelse i alt"
        assert sums(ordinal) == {year: number(cell) for year, cell in total.items()}
        assert list(sums(ordinal).values()) == [Decimal(amount) for amount in expected]
    plan = effects.filter(line__initiative__theme__excluded_from_totals=False)
    assert set(plan.values_list("source_table__ordinal", flat=True)) == {PLAN}


def test_every_sub_point_of_bilag_1_is_an_activity_of_its_line(hedensted: Catalogue) -> None:
    activities = Activity.objects.filter(initiative__catalogue=hedensted).order_by("initiative__order", "order")

    assert list(activities.values_list("initiative__title", "text")) == sub_points()
    assert len(sub_points()) == 20


def test_every_initiative_under_way_is_stored_as_it_is_named(hedensted: Catalogue) -> None:
    listed = SEED[
        SEED.index("Initiativer med henblik på at stoppe") : SEED.index("En række initiativer med umiddelbar")
    ]
    named = re.findall(r"^- (.+)$", listed, re.MULTILINE)
    titles = hedensted.initiatives.filter(lifecycle="under_way").values_list("title", flat=True)

    assert len(named) == len(titles) == 4
    assert all(line.startswith(title) for line, title in zip(named, titles, strict=True))


def test_every_amount_that_the_prose_names_is_stored_and_no_other(hedensted: Catalogue) -> None:
    assert [figure.value for figure in stored_prose(hedensted)] == prose_amounts()
    assert len(prose_amounts()) == 16


def test_no_mention_of_kroner_is_missed_by_the_search() -> None:
    unit_of_the_table = "(i hele mio. kr. i 2022 priser)"
    prose = SEED.replace(unit_of_the_table, "")

    assert SEED.count(unit_of_the_table) == 1
    assert prose.count("mio") == len(re.findall(r"\d mio\.", prose)) == 14
    assert len(re.findall(r"\bkr\.", prose)) == len(re.findall(r"\d mio\. ?kr\.|\bkr\. \d", prose))
    assert "kroner" not in prose


def test_the_printed_amounts_of_the_prose_are_in_the_document_in_the_same_order(hedensted: Catalogue) -> None:
    position = 0
    for figure in stored_prose(hedensted):
        match = re.compile(rf"(?<![\d,]){re.escape(figure.printed)}").search(SEED, position)
        assert match, f"{figure.row.label}: {figure.printed}"
        position = match.end()


def test_no_person_who_works_with_the_plan_is_named() -> None:
    rows = re.findall(r"^(?:Projektejer|Styregruppe|Projektleder)\t([^\t]+)", SEED, re.MULTILINE)
    names = {word for row in rows for word in re.findall(r"\w+", row)} - {"Projektleder"}
    words = {word for file in FOLDER.glob("*.csv") for word in re.findall(r"\w+", file.read_text())}

    assert len(names) > 10
    assert names & words == set()
