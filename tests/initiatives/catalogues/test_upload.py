"""Controllers import catalogues in the browser: previewed first, all or nothing, only for their own municipality."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from budgets.foundation.models import AuditEntry, Role, StagedFile
from initiatives.catalogues.exports.catalogue import catalogue_sheets, empty_sheets, write_workbook
from initiatives.catalogues.exports.template import guide_rows
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.sheets import SheetName
from tests.factories import Person, logged_in

PATH = "/ballerup/indlaes/"


def workbook(catalogue: Catalogue, *, stu: str = "1,0") -> SimpleUploadedFile:
    """The catalogue's own workbook, with another amount for STU in 2020."""
    sheets = {name: [list(line) for line in lines] for name, lines in catalogue_sheets(catalogue).items()}
    effects = sheets[SheetName.EFFECTS]
    next(line for line in effects if line[0] == "stu")[effects[0].index("2020")] = stu
    out = BytesIO()
    write_workbook(sheets, out)
    return SimpleUploadedFile("katalog.xlsx", out.getvalue())


def amount(catalogue: Catalogue) -> int:
    return int(catalogue.initiatives.get(key="stu").lines.get().effects.get(year=2020).amount)


def test_choosing_a_file_shows_each_change_and_writes_nothing(ballerup: Catalogue, alice: Client) -> None:
    html = alice.post(PATH, {"file": workbook(ballerup, stu="0,9")}).content.decode()

    assert "katalog.xlsx ændrer 1 felt eller række" in html
    assert "<td>1.000.000</td>" in html
    assert "<td>900.000</td>" in html
    assert amount(ballerup) == 1_000_000


def test_the_previewed_file_is_imported_without_choosing_it_again(ballerup: Catalogue, alice: Client) -> None:
    alice.post(PATH, {"file": workbook(ballerup, stu="0,9")})

    response = alice.post(PATH, {"confirm": "1"}, follow=True)

    assert response.redirect_chain == [("/ballerup/kataloger/ballerup-2019/", 302)]
    assert "Kataloget er indlæst. 1 ændring." in response.content.decode()
    assert amount(ballerup) == 900_000
    assert not StagedFile.objects.exists()
    newest = AuditEntry.objects.of_municipality(ballerup.municipality)[0]
    assert newest.actor is not None
    assert newest.actor.username == "alice"


def test_a_second_file_replaces_the_previewed_one(ballerup: Catalogue, alice: Client) -> None:
    alice.post(PATH, {"file": workbook(ballerup, stu="0,9")})
    alice.post(PATH, {"file": workbook(ballerup, stu="0,8")})

    alice.post(PATH, {"confirm": "1"})

    assert amount(ballerup) == 800_000


def test_nobody_imports_a_file_that_another_user_previewed(ballerup: Catalogue, alice: Client, person: Person) -> None:
    alice.post(PATH, {"file": workbook(ballerup, stu="0,9")})

    html = logged_in(person("anna", Role.CONTROLLER)).post(PATH, {"confirm": "1"}).content.decode()

    assert "form-error-message" in html
    assert amount(ballerup) == 1_000_000


def test_a_line_that_changes_sign_is_asked_about_and_not_refused(ballerup: Catalogue, alice: Client) -> None:
    html = alice.post(PATH, {"file": workbook(ballerup, stu="-1,0")}).content.decode()

    assert "Kontrollér advarslerne" in html
    assert "Arket effekter, række 5, kolonnen “2020”: Der står “-1,0”. Skal være: samme fortegn som i 2019" in html
    assert "kolonnen “2021”: Der står “1”. Skal være: samme fortegn som i 2020" in html
    assert "ændrer 1 felt" in html


def test_a_cost_among_savings_is_not_asked_about(ballerup: Catalogue, alice: Client) -> None:
    html = alice.post(PATH, {"file": workbook(ballerup)}).content.decode()

    assert "indeholder ingen ændringer i forhold til" in html
    assert "Se efter" not in html


