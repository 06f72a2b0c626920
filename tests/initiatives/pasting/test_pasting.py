"""Pasted tables of every kind are read as they were written, or marked as doubtful.

The tables are written by code that shares nothing with the reader.
"""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from budgets.foundation.amounts import Unit
from initiatives.catalogues.models.catalogues import Sign
from initiatives.pasting.corrections import Corrections
from initiatives.pasting.reading import read_table
from initiatives.pasting.table import ColumnKind, PastedTable, RowRole
from tests.initiatives.pasting.written_tables import Written, tables


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables())
def test_a_table_is_read_as_written_or_marked_as_doubtful(written: Written) -> None:
    table = read_table(written.text)

    row_by_title = {row.title: row for row in table.rows}
    assert table.years == written.years
    assert table.unit == written.unit
    for label, values in written.rows:
        row = row_by_title.get(label)
        expected = {str(year): value for year, value in zip(written.years, values, strict=True) if value is not None}
        if row is None:
            assert not expected
            continue
        is_marked = bool(row.doubts)
        assert is_marked or row.amounts == expected, (written.text, row)
    if written.unit is None:
        assert any("Enheden" in doubt for doubt in table.doubts)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables())
def test_most_danish_tables_are_read_without_a_doubt_about_a_line(written: Written) -> None:
    """Only a guessed number format or two amounts in one cell may be doubted."""
    table = read_table(written.text)

    doubts = [doubt for row in table.rows for doubt in row.doubts if row.role is RowRole.LINE]
    allowed = ("tusinder eller decimaler", "samme celle", "skrevet", "mellemrum")
    assert all(any(words in doubt for words in allowed) for doubt in doubts)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_is_read_without_a_fault(text: str) -> None:
    assert json.dumps(read_table(text).as_json())


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables())
@example(
    Written(
        "Nr.\tMio. kr.\t2015\t2016\n1\tBotilbud a\t\t\n\tI alt\t0\t0",
        Unit.MILLIONS,
        [2015, 2016],
        [("Botilbud a", [None, None]), ("I alt", [Decimal(0), Decimal(0)])],
    )
)
def test_confirming_the_reading_changes_nothing_and_resolves_its_doubts(written: Written) -> None:
    read = read_table(written.text)
    corrections = Corrections(
        unit=read.unit or Unit.MILLIONS,
        sign=read.sign,
        decimal=read.decimal,
        rows={row.line: row.role for row in read.rows},
        columns={column.id: column.role for column in read.columns if column.role is not None},
    )

    again = read_table(written.text, corrections)

    assert list(again.doubts) == []
    assert contents(again) == contents(read)
    assert {doubt for row in again.rows for doubt in row.doubts} <= {d for row in read.rows for d in row.doubts}


def contents(table: PastedTable) -> list[object]:
    return [(row.line, row.role, row.code, row.title, row.amounts, row.printed) for row in table.rows]


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables())
def test_no_number_is_guessed_when_the_decimal_sign_is_stated(written: Written) -> None:
    table = read_table(written.text, Corrections(unit=Unit.KRONER, decimal=written.decimal))

    assert table.unit is Unit.KRONER
    assert table.decimal == written.decimal
    assert not any("tusinder eller decimaler" in doubt for row in table.rows for doubt in row.doubts)
    row_by_title = {row.title: row for row in table.rows}
    for label, values in written.rows:
        expected = {str(year): value for year, value in zip(written.years, values, strict=True) if value is not None}
        if label in row_by_title and not row_by_title[label].doubts:
            assert row_by_title[label].amounts == expected


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables())
def test_a_table_without_its_years_is_read_correctly_once_its_columns_are_named(written: Written) -> None:
    """The user names the year of each column of numbers, from the left."""
    text = "\n".join(written.text.splitlines()[1:])
    columns = [column for column in read_table(text).columns if column.role is None]
    if len(columns) != len(written.years):
        return
    years = {column.id: year for column, year in zip(columns, written.years, strict=True)}

    table = read_table(text, Corrections(decimal=written.decimal, columns=years))

    assert table.years == written.years
    row_by_title = {row.title: row for row in table.rows}
    for label, values in written.rows:
        expected = {str(year): value for year, value in zip(written.years, values, strict=True) if value is not None}
        if label in row_by_title and not row_by_title[label].doubts:
            assert row_by_title[label].amounts == expected


ROLES = st.sampled_from([*ColumnKind, 2019, 2020])


