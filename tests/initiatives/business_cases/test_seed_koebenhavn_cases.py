"""København's proposals against the document: staff, unit prices, claims and criteria, read by separate code.

Needs no database: it compares the CSV files with the document's text, proposal by proposal.
"""

import csv
import itertools
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.places import FIXTURES, SEEDS

FOLDER = FIXTURES / "catalogues" / "koebenhavn-2018"
SEED = (SEEDS / "koebenhavn-2018-omprioriteringskatalog.txt").read_text(encoding="utf-8")
SHEETS = {
    "personale": ["tiltag", "personale", "før", "efter", "ændring"],
    "enhedspriser": ["tiltag", "ydelse", "antal før", "enhedspris før", "antal efter", "enhedspris efter"],
    "succeskriterier": ["tiltag", "succeskriterium", "måles ved", "ansvarlig", "hvornår"],
    "paastande": ["tiltag", "slags", "område", "budget", "budgetår", "effekt", "trykt", "værdi"],
    "aktiviteter": ["tiltag", "aktivitet", "ansvarlig", "frist"],
    "forudsaetninger": ["tiltag", "forudsætning", "afgøres af", "frist"],
    "bemaerkninger": ["slags", "tekst"],
}
AMOUNT = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
PERCENT = re.compile(r"(?:\d+-)?\d+(?:,\d+)?\s?(?:pct\.|%|procent)")
PAYBACK = {
    "tilbagebetaling på service": "Tilbagebetalingstid baseret på serviceeffektivisering",
    "tilbagebetaling på totaløkonomi": "Tilbagebetalingstid baseret på totaløkonomi",
}
DECISIONS = {"egen beslutningskompetence", "ændret administrativ praksis", "politisk orientering eller godkendelse"}

# What one thousand kroner of the price table's heading means: TF01's prices are kroner, whatever its heading says.
KRONER_A_UNIT = {"tf01": 1, "ud04": 1000}

# Every other percentage of the text, one reason for each time that it is printed.
NOT_CLAIMS = {
    ("ha05", "5 %"): ["share of what was spent on external day services in 2016, which is no budget"],
    ("ha07b", "1,2 pct."): ["the claim again, with the amount", "fall in the average price of bought places"],
    ("tf01", "557 pct."): ["span of prices between the products"],
    ("si02", "5 %"): ["the claim again, before the budget is named"],
    ("si02", "5 pct."): ["the claim again, in the comparison with other municipalities"],
    ("si02", "30 pct."): ["unit cost above the average of other municipalities"],
    ("ud04", "1 pct."): ["the claim again, with the amount"],
    ("ud04", "30 pct."): ["share of the courses that concern alcohol"],
    ("tf02", "25 pct."): ["share of residents who have been at a crisis centre before"],
    ("tf02", "29 pct."): ["the same share in the whole country"],
    ("tf02", "75 pct."): ["share of residents with children", "share of those with a case"],
    ("tf02", "85-90 pct."): ["share of young people who keep their home in another scheme"],
    ("tf02", "40 pct."): ["share of the places saved that are bought"],
    ("hj02", "7 %"): ["share of the staff in planning and administration"],
    ("bu09", "1,9 pct."): ["the claim again, in the description"],
    ("bu10b", "0,6 pct."): ["the claim again, with the amount"],
    ("tv01b", "68 %"): ["share of the children in care who live with a family"],
    ("tv03b", "2 %"): ["the claim again, under the table"],
}

# Claims that their own figures do not give: 1.5 million of 577.3 million is 0.3 per cent, and 0.75 million is 0.1.
WRONG_CLAIMS = {("si03", "0,6 pct.")}

Row = dict[str, str]


