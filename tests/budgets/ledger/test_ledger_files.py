"""Ledger files: read in all common forms, refused with the faulty cells, and no row is ever dropped."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from budgets.areas.models import Appropriation, AppropriationKind
from budgets.areas.writing import write_areas
from budgets.foundation.files.cells import escape_formula
from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.models import Municipality
from budgets.ledger.importing import LoadedBeforeError, load_appropriations, load_expenditure, write_rules
from budgets.ledger.mapping import PatternError, Rule, apply_rules, check_pattern, matches
from budgets.ledger.models import Expenditure, ImportBatch
from budgets.ledger.numbers import parse_day, parse_month
from budgets.ledger.reading import LedgerOptions, LedgerRow, SignConvention, read_ledger

PLUS = LedgerOptions(SignConvention.EXPENSE_IS_PLUS)
MONEY = st.decimals(Decimal("-99999999999.99"), Decimal("99999999999.99"), places=2)
WORDS = (
    st.text(st.sampled_from("abcæøåÆØÅ §&;,\"'=+-@"), max_size=12)
    .map(str.strip)
    .filter(lambda text: not re.match(r"(i alt|ialt|sum|total|subtotal|hovedtotal|saldo i alt)\b", text, re.IGNORECASE))
)
ACCOUNTS = st.from_regex(r"[1-9][0-9]?\.[0-9]{2}\.[0-9]{2}\.[1-9]", fullmatch=True)
ROWS = st.lists(st.tuples(ACCOUNTS, WORDS, st.integers(2000, 2100), st.integers(1, 12), MONEY), min_size=1, max_size=6)


@dataclass(frozen=True)
class Form:
    """The form in which a ledger writes its file."""

    mark: str
    thousands: str
    negative: str
    encoding: str
    delimiter: str


FORMS = st.builds(
    Form,
    st.sampled_from(",."),
    st.sampled_from(["", "other", " ", "\u00a0", "'"]),
    st.sampled_from(["before", "behind", "brackets", "minus sign", "side", "two columns"]),
    st.sampled_from(["utf-8", "utf-8-sig", "latin-1"]),
    st.sampled_from(";,\t"),
)


def digits(amount: Decimal, form: Form) -> str:
    thousands = {"other": "." if form.mark == "," else ","}.get(form.thousands, form.thousands)
    integer, fraction = f"{abs(amount):.2f}".split(".")
    return f"{int(integer):,}".replace(",", thousands) + form.mark + fraction


def signed(amount: Decimal, form: Form) -> str:
    text = digits(amount, form)
    if amount >= 0:
        return text
    return {"before": f"-{text}", "behind": f"{text}-", "brackets": f"({text})", "minus sign": f"−{text}"}[
        form.negative
    ]


def cells_of(rows: Sequence[tuple[str, str, int, int, Decimal]], form: Form) -> list[list[str]]:
    heads = ["Konto", "Kontotekst", "År", "Måned"]
    if form.negative == "two columns":
        lines = [[digits(a, form), ""] if a >= 0 else ["", digits(a, form)] for *_, a in rows]
        heads += ["Debet", "Kredit"]
    elif form.negative == "side":
        lines = [[digits(a, form), "D" if a >= 0 else "K"] for *_, a in rows]
        heads += ["Beløb", "D/K"]
    else:
        lines = [[signed(a, form)] for *_, a in rows]
        heads += ["Beløb"]
    return [
        heads,
        *[
            [account, escape_formula(text), str(y), str(m), *line]
            for (account, text, y, m, _), line in zip(rows, lines, strict=True)
        ],
    ]


def as_csv(cells: Sequence[Sequence[str]], form: Form) -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=form.delimiter, lineterminator="\r\n").writerows(cells)
    encoding = "cp1252" if form.encoding == "latin-1" else form.encoding
    return text.getvalue().replace("−", "-" if encoding == "cp1252" else "−").encode(encoding)


def as_workbook(rows: Sequence[Sequence[object]]) -> bytes:
    file = BytesIO()
    workbook = xlsxwriter.Workbook(file)
    sheet = workbook.add_worksheet()
    day = workbook.add_format({"num_format": "dd-mm-yyyy"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
            elif isinstance(cell, Decimal):
                sheet.write_number(number, place, float(cell))
            else:
                sheet.write(number, place, cell) if not isinstance(cell, str) else sheet.write_string(
                    number, place, cell
                )
    workbook.close()
    return file.getvalue()


@settings(max_examples=300)
@given(ROWS, FORMS, st.sampled_from(SignConvention))
def test_what_a_ledger_writes_is_read_back_in_every_form(
    rows: list[tuple[str, str, int, int, Decimal]], form: Form, sign: SignConvention
) -> None:
    content = as_csv(cells_of(rows, form), form)

    ledger = read_ledger("forbrug.csv", content, LedgerOptions(sign))

    assert ledger.problems == []
    factor = 1 if sign is SignConvention.EXPENSE_IS_PLUS else -1
    assert [(r.account, r.text, r.year, r.month, r.amount) for r in ledger.rows] == [
        (account, text, year, month, amount * factor) for account, text, year, month, amount in rows
    ]


@settings(max_examples=40)
@given(ROWS)
def test_a_workbook_with_numbers_is_read_back_to_the_ore(rows: list[tuple[str, str, int, int, Decimal]]) -> None:
    content = as_workbook(
        [
            ["Konto", "Tekst", "År", "Periode", "Beløb"],
            *[[a, escape_formula(t), str(y), str(m), x] for a, t, y, m, x in rows],
        ]
    )

    ledger = read_ledger("forbrug.xlsx", content, PLUS)

    assert ledger.problems == []
    assert [row.amount for row in ledger.rows] == [row[4] for row in rows]


HEAD = "Konto;Tekst;Måned;Beløb\n"
GOOD = "5.38.50;Botilbud;2019-03;1.250,50\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "en fil på højst 10 MB med indhold"),
        ("Konto;Beløb".encode("utf-16"), "en CSV-fil i UTF-8 eller Latin-1"),
        (b"PK\x03\x04 no workbook", "en projektmappe i Excels format"),
        (
            f"{HEAD}5;Støtte;2019-03;1\n".encode() + "5;Støtte;2019-03;1\n".encode("latin-1"),
            "Filen blander tegnsæt. Gem den igen som UTF-8.",
        ),
        (f"{HEAD}5.38.50;Botilbud;2019-03\n".encode(), "række 2: Rækken har 3 felter, men der er 4 overskrifter."),
        (f"{HEAD}{GOOD};I alt;;1.250,50\n{GOOD}".encode(), "række 3: Der står “I alt”. Slet sumlinjen"),
        (f"{HEAD}{HEAD}{GOOD}".encode(), "række 2: Rækken gentager overskrifterne. Slet rækken."),
        (
            f"{HEAD}{GOOD}5.38.50;I alt;2019-03;1.250,50\n".encode(),
            "række 3: Der står “I alt”. Slet sumlinjen",
        ),
        (
            f"{HEAD}5.5E+10;x;2019-03;1\n".encode(),
            "kolonnen “Konto”: Der står “5.5E+10”. Skal være: en konto med alle cifre",
        ),
        (f"{HEAD}5;x;13;1\n".encode(), "kolonnen “Måned”: Der står “13”. Skal være: en måned"),
        (f"{HEAD}5;x;3;1\n".encode(), "et år i rækken, eller året valgt for hele filen"),
        (f"{HEAD}5;x;1999-03;1\n".encode(), "et år fra 2000 til 2100"),
        (f"{HEAD}{GOOD}5;x;2019-03;1,255\n".encode(), "Der står “1,255”. Skal være: et beløb i kr."),
        (f"{HEAD}5;x;2019-03;\n".encode(), "kolonnen “Beløb”: Cellen er tom. Skal være: et beløb"),
        (f"{HEAD};x;2019-03;1\n".encode(), "kolonnen “Konto”: Cellen er tom. Skal være: en konto"),
        (
            f"{HEAD}5;010190-1234;2019-03;1\n".encode(),
            "række 2: Rækken indeholder noget, der ligner et CPR-nummer. Slet CPR-nummeret.",
        ),
        (
            f"{HEAD}5;0102031234;2019-03;1\n".encode(),
            "række 2: Rækken indeholder noget, der ligner et CPR-nummer. Slet CPR-nummeret.",
        ),
        (f"{HEAD}05-maj;x;2019-03;1\n".encode(), "en konto; regnearket har gjort den til en dato"),
        ("Konto;År;Måned;Debet;Kredit\n5;2019;3;;-40\n".encode(), "beløb uden fortegn i debet og kredit"),
        (b"Nummer;Kroner\n1;2\n", "række 1: Kolonnen “konto” mangler. Filens overskrifter er Nummer, Kroner."),
        (HEAD.encode(), "mindst én række under overskrifterne"),
        ("Konto;År;Måned;Debet;Kredit\n5;2019;3;1;2\n".encode(), "enten i debet eller i kredit"),
        ("Konto;År;Måned;Beløb;D/K\n5;2019;3;1;X\n".encode(), "debet eller kredit ved et beløb uden fortegn"),
        (
            as_workbook([["Konto", "Måned", "Beløb"], [date(2019, 5, 5), "2019-03", Decimal(1)]]),
            "gjort den til en dato",
        ),
        (as_workbook([["Konto", "Måned", "Beløb"], ["5", "2019-03", date(2019, 5, 5)]]), "Der står “2019-05-05"),
        (as_workbook([["Konto", "Måned", "Beløb"], ["5", "2019-03", Decimal("1.255")]]), "Der står “1,255”"),
    ],
)
def test_a_broken_file_tells_where_and_what_and_has_no_rows(content: bytes, expected: str) -> None:
    ledger = read_ledger("fil", content, PLUS)

    assert ledger.rows == []
    assert expected in "\n".join(map(str, ledger.problems)), [str(problem) for problem in ledger.problems]


def test_a_name_that_begins_like_a_sum_is_an_ordinary_row() -> None:
    ledger = read_ledger("fil", f"{HEAD}5.38.50;Total Care ApS;2019-03;1\n".encode(), PLUS)

    assert [row.text for row in ledger.rows] == ["Total Care ApS"]


def test_latin_1_that_reads_as_other_letters_in_utf_8_is_one_encoding() -> None:
    ledger = read_ledger("fil", f"{HEAD}5;Å§;2019-03;1\n".encode("latin-1"), PLUS)

    assert [row.text for row in ledger.rows] == ["Å§"]


def test_all_faults_are_told_at_once_and_a_number_of_a_person_is_not_repeated() -> None:
    ledger = read_ledger("fil", f"{HEAD};x;13;a\n5;010190-1234;2019-03;1\n".encode(), PLUS)

    message = "\n".join(map(str, ledger.problems))
    assert len(ledger.problems) == 4
    assert "010190-1234" not in message


@pytest.mark.parametrize("text", ["3", "03", "2019-03", "201903", "03.2019", "marts", "Mar", "mar.", "marts 2019"])
def test_months_are_read_as_ledgers_write_them(text: str) -> None:
    assert parse_month(text)[1] == 3


@pytest.mark.parametrize("text", ["31-03-2019", "31.03.2019", "31/03/2019", "2019-03-31", "20190331"])
def test_days_are_read_as_ledgers_write_them(text: str) -> None:
    assert parse_day(text) == (2019, 3)


@given(
    st.lists(st.tuples(ACCOUNTS, MONEY), max_size=20),
    st.lists(st.sampled_from(["1*", "?.*", "*.9", "5.38*"]), unique=True),
)
def test_total_in_is_total_out_and_every_row_is_in_one_place(
    rows: list[tuple[str, Decimal]], patterns: list[str]
) -> None:
    ledger = [LedgerRow(n, account, "", 2019, 1, amount) for n, (account, amount) in enumerate(rows)]

    mapped = apply_rules(ledger, [Rule(pattern, place, "gross") for place, pattern in enumerate(patterns)])

    assert mapped.mapped_total + mapped.unmapped_total == sum(amount for _, amount in rows)
    assert sum(total.rows for total in [*mapped.rule_totals, *mapped.unmapped]) == len(rows)
    assert [total.name for total in mapped.rule_totals] == patterns
    assert all(not any(matches(pattern, account.name) for pattern in patterns) for account in mapped.unmapped)


def test_the_first_rule_that_fits_wins() -> None:
    rows = [LedgerRow(1, "5.38.50", "", 2019, 1, Decimal(1))]

    mapped = apply_rules(rows, [Rule("5.38*", 1, "gross"), Rule("5.38.50", 2, "gross")])

    assert [total.rows for total in mapped.rule_totals] == [1, 0]


@pytest.mark.parametrize(
    ("pattern", "account", "is_match"),
    [
        ("5.38.50*", "5.38.50.1", True),
        ("5.38.5?", "5.38.5", False),
        ("53800000..53899999", "53850000", True),
        ("53800000..53899999", "538500", False),
        ("a*", "A1", True),
        ("5.38", "5x38", False),
    ],
)
def test_patterns(pattern: str, account: str, is_match: bool) -> None:  # noqa: FBT001
    assert matches(pattern, account) is is_match


@pytest.mark.parametrize("pattern", ["5..1", "500..40", "x..y", "5[38]"])
def test_a_pattern_that_fits_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        check_pattern(pattern)


@pytest.fixture
def town(db: None) -> Municipality:
    municipality = Municipality.objects.get(slug="ballerup")
    write_areas(actor=None, municipality=municipality, text="1;Botilbud;;;;;\n2;Støtte;;;;;")
    rules = "5.38.50*;1;bruttoudgift\n5.38.22*;1;statsrefusion\n5.38.3*;2;"
    write_rules(actor=None, municipality=municipality, text=rules)
    return municipality


FILE = (
    "Konto;Tekst;Måned;Beløb\n5.38.50.1;Botilbud;2019-03;1.000,00\n5.38.22;Refusion;2019-03;-200,00\n"
    "9.9;Andet;2019-03;50,00\n"
)


def load(town: Municipality, text: str, name: str = "marts.csv") -> ImportBatch:
    return load_expenditure(
        actor=None, municipality=town, name=name, content=text.encode(), options=PLUS, leaves_unmapped=True
    )[0]


def test_expenditure_is_booked_by_the_rules_and_what_has_no_rule_is_kept_with_its_sum(town: Municipality) -> None:
    batch = load(town, FILE)

    booked = Expenditure.objects.get()
    assert booked.area.code == "1"
    assert [booked.gross, booked.income, booked.refund] == [1000, 0, -200]
    assert batch.rows == 3
    assert batch.total == 850
    assert batch.unmapped == [{"account": "9.9", "text": "Andet", "rows": 1, "total": "50.00"}]


def test_an_unknown_account_refuses_the_file_unless_it_is_left_out_on_purpose(town: Municipality) -> None:
    with pytest.raises(
        ImportRefusedError, match=r"række 4, kolonnen “konto”: Der står “9\.9”. Skal være: en konto, som en"
    ):
        load_expenditure(actor=None, municipality=town, name="fil", content=FILE.encode(), options=PLUS)

    assert not Expenditure.objects.exists()
    assert not ImportBatch.objects.exists()


def test_the_same_file_again_is_recognised(town: Municipality) -> None:
    load(town, FILE)

    with pytest.raises(LoadedBeforeError, match=r"med navnet marts\.csv"):
        load(town, FILE, "kopi.csv")
    assert ImportBatch.objects.count() == 1


def test_a_newer_file_of_the_month_replaces_it_and_tells_the_difference(town: Municipality) -> None:
    load(town, FILE)
    load(town, FILE.replace("2019-03", "2019-02"), "februar.csv")
    newer = "Konto;Måned;Beløb\n5.38.50.1;2019-03;1.100\n5.38.38;2019-03;70\n"

    _, plan = load_expenditure(actor=None, municipality=town, name="marts2.csv", content=newer.encode(), options=PLUS)

    assert [(str(d.area), int(d.before), int(d.after)) for d in plan.differences] == [
        ("1 Botilbud", 800, 1100),
        ("2 Støtte", 0, 70),
    ]
    assert plan.replaced_months == [(2019, 3)]
    booked = Expenditure.objects.values_list("month", "gross", "refund")
    assert sorted((month, int(gross), int(refund)) for month, gross, refund in booked) == [
        (2, 1000, -200),
        (3, 70, 0),
        (3, 1100, 0),
    ]


def test_an_area_that_a_newer_file_of_the_month_no_longer_has_is_emptied_and_told(town: Municipality) -> None:
    load(town, FILE + "5.38.38;Støtte;2019-03;70\n")

    _, plan = load_expenditure(
        actor=None, municipality=town, name="marts2.csv", content=f"{HEAD}{GOOD}".encode(), options=PLUS
    )

    assert [(str(d.area), d.before, d.after) for d in plan.differences] == [
        ("1 Botilbud", Decimal(800), Decimal("1250.50")),
        ("2 Støtte", Decimal(70), Decimal(0)),
    ]
    assert [(booked.area.code, booked.net) for booked in Expenditure.objects.all()] == [("1", Decimal("1250.50"))]


def test_a_file_with_a_fault_writes_nothing(town: Municipality) -> None:
    with pytest.raises(ImportRefusedError):
        load(town, FILE + "5.38.50;x;2019-03;mange\n")

    assert not Expenditure.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_budget_is_brought_in_as_one_decision_of_several_years(town: Municipality) -> None:
    text = "Konto;År;Beløb\n5.38.50;2019;1.000\n5.38.22;2019;-100\n5.38.50;2020;1.100\n"

    load_appropriations(
        actor=None,
        municipality=town,
        name="b2019.csv",
        content=text.encode(),
        options=LedgerOptions(SignConvention.EXPENSE_IS_PLUS, 2019, needs_month=False),
        kind=AppropriationKind.ADOPTED,
        decided_on=date(2018, 10, 10),
        title="Budget 2019",
    )

    appropriations = Appropriation.objects.values_list("year", "gross", "refund")
    assert [(year, int(gross), int(refund)) for year, gross, refund in appropriations] == [
        (2019, 1000, -100),
        (2020, 1100, 0),
    ]


def test_rules_name_every_fault_and_keep_the_old_ones(town: Municipality) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        write_rules(actor=None, municipality=town, text="5[3;1;\n5*;9;\n6*;1;andet\n7*;1;\n7*;2;")

    message = str(refused.value)
    for part in (
        "“5[3”. Skal være: en konto, hvor *",
        "“9”. Skal være: et områdes kode",
        "en af: bruttoudgift",
        "“7*”",
    ):
        assert part in message
    assert town.account_rules.count() == 3


def test_a_controller_sees_what_a_file_changes_and_then_brings_the_same_one_in(
    alice: Client, town: Municipality
) -> None:
    path = "/ballerup/budget/indlaes/"
    fields = {"fortegn": "plus"}

    without_sign = alice.post(path, {"file": SimpleUploadedFile("marts.csv", FILE.encode())}).content.decode()
    plan_page = alice.post(path, fields | {"file": SimpleUploadedFile("marts.csv", FILE.encode())}).content.decode()
    assert "Feltet skal udfyldes" in without_sign or "Dette felt er påkrævet" in without_sign
    assert "Filen har 850 kr. i alt. Heraf er 800 kr. fordelt på områder, og 50 kr. er uden regel." in " ".join(
        plan_page.split()
    )
    assert not Expenditure.objects.exists()

    refused_page = alice.post(path, fields | {"confirm": "1"}).content.decode()
    assert "Der står “9.9”. Skal være: en konto, som en kontoregel" in refused_page
    assert not Expenditure.objects.exists()
    imported_page = alice.post(path, fields | {"confirm": "1", "uden_regel": "1"}, follow=True).content.decode()

    assert "marts.csv er indlæst (3 rækker)." in imported_page
    assert "Konti uden regel: 1." in imported_page
    repeated_page = alice.post(path, fields | {"file": SimpleUploadedFile("igen.csv", FILE.encode())}).content.decode()
    assert "Filen er allerede indlæst" in repeated_page


def test_a_broken_file_on_the_page_tells_each_cell(alice: Client, town: Municipality) -> None:
    bad = SimpleUploadedFile("bad.csv", f"{HEAD}5;x;13;a\n".encode())

    html = alice.post("/ballerup/budget/indlaes/", {"fortegn": "minus", "file": bad}).content.decode()

    assert "bad.csv er ikke indlæst. 2 fejl skal rettes." in html
    assert "kolonnen “Måned”: Der står “13”" in html


def test_the_command_brings_a_file_in(town: Municipality, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "marts.csv"
    file.write_text(FILE, encoding="latin-1")
    summary = "3 rækker, 850,00 kr.: 800,00 kr. på områder og 50,00 kr. uden regel."

    call_command("import_accounts", str(file), "--municipality", "ballerup", "--expenses", "plus", "--dry-run")
    assert summary in capsys.readouterr().out
    assert not Expenditure.objects.exists()
    arguments = [str(file), "--municipality", "ballerup", "--expenses", "plus"]
    with pytest.raises(CommandError, match="Skal være: en konto, som en kontoregel"):
        call_command("import_accounts", *arguments)
    call_command("import_accounts", *arguments, "--leave-unmapped")
    assert summary in capsys.readouterr().out
    assert Expenditure.objects.count() == 1
    with pytest.raises(CommandError, match="Filen er allerede indlæst"):
        call_command("import_accounts", str(file), "--municipality", "ballerup", "--expenses", "plus")