@settings(max_examples=150, deadline=None)
@example("2019\t2020\nA\t1\t2", {}, {"2019": ColumnKind.CODE, "2020": ColumnKind.CODE})
@example("Tiltag   2019   2020\nA   1   2", {}, {"2019": ColumnKind.CODE, "2020": ColumnKind.CODE})
@given(
    st.text(max_size=200) | tables().map(lambda written: written.text),
    st.dictionaries(st.integers(1, 9), st.sampled_from(RowRole)),
    st.dictionaries(st.sampled_from(["#1", "#2", "#3", "#9", "2019", "2020", "#x", ""]), ROLES),
)
def test_no_correction_of_any_text_fails_and_every_row_gets_its_corrected_role(
    text: str, rows: dict[int, RowRole], columns: dict[str, ColumnKind | int]
) -> None:
    table = read_table(text, Corrections(rows=rows, columns=columns))

    assert json.dumps(table.as_json())
    if table.amount_columns:
        assert all(row.role is rows[row.line] for row in table.rows if row.line in rows)
    assert all(not row.amounts for row in table.rows if row.role in (RowRole.THEME, RowRole.NOTE))


KORRIGERET = "\tKorrigeret\tForventet\tForskel\nBotilbud\t125.127.271\t135.963.000\t-10.835.729"


@pytest.mark.parametrize("gap", ["\t", "     "])
def test_columns_without_years_are_read_as_named_and_the_rest_is_left_out(gap: str) -> None:
    roles: dict[str, ColumnKind | int] = {"#2": 2017, "#3": ColumnKind.NAMED, "#4": ColumnKind.IGNORED}

    table = read_table(KORRIGERET.replace("\t", gap), Corrections(unit=Unit.KRONER, columns=roles))

    assert (table.years, table.doubts) == ([2017], [])
    (row,) = table.rows
    assert row.amounts == {"2017": Decimal(125_127_271), "Forventet": Decimal(135_963_000)}
    assert row.printed == {"2017": "125.127.271", "Forventet": "135.963.000"}


def test_a_column_that_is_left_out_answers_the_doubt_about_its_year_and_leaves_no_group_behind() -> None:
    text = "kr.\tKorrigeret 2018\tForventet 2018\nBotilbud\t1.000.000\t\nSTU\t\t2.000.000"

    table = read_table(text, Corrections(columns={"2018 Korrigeret": ColumnKind.IGNORED}))

    assert table.doubts == []
    assert [(row.role, dict(row.amounts)) for row in table.rows] == [
        (RowRole.NOTE, {}),
        (RowRole.LINE, {"2018": Decimal(2_000_000)}),
    ]


def test_code_and_title_are_read_from_the_named_columns() -> None:
    text = "Tiltag\tSag\tkr. 2019\t2020\nSTU\tS 7\t1,0\t2,0\nTaxa\tS 8\t3,0\t-\nI alt\t\t4,0\t2,0"

    rows = read_table(text, Corrections(columns={"#1": ColumnKind.TITLE, "#2": ColumnKind.CODE})).rows

    assert [(row.code, row.title) for row in rows] == [("S 7", "STU"), ("S 8", "Taxa"), ("", "I alt")]


def test_an_unexplained_column_of_numbers_is_doubted_until_somebody_says_what_it_is() -> None:
    text = "Mio. kr.\t2019\t2020\tBorgere\nSTU\t1,0\t2,0\t7"

    assert read_table(text).rows[0].doubts == ("“7” står i en kolonne uden årstal og er ikke læst.",)
    assert [column.role for column in read_table(text).columns][-1] is None
    ignored = read_table(text, Corrections(columns={"#4": ColumnKind.IGNORED})).rows[0]
    assert (ignored.doubts, list(ignored.amounts)) == ((), ["2019", "2020"])
    named = read_table(text, Corrections(columns={"#4": ColumnKind.NAMED})).rows[0]
    assert (named.doubts, named.amounts["Borgere"]) == ((), Decimal(7))


def test_rows_under_a_heading_that_is_a_sum_are_sums() -> None:
    text = f"{GROUPS}\nI alt\t2018\t2019\nInvesteringer\t500\t0\nNetto\t-2.800\t-2.800"

    assert [row.role for row in read_table(text).rows][-2:] == [RowRole.TOTAL, RowRole.TOTAL]


BALLERUP = "\tMio. kr.\t2019\t2020\n1\t§ 107\t1,0\t1,5\n2\tInvesteringscase\t-1,5\t-1,5\n\tI alt\t-0,5\t0,1"


