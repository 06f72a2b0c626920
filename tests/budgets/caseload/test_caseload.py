"""Caseloads: three different counts, no persons, and no small counts in files for others."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from budgets.areas.writing import write_areas
from budgets.caseload.models import Caseload, CostlyCases, ExpectedEntrant
from budgets.caseload.summary import summarise
from budgets.caseload.suppression import SMALLEST_SHOWN, flag_hidden_counts
from budgets.caseload.writing import write_caseload, write_costly_cases, write_entrants
from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.models import Municipality

ROWS = (
    "50.1;SEL § 107;psykiatri;ekstern;2019;1;24;22;1,85;2;1;1.250.000\n"
    "50.1;SEL § 107;psykiatri;ekstern;2019;2;25;23;1,95;1;0;1.310.000\n"
    "50.1;SEL § 108;handicap;egen;2019;2;10;10;0,8;0;1;800.000\n"
    "50.1;SEL § 107;psykiatri;ekstern;2018;2;20;19;1,6;1;1;1.000.000"
)


@pytest.fixture
def town(db: None) -> Municipality:
    municipality = Municipality.objects.get(slug="ballerup")
    write_areas(actor=None, municipality=municipality, text="50;Voksne;;;;;\n50.1;Botilbud;50;;;;")
    return municipality


def caseloads() -> list[Caseload]:
    return list(Caseload.objects.select_related("area", "legal_basis"))


def test_the_year_to_date_adds_flows_and_counts_cases_at_the_end(town: Municipality) -> None:
    write_caseload(actor=None, municipality=town, text=ROWS)

    summary = summarise(caseloads(), year=2019, month=2)

    total = summary.total
    assert (total.cases, total.citizens, total.inflow, total.outflow) == (35, 33, 3, 2)
    assert (total.persons, total.expenditure) == (Decimal("4.600"), Decimal(3_360_000))
    assert round(total.unit_price or 0) == 730_435
    assert round(summary.self_supply or 0, 1) == Decimal("17.4")
    assert [(s.legal_basis, s.change) for s in summary.shifts] == [
        ("SEL § 107", Decimal("2.200")),
        ("SEL § 108", Decimal("0.800")),
    ]


def test_how_many_are_in_service_is_person_days_over_the_days_of_the_month(town: Municipality) -> None:
    write_caseload(actor=None, municipality=town, text="50.1;;;egen;2019;2;;;0,767;;;\n50.1;;;egen;2018;2;;;0,767;;;")

    february = summarise(caseloads(), year=2019, month=2).months[1]

    assert february.in_service == Decimal("0.767") * 365 / 28
    assert february.in_service_before == february.in_service


def test_a_month_that_is_there_gets_the_new_counts(town: Municipality) -> None:
    write_caseload(actor=None, municipality=town, text=ROWS)
    write_caseload(actor=None, municipality=town, text=ROWS.splitlines()[0].replace(";24;", ";26;"))

    assert Caseload.objects.count() == 4
    assert Caseload.objects.get(year=2019, month=1).cases == 26


def test_cases_without_a_legal_basis_are_the_same_cases_when_they_come_again(town: Municipality) -> None:
    for count in (3, 4):
        write_caseload(actor=None, municipality=town, text=f"50.1;;;egen;2019;2;{count};;;;;")

    assert [caseload.cases for caseload in Caseload.objects.all()] == [4]


def test_every_fault_is_told_and_nothing_is_written(town: Municipality) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        write_caseload(
            actor=None,
            municipality=town,
            text=f"{ROWS}\n50.9;SEL § 999;x;begge;2019;13;−1;1,5;−2;a;;\n{ROWS.splitlines()[0]}",
        )

    message = str(refused.value)
    for column in ("kode", "lovgrundlag", "udfører", "måned", "sager", "borgere", "helårspersoner", "tilgang"):
        assert f"række 5, kolonnen “{column}”" in message, column
    assert "de samme sager kun én gang pr. måned" in message
    assert not Caseload.objects.exists()


@pytest.mark.parametrize("number", ["010190-1234", "0101901234", "010190 1234"])
def test_a_number_of_a_person_is_refused_everywhere_and_never_repeated(town: Municipality, number: str) -> None:
    for write, text in (
        (write_caseload, f"50.1;;{number};egen;2019;1;;;;;;"),
        (write_entrants, f"50.1;;2020;1;1;0,5;{number}"),
        (write_costly_cases, f"50.1;2019;1;1;1;2.000.000 {number}"),
    ):
        with pytest.raises(ImportRefusedError) as refused:
            write(actor=None, municipality=town, text=text)
        assert "ligner et CPR-nummer" in str(refused.value)
        assert not Caseload.objects.exists()


def test_costly_cases_are_more_than_the_threshold_and_reviewed_ones_are_part_of_them(town: Municipality) -> None:
    write_costly_cases(actor=None, municipality=town, text="50.1;2019;3;12;7;19.500.000")
    assert CostlyCases.objects.get().threshold == 1_000_000

    with pytest.raises(ImportRefusedError, match="Antallet af gennemgåede sager kan ikke være større"):
        write_costly_cases(actor=None, municipality=town, text="50.1;2019;4;12;13;19.500.000")
    with pytest.raises(ImportRefusedError, match="mindre end antallet af sager gange grænsen"):
        write_costly_cases(actor=None, municipality=town, text="50.1;2019;4;12;1;11.500.000")


def test_the_list_of_entrants_takes_the_place_of_the_one_before(town: Municipality, alice: Client) -> None:
    write_entrants(actor=None, municipality=town, text="50.1;SEL § 107;2020;8;2;0,75;fra STU")

    html = alice.get("/ballerup/sager/ventet-tilgang/").content.decode()
    alice.post("/ballerup/sager/ventet-tilgang/", {"rows": "50.1;;2020;9;1;1;"})

    assert "50.1;SEL § 107;2020;8;2;0,75;fra STU" in html
    assert [(entrant.month, int(entrant.probability)) for entrant in ExpectedEntrant.objects.all()] == [(9, 1)]


def test_what_is_handed_on_hides_small_counts_and_what_they_could_be_found_from(
    town: Municipality, bob: Client
) -> None:
    write_caseload(
        actor=None,
        municipality=town,
        text="50.1;SEL § 107;a;egen;2019;1;3;3;0,25;0;0;300.000\n50.1;SEL § 108;b;egen;2019;1;9;9;0,75;0;0;900.000\n"
        "50.1;SEL § 85;=c;egen;2019;1;30;30;2,5;0;0;100.000",
    )

    text = bob.get("/ballerup/sager/sager.csv?aar=2019&maaned=1").content.decode("utf-8-sig")

    lines = text.splitlines()
    assert lines[1].startswith("50.1 Botilbud;SEL § 107;a;egen;under 5, ikke vist;under 5, ikke vist")
    assert "under 5, ikke vist" in lines[2]
    assert lines[3] == "50.1 Botilbud;SEL § 85;'=c;egen;30;30;2,5;0;0;100.000;40.000"


HEADINGS = "kode;lovgrundlag;målgruppe;udfører;år;måned;sager;borgere;helårspersoner;tilgang;afgang;udgift\n"


def test_cases_are_brought_in_from_a_file_on_the_page_and_by_command(
    town: Municipality, alice: Client, tmp_path: Path
) -> None:
    content = (HEADINGS + ROWS).encode("latin-1")
    path = "/ballerup/sager/skriv/"

    alice.post(path, {"file": SimpleUploadedFile("sager.csv", content), "rows": ""})
    assert Caseload.objects.count() == 4
    neither = alice.post(path, {"rows": ""}).content.decode()
    assert "Vælg enten en fil, eller skriv rækker." in neither
    broken = alice.post(path, {"file": SimpleUploadedFile("sager.csv", content + b";x\n"), "rows": ""}).content.decode()
    assert "Skal være: 12 celler" in broken

    file = tmp_path / "sager.csv"
    file.write_bytes(content.replace(b";24;", b";27;"))
    call_command("import_accounts", str(file), "--municipality", "ballerup", "--cases")
    assert Caseload.objects.get(year=2019, month=1).cases == 27


def test_the_page_of_a_municipality_without_cases_says_so(bob: Client, town: Municipality) -> None:
    html = bob.get("/ballerup/sager/").content.decode()

    assert "Der er ingen sager i perioden." in html
    assert "Der er ikke registreret sager over 1.000.000 kr." in html


@given(st.lists(st.none() | st.integers(0, 40), max_size=8))
def test_no_small_count_is_told_and_none_can_be_found_as_the_rest(counts: list[int | None]) -> None:
    is_hidden = flag_hidden_counts(counts)

    assert all(is_hidden[index] for index, count in enumerate(counts) if count and count < SMALLEST_SHOWN)
    assert not any(is_hidden[index] for index, count in enumerate(counts) if not count)
    positive = [count for count in counts if count]
    assert sum(is_hidden) != 1 or len(positive) == 1