def test_faults_are_listed_and_nothing_is_written(ballerup: Catalogue, alice: Client) -> None:
    html = alice.post(PATH, {"file": workbook(ballerup, stu="TBA")}).content.decode()

    assert "er ikke indlæst. Ret 1 fejl" in html
    assert "Arket effekter, række 5, kolonnen “2020”: Der står “TBA”" in html
    assert amount(ballerup) == 1_000_000


def test_another_municipalitys_catalogue_is_refused(ballerup: Catalogue, person: Person) -> None:
    controller = logged_in(person("vera", Role.CONTROLLER, "varde"))

    html = controller.post("/varde/indlaes/", {"file": workbook(ballerup, stu="0,9")}).content.decode()

    assert "Der står “151”. Skal være: en kommunekode, der findes: 573" in html
    assert amount(ballerup) == 1_000_000


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7"], ids=["empty", "another type"])
def test_a_file_that_is_not_a_workbook_is_refused_with_an_explanation(
    ballerup: Catalogue, alice: Client, content: bytes
) -> None:
    html = alice.post(PATH, {"file": SimpleUploadedFile("katalog.xlsx", content)}).content.decode()

    assert "Indlæs et katalog" in html
    assert "form-error-message" in html or "en projektmappe i Excels format" in html


def test_the_template_has_every_sheet_and_every_heading(ballerup: Catalogue, alice: Client) -> None:
    response = alice.get(f"{PATH}skabelon.xlsx")

    workbook = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert workbook.sheet_names == ["vejledning", *SheetName]
    assert all(workbook.get_sheet_by_name(name).to_python()[0] for name in SheetName)
    assert ["kommune", "151"] in workbook.get_sheet_by_name("katalog").to_python()


def test_the_template_as_it_is_lacks_its_fields_and_nothing_else(ballerup: Catalogue, alice: Client) -> None:
    """Its notes and lists are not read as formulas, nor the guide as a sheet of the catalogue."""
    template = alice.get(f"{PATH}skabelon.xlsx").content

    html = alice.post(PATH, {"file": SimpleUploadedFile("katalog.xlsx", template)}).content.decode()

    faults = re.findall(r"<li>\s*(Arket [^<]*?)\s*</li>", html)
    assert faults
    assert all("Arket katalog, række" in fault for fault in faults)


def test_the_guide_explains_every_column_and_lists_the_values_of_every_choice() -> None:
    rows = guide_rows(empty_sheets())

    assert [row for row in rows if not row[3]] == []
    assert {row[0] for row in rows} == set(SheetName)
    kinds = next(row for row in rows if row[:2] == ("effekter", "kategori"))
    assert kinds[2:5] == ("ja", "Linjens kategori.", "varig ændring, midlertidig ændring, implementeringsomkostning")


def test_the_template_filled_with_the_guides_examples_is_imported_without_faults(
    ballerup: Catalogue, alice: Client
) -> None:
    """The examples in the guide's last column are typed under each heading."""
    template = CalamineWorkbook.from_filelike(BytesIO(alice.get(f"{PATH}skabelon.xlsx").content))
    guide = [row for row in template.get_sheet_by_name("vejledning").to_python() if len(row) > 5 and row[1]]
    examples = {(str(row[0]), str(row[1])): str(row[5]) for row in guide}
    sheets = {name: [list(map(str, row)) for row in template.get_sheet_by_name(name).to_python()] for name in SheetName}
    for name, lines in sheets.items():
        if name == SheetName.CATALOGUE:
            sheets[name] = [lines[0], *([field, examples.get((name, field), "")] for field, _ in lines[1:])]
        else:
            lines.append([examples.get((name, heading), "") for heading in lines[0]])
    out = BytesIO()
    write_workbook(sheets, out)

    preview = alice.post(PATH, {"file": SimpleUploadedFile("katalog.xlsx", out.getvalue())}).content.decode()
    alice.post(PATH, {"confirm": "1"})

    assert "er ikke indlæst" not in preview
    catalogue = Catalogue.objects.get(slug="voksne-2025")
    assert catalogue.initiatives.get().lines.get().effects.count() == 4
    assert catalogue.tables.get().rows.get().figures.count() == 4
