"""Population: typed or pasted rows, saved all or nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from budgets.foundation.models import AuditEntry, Municipality, Population

PATH = "/ballerup/folketal/"


def post(client: Client, rows: str) -> str:
    return client.post(PATH, {"rows": rows}, follow=True).content.decode()


def figures() -> list[tuple[int, int, int]]:
    return list(Population.objects.values_list("year", "adults", "everybody"))


def test_a_controller_pastes_rows_from_a_spreadsheet(alice: Client) -> None:
    html = post(alice, "år\t18-64 år\talle\n2018\t28.100\t48.200\n2019\t28.300\t48.602\n")

    assert "Folketallet er gemt: 2 nye år og 0 ændrede." in html
    assert figures() == [(2018, 28_100, 48_200), (2019, 28_300, 48_602)]
    assert "48.602" in html


def test_a_year_that_is_there_gets_the_new_figures_and_its_change_is_told(alice: Client) -> None:
    post(alice, "2019;28300;48602")

    post(alice, "2019;28301;48602\n2018;28100;48200")

    assert figures() == [(2018, 28_100, 48_200), (2019, 28_301, 48_602)]
    changes = AuditEntry.objects.latest("at").changes
    assert changes[1] == {"felt": "2019", "før": [28300, 48602], "efter": [28301, 48602]}


def test_counted_figures_take_the_place_of_an_example(alice: Client) -> None:
    municipality = Municipality.objects.get(slug="ballerup")
    municipality.populations.create(year=2019, adults=28_300, everybody=48_602, is_constructed=True)
    assert "konstrueret eksempel" in alice.get("/ballerup/folketal/").content.decode()

    alice.post("/ballerup/folketal/", {"rows": "2019;28.300;48.602"})

    assert not municipality.populations.get().is_constructed
    assert "konstrueret eksempel" not in alice.get("/ballerup/folketal/").content.decode()


def test_the_same_again_is_no_event(alice: Client) -> None:
    post(alice, "2019;28300;48602")
    before = AuditEntry.objects.count()

    assert "0 nye år og 0 ændrede" in post(alice, "2019;28300;48602")
    assert AuditEntry.objects.count() == before


def test_every_fault_is_told_at_once_what_was_typed_stays_and_nothing_is_written(alice: Client) -> None:
    html = post(alice, "2018;28100;48200\n2019;mange;48602\n2020;50000;48000\n2021;1\n2018;1;2\n1850;1;2")

    for problem in (
        "række 2, kolonnen “18-64 år”: Der står “mange”. Skal være: et helt tal",
        "række 3, kolonnen “18-64 år”: Der står “50000”. Skal være: højst antallet i alt, 48000",
        "række 4: Der står “2021;1”. Skal være: 3 celler",
        "“2018” står flere gange. Skal være: hvert år kun én gang",
        "række 6, kolonnen “år”",
    ):
        assert problem in html, problem
    assert "2019;mange;48602" in html
    assert figures() == []


def test_nothing_is_a_fault_too(alice: Client) -> None:
    assert "Skal være: mindst én række" in post(alice, "år;18-64 år;alle")


def test_a_reader_sees_the_figures_and_no_form(bob: Client, db: None) -> None:
    Population.objects.create(
        municipality=Municipality.objects.get(slug="ballerup"), year=2019, adults=28_300, everybody=48_602
    )

    html = bob.get(PATH).content.decode()

    assert "28.300" in html
    assert "<textarea" not in html


def test_the_command_reads_a_file_for_a_municipality(db: None, tmp_path: Path) -> None:
    file = tmp_path / "folketal.csv"
    file.write_text("\ufeffår;18-64 år;alle\n2019;28.300;48.602\n")
    out = StringIO()

    call_command("import_population", file, municipality="ballerup", stdout=out)

    assert out.getvalue() == "Ballerup: 1 nyt år og 0 ændrede.\n"
    with pytest.raises(CommandError, match="atlantis"):
        call_command("import_population", file, municipality="atlantis")
    with pytest.raises(CommandError, match="kan ikke læses"):
        call_command("import_population", tmp_path / "nothing.csv", municipality="ballerup")
    file.write_text("2019;x;1")
    with pytest.raises(CommandError, match="Intet er indlæst"):
        call_command("import_population", file, municipality="ballerup")
