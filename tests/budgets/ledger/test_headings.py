"""The municipality tells the meaning of headings that the program does not know."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from budgets.areas.writing import write_areas
from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.models import Municipality, Role
from budgets.ledger.headings import load_headings, write_headings
from budgets.ledger.importing import write_rules
from budgets.ledger.models import Expenditure, LedgerRole
from tests.factories import Person, logged_in

PATH = "/ballerup/budget/overskrifter/"
FILE = "Objekt;Beskr.;Bogf.md.;Omkostning\n5.38.50;Botilbud;2019-03;1.000,00\n"


@pytest.fixture
def town(db: None) -> Municipality:
    municipality = Municipality.objects.get(slug="ballerup")
    write_areas(actor=None, municipality=municipality, text="1;Botilbud;;;;;")
    write_rules(actor=None, municipality=municipality, text="5.38*;1;bruttoudgift")
    return municipality


@pytest.fixture
def alice(town: Municipality, person: Person) -> Client:
    return logged_in(person("alice", Role.CONTROLLER))


def test_a_file_with_other_headings_tells_them_and_is_read_when_they_are_known(alice: Client) -> None:
    def upload(**fields: object) -> str:
        return alice.post("/ballerup/budget/indlaes/", {"fortegn": "plus", **fields}, follow=True).content.decode()

    refused = upload(file=SimpleUploadedFile("marts.csv", FILE.encode()))
    assert "Filens overskrifter er Objekt, Beskr., Bogf.md., Omkostning" in refused
    alice.post(PATH, {"rows": "Objekt;konto\nBogf.md.;måned\nOMKOSTNING;beløb"})
    upload(file=SimpleUploadedFile("marts.csv", FILE.encode()))
    upload(confirm="1")

    assert Expenditure.objects.get().gross == 1000
    assert "objekt;konto" in alice.get(PATH).content.decode()


def test_the_municipalitys_own_meaning_goes_before_the_known_one(town: Municipality) -> None:
    write_headings(actor=None, municipality=town, text="Saldo;tekst")

    assert load_headings(town) == {"saldo": LedgerRole.TEXT}


def test_every_fault_is_told_and_the_old_list_is_kept(town: Municipality) -> None:
    write_headings(actor=None, municipality=town, text="Objekt;konto")

    with pytest.raises(ImportRefusedError) as refused:
        write_headings(actor=None, municipality=town, text="Objekt;kontoen\nSaldo;beløb\nsaldo;tekst")

    assert [problem.text for problem in refused.value.problems] == ["saldo", "kontoen"]
    assert list(load_headings(town)) == ["objekt"]


def test_an_empty_list_takes_the_old_one_away(alice: Client, town: Municipality) -> None:
    write_headings(actor=None, municipality=town, text="Objekt;konto")

    alice.post(PATH, {"rows": ""})

    assert load_headings(town) == {}


def test_another_municipalitys_headings_are_its_own(town: Municipality) -> None:
    write_headings(actor=None, municipality=town, text="Objekt;konto")

    assert load_headings(Municipality.objects.get(slug="varde")) == {}