def test_a_sum_that_differs_from_its_lines_is_doubted_and_kept_as_printed() -> None:
    *_, total = read_table(BALLERUP).rows

    assert total.role is RowRole.TOTAL
    assert total.amounts == {"2019": Decimal("-0.5"), "2020": Decimal("0.1")}
    assert total.doubts == ("2020: Der står 0,1 i teksten, men linjerne giver 0.",)


@pytest.mark.parametrize(
    ("cell", "doubt"),
    [
        ("0 500", "ligner flere tal i samme celle"),
        ("-200 -700", "er ikke et tal"),
        ("12.5", "er ikke skrevet som tabellens andre tal"),
        ("ca. 7", "er ikke et tal"),
    ],
)
def test_a_cell_that_cannot_be_read_is_reported_with_its_text_and_nothing_is_guessed(cell: str, doubt: str) -> None:
    row = read_table(f"Mio. kr.\t2019\t2020\nSTU\t{cell}\t1,25\nTaxa\t2,5\t1,0").rows[0]

    assert row.role is RowRole.LINE
    assert row.amounts == {"2020": Decimal("1.25")}
    assert any(cell in text and doubt in text for text in row.doubts)


def test_a_dot_before_three_digits_means_thousands_in_danish_and_is_doubted_without_danish_words() -> None:
    danish = read_table("1.000 kr.\t2019\t2020\nStøtte\t-1.250\t-1.500")
    unknown = read_table("\t2019\t2020\nA\t1.250\t1.500")
    english = read_table("Savings, £000\t2019/20\t2020/21\nThe contract\t1,250\t(1,500)")

    assert (danish.rows[0].amounts["2019"], danish.rows[0].doubts) == (Decimal(-1250), ())
    assert "tusinder eller decimaler" in unknown.rows[0].doubts[0]
    assert english.rows[0].amounts == {"2019": Decimal(1250), "2020": Decimal(-1500)}
    assert (english.unit, english.rows[0].doubts) == (Unit.THOUSANDS, ())


GROUPS = """Borgere med handicap
Nr.\t1.000 kr.\t2018\t2019
HA02\tProteser\t-1.200\t-1.200
Nettoeffektivisering\t\t-1.200\t-1.200
Hjemmepleje
Nr.\tForslag\t2018\t2019
HJ02\tDrift\t-1.600\t-1.600
Nettoeffektivisering\t\t-1.600\t-1.600
I alt\t\t-2.800\t-2.800
* Alle besparelser er angivet med negativt fortegn"""


def test_groups_subtotals_notes_and_a_repeated_header_are_distinguished() -> None:
    table = read_table(GROUPS)

    assert [row.role for row in table.rows] == [
        *(RowRole.THEME, RowRole.LINE, RowRole.SUBTOTAL, RowRole.THEME, RowRole.LINE, RowRole.SUBTOTAL),
        *(RowRole.TOTAL, RowRole.NOTE),
    ]
    assert [row.code for row in table.rows if row.role is RowRole.LINE] == ["HA02", "HJ02"]
    assert table.sign is Sign.SAVINGS_NEGATIVE
    assert [row.doubts for row in table.rows] == [()] * 8


def test_a_text_without_years_reads_no_number_and_says_so() -> None:
    table = read_table("\tKorrigeret\tForventet\nBotilbud\t125.127.271\t135.963.000")

    assert table.years == []
    assert [dict(row.amounts) for row in table.rows] == [{}, {}]
    assert table.doubts == ["Ingen tal er læst, fordi der ikke er en række med årstal."]


def test_two_columns_of_one_year_have_names_of_their_own() -> None:
    table = read_table("kr.\tKorrigeret 2018\tForventet 2018\t2019\nBotilbud\t129.669.904\t133.872.000\t133.872.000")

    assert list(table.rows[0].amounts) == ["2018 Korrigeret", "2018 Forventet", "2019"]
    assert any("2018" in doubt for doubt in table.doubts)


def test_the_command_prints_what_was_understood(tmp_path: Path) -> None:
    path, out = tmp_path / "table.txt", StringIO()
    path.write_text(BALLERUP, encoding="utf-8")

    call_command("read_table", str(path), "--json", stdout=out)

    printed = json.loads(out.getvalue())
    assert (printed["unit"], printed["sign"], printed["years"]) == ("mio", "savings_positive", [2019, 2020])
    assert printed["rows"][0] == {
        "line": 2,
        "role": "line",
        "code": "1",
        "title": "§ 107",
        "doubts": [],
        "amounts": {"2019": "1.0", "2020": "1.5"},
    }
    with pytest.raises(CommandError, match="kan ikke læses som tekst"):
        call_command("read_table", str(tmp_path / "findes-ikke.txt"))
