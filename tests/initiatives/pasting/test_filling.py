"""Pasted amounts in the import's sheets: exact in any unit and sign, with the printed text unchanged."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.foundation.amounts import Unit, parse_number
from initiatives.catalogues.keys import unique_slug
from initiatives.catalogues.models.catalogues import Sign
from initiatives.catalogues.sheets import SheetName
from initiatives.pasting.corrections import Corrections
from initiatives.pasting.filling import PasteTarget, fill, new_sheets
from initiatives.pasting.matching import as_rows, index_initiatives
from initiatives.pasting.reading import read_table
from initiatives.pasting.segments import split_segments
from tests.initiatives.pasting.written_tables import Written, tables

FIELDS = {"kortnavn": "x", "første år": "2015", "sidste år": "2040"}
UNITS, SIGNS = st.sampled_from(Unit), st.sampled_from(Sign)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables(), UNITS, SIGNS, UNITS, SIGNS)
def test_every_amount_is_the_same_kroner_in_the_catalogues_form_and_stands_as_it_is_printed(
    written: Written, unit: Unit, sign: Sign, into: Unit, into_sign: Sign
) -> None:
    table = read_table(written.text, Corrections(unit=unit, sign=sign, decimal=written.decimal))

    filled = fill(new_sheets(FIELDS, range(2015, 2041)), table, PasteTarget(into, into_sign, "Tabel"))

    rows = [row for row in table.rows if row.printed or row.role in ("line", "subtotal", "total")]
    figure_rows = as_rows(filled.sheets, SheetName.FIGURES)
    assert sorted(row.title for row in rows) == sorted(row["tekst"] for row in figure_rows)
    by_title = {row["tekst"]: row for row in figure_rows}
    for row in rows:
        cells = by_title[row.title]
        printed_texts = dict(part.split(": ", 1) for part in cells["trykt som"].split(" | ") if part)
        for year in map(str, table.years):
            assert printed_texts.get(year, cells[year]) == row.printed.get(year, "")
            if year in row.amounts:
                number = parse_number(cells[year])
                assert number is not None
                assert number * into.factor * into_sign.factor == row.amounts[year] * unit.factor * sign.factor
            else:
                assert cells[year] == ""


GROUPS = "1.000 kr.\t2019\t2020\nA\nx\t1\t2\ny\t3\t4\nSum\t4\t6\nB\nz\t5\t6\nSum\t5\t6\nI alt\t9\t12"


def test_each_group_is_a_table_and_the_total_sums_them_by_name() -> None:
    table = read_table(GROUPS)

    filled = fill(new_sheets(FIELDS, [2019]), table, PasteTarget(Unit.THOUSANDS, table.sign, "Bilag"))

    tables_ = as_rows(filled.sheets, SheetName.TABLES)
    assert [(row["nr"], row["overskrift"], row["gruppe"]) for row in tables_] == [
        ("1", "Bilag: A", "1"),
        ("2", "Bilag: B", "2"),
        ("3", "Bilag: i alt", ""),
    ]
    total = as_rows(filled.sheets, SheetName.FIGURES)[-1]
    assert (total["tabel"], total["slags"], total["summerer tabeller"]) == ("3", "total", "1+2")
    assert (filled.groups, filled.initiatives, filled.figures) == (2, 3, 12)


def test_a_sum_ends_its_part_where_there_are_no_groups() -> None:
    text = "kr.\t2019\t2020\nx\t1\t2\nSum\t1\t2\nz\t5\t6\nSum\t5\t6\nI alt\t6\t8"

    parts, totals = split_segments(read_table(text).rows)

    assert [[row.title for row in part.rows] for part in parts] == [["x", "Sum"], ["z", "Sum"]]
    assert [row.title for row in totals] == ["I alt"]


def test_cells_keep_their_headings_when_years_are_added() -> None:
    first = read_table("kr.\t2019\t2020\nx\t1\t2")
    once = fill(new_sheets({**FIELDS, "første år": "2019", "sidste år": "2020"}, [2019, 2020]), first, target())
    before = as_rows(once.sheets, SheetName.FIGURES)[0]

    twice = fill(once.sheets, read_table("kr.\t2018\t2022\nx\t3\t4"), target())

    after = as_rows(twice.sheets, SheetName.FIGURES)[0]
    assert before.items() <= after.items()
    assert {row["felt"]: row["værdi"] for row in as_rows(twice.sheets, SheetName.CATALOGUE)}["første år"] == "2018"
    assert [row["nøgle"] for row in as_rows(twice.sheets, SheetName.INITIATIVES)] == ["x", "x-2"]
    assert index_initiatives(twice.sheets).matches(first.rows[0]) == {"x": "x", "x-2": "x"}


def target() -> PasteTarget:
    return PasteTarget(Unit.KRONER, Sign.SAVINGS_POSITIVE, "Tabel")


@pytest.mark.parametrize(
    ("text", "taken", "expected"),
    [("Ændret visitation", [], "aendret-visitation"), ("§§", [], "tiltag"), ("A1", ["a1", "a1-2"], "a1-3")],
)
def test_keys_are_letters_and_digits_and_unused(text: str, taken: list[str], expected: str) -> None:
    assert unique_slug(text, taken) == expected


@given(st.text(max_size=90), st.sets(st.text("ab-1", max_size=6)))
def test_any_title_gives_a_key_that_the_import_takes(text: str, taken: set[str]) -> None:
    key = unique_slug(text, taken)

    assert key not in taken
    assert 0 < len(key) <= 40
    assert not {"", *key} - set("abcdefghijklmnopqrstuvwxyz0123456789-") - {""}
    assert not key.startswith("-")
    assert not key.endswith("-")
    assert "--" not in key


def test_an_amount_finer_than_the_unit_is_kept() -> None:
    table = read_table("1.000 kr.\t2019\t2020\nx\t1,25\t2,5")

    sheets = fill(new_sheets(FIELDS, [2019]), table, PasteTarget(Unit.MILLIONS, table.sign, "Tabel")).sheets

    assert as_rows(sheets, SheetName.EFFECTS)[0]["2019"] == "0,00125"
    assert as_rows(sheets, SheetName.FIGURES)[0]["trykt som"] == "2019: 1,25 | 2020: 2,5"
    assert Decimal("0.00125") * 1_000_000 == Decimal(1250)