def rows(sheet: str) -> list[Row]:
    with (FOLDER / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def document_sections() -> dict[str, str]:
    """The text of each proposal, by its key."""
    sections: dict[str, str] = {}
    for part in SEED.split("Forslagets titel:")[1:]:
        code = re.search(r"\b[A-Z]{2}\d{2}[a-z]?\b", part.splitlines()[0])
        assert code, part[:80]
        sections[code.group().lower()] = part
    return sections


SECTIONS = document_sections()


def number(printed: str) -> Decimal:
    return Decimal(printed.replace(".", "").replace(",", "."))


def numbers(row: Row, *columns: str) -> list[Decimal]:
    return [number(row[column]) for column in columns]


def table(section: str, heading: str) -> list[list[str]]:
    """The rows with cells between the line with the heading and the next line of text, empty cells left out."""
    lines = iter(section.splitlines())
    if not any(re.search(heading, line) for line in lines):
        return []
    table_lines = itertools.takewhile(lambda line: "\t" in line or not line.strip(), lines)
    return [[cell.strip() for cell in line.split("\t") if cell.strip()] for line in table_lines if line.strip()]


def figures_of(section: str, heading: str, count: int) -> list[list[Decimal]]:
    """The figures of the rows that end in so many of them and begin with a label."""
    figure = re.compile(rf"[+-]?(?:{AMOUNT})")
    return [
        [number(cell.lstrip("+")) for cell in cells[1:]]
        for cells in table(section, heading)
        if len(cells) == count + 1 and not figure.fullmatch(cells[0]) and all(map(figure.fullmatch, cells[1:]))
    ]


def amounts(section: str) -> set[Decimal]:
    """Every amount in kroner: millions in the text, thousands in the tables, without sign."""
    millions = {number(millions_text) * 1_000_000 for millions_text in re.findall(rf"({AMOUNT}) mio\. ?kr", section)}
    cells = [cell.strip().removeprefix("-") for line in section.splitlines() for cell in line.split("\t")[1:]]
    return millions | {number(cell) * 1000 for cell in cells if re.fullmatch(AMOUNT, cell)}


def percentages(section: str) -> Counter[str]:
    """Percentages in the text; a cell with nothing else is a key by which committees share an amount."""
    cells = [cell.strip() for line in section.splitlines() for cell in line.split("\t")]
    return Counter(percentage for cell in cells if not PERCENT.fullmatch(cell) for percentage in PERCENT.findall(cell))


def claims() -> list[Row]:
    return [row for row in rows("paastande") if row["slags"] == "procent af budget"]


def plain(text: str) -> str:
    return " ".join(re.sub(r"</?i>|\*", "", text).split()).casefold()


def test_document_has_twenty_one_proposals() -> None:
    assert len(SECTIONS) == 21


@pytest.mark.parametrize("sheet", SHEETS)
def test_sheet_has_its_columns_and_known_proposals(sheet: str) -> None:
    sheet_rows = rows(sheet)
    assert sheet_rows
    assert all(list(row) == SHEETS[sheet] and None not in row.values() for row in sheet_rows)
    assert {row["tiltag"] for row in sheet_rows if "tiltag" in row} <= SECTIONS.keys()
    assert not [row for row in sheet_rows if any(cell != cell.strip() for cell in row.values())]
    assert len({tuple(row.values()) for row in sheet_rows}) == len(sheet_rows)


@pytest.mark.parametrize("code", SECTIONS)
def test_staff_equals_the_document(code: str) -> None:
    stored = [numbers(row, "før", "efter", "ændring") for row in rows("personale") if row["tiltag"] == code]
    assert stored == figures_of(SECTIONS[code], r"^Tabel \d\. Personalemæssige", 3)
    assert all(after - before == change for before, after, change in stored)


@pytest.mark.parametrize("code", SECTIONS)
def test_unit_prices_equal_the_document(code: str) -> None:
    columns = SHEETS["enhedspriser"][2:]
    stored = [numbers(row, *columns) for row in rows("enhedspriser") if row["tiltag"] == code]
    printed = figures_of(SECTIONS[code], r"^Tabel \d\. Enhedspris", 4)
    kroner = KRONER_A_UNIT.get(code, 1)
    assert stored == [[before, price * kroner, after, later * kroner] for before, price, after, later in printed]


def test_all_tables_of_staff_and_prices_are_found() -> None:
    assert len(re.findall(r"^Tabel \d\. Personalemæssige", SEED, re.M)) == len({r["tiltag"] for r in rows("personale")})
    assert len(re.findall(r"^Tabel \d\. Enhedspris", SEED, re.M)) == len({r["tiltag"] for r in rows("enhedspriser")})


@pytest.mark.parametrize("code", SECTIONS)
def test_the_number_of_success_criteria_equals_the_document(code: str) -> None:
    stored = [row for row in rows("succeskriterier") if row["tiltag"] == code]
    printed = table(SECTIONS[code], "Hvordan måles succeskriteriet")
    assert len(stored) == len(printed)
    assert all(len(cells) == 4 for cells in printed)
    assert all(all(row.values()) for row in stored)
    assert SECTIONS[code].count("Hvordan måles succeskriteriet") <= 1


@pytest.mark.parametrize("claim", claims(), ids=lambda row: f"{row['tiltag']} {row['område']}")
def test_claim_equals_the_document(claim: Row) -> None:
    section = SECTIONS[claim["tiltag"]]
    assert claim["trykt"] in section
    (percentage,) = PERCENT.findall(claim["trykt"])
    assert number(percentage.split()[0]) == number(claim["værdi"])
    assert number(claim["effekt"]) in amounts(section)
    assert bool(claim["budget"]) == bool(claim["budgetår"])
    if claim["budget"]:
        base = number(claim["budget"])
        lines = [line for line in section.splitlines() if "budget" in line and claim["budgetår"] in line]
        assert any(
            base == number(text) * 1_000_000 for line in lines for text in re.findall(rf"({AMOUNT}) mio\. kr", line)
        )


@pytest.mark.parametrize("claim", [row for row in claims() if row["budget"]], ids=lambda row: str(row["tiltag"]))
def test_claim_follows_from_its_figures(claim: Row) -> None:
    value = number(claim["værdi"])
    share = number(claim["effekt"]) / number(claim["budget"]) * 100
    right = share.quantize(value, rounding=ROUND_HALF_UP) == value
    assert right == ((claim["tiltag"], claim["trykt"]) not in WRONG_CLAIMS)


@pytest.mark.parametrize("code", SECTIONS)
def test_every_percentage_is_a_claim_or_has_a_reason(code: str) -> None:
    claimed = Counter(
        percentage for row in claims() if row["tiltag"] == code for percentage in PERCENT.findall(row["trykt"])
    )
    not_claimed = Counter({printed: len(reasons) for (key, printed), reasons in NOT_CLAIMS.items() if key == code})
    assert claimed + not_claimed == percentages(SECTIONS[code])


@pytest.mark.parametrize("code", SECTIONS)
def test_payback_equals_the_document(code: str) -> None:
    stored = [row for row in rows("paastande") if row["tiltag"] == code and row["slags"] in PAYBACK]
    cells = [line.split("\t") for line in SECTIONS[code].splitlines() if line.startswith("Tilbagebetalingstid")]
    assert [[PAYBACK[row["slags"]], row["trykt"]] for row in stored] == [line[:2] for line in cells]
    assert all(f"{row['værdi']} år" == row["trykt"] for row in stored)
    assert not any(row[column] for row in stored for column in ("område", "budget", "budgetår", "effekt"))


def test_all_kinds_in_the_files_are_expected() -> None:
    assert {row["slags"] for row in rows("paastande")} == {"procent af budget", *PAYBACK}
    assert {row["afgøres af"] for row in rows("forudsaetninger")} == DECISIONS
    kinds = {row["slags"] for row in rows("bemaerkninger")}
    assert kinds <= {"anbefaling", "opmærksomhedspunkt", "styring og opfølgning"}


@pytest.mark.parametrize("sheet", ["aktiviteter", "forudsaetninger"])
def test_deadline_is_a_month_whose_year_the_proposal_names(sheet: str) -> None:
    for row in rows(sheet):
        if row["frist"]:
            assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", row["frist"]), row
            assert row["frist"][:4] in SECTIONS[row["tiltag"]], row


def test_every_proposal_has_one_to_five_activities() -> None:
    count = Counter(row["tiltag"] for row in rows("aktiviteter"))
    assert count.keys() == SECTIONS.keys()
    assert max(count.values()) <= 5


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_text_is_a_copied_sentence(sheet: str) -> None:
    document = plain(SEED)
    cells = [cell for row in rows(sheet) for column, cell in row.items() if column != "ansvarlig"]  # names of offices
    sentences = [part for cell in cells for part in {cell, *cell.split(". ")} if len(part) >= 40]
    assert not [text for text in sentences if plain(text).rstrip(".") in document]
