"""Importing an exported catalogue changes nothing; a hostile file is refused with its name and nothing is written."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.test import Client

from budgets.foundation.files.harmless import MAX_ROWS
from budgets.foundation.files.problems import ImportRefusedError
from initiatives.catalogues.exports.catalogue import catalogue_sheets
from initiatives.catalogues.imports.importing import import_catalogue
from initiatives.catalogues.models.catalogues import Catalogue
from tests.factories import load_catalogue

SLUGS = ["ballerup-2019", "hedensted-2022", "ishoej-2025", "koebenhavn-2018", "varde-2017"]


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("form", ["katalog.xlsx", "katalog"], ids=["workbook", "folder"])
def test_importing_what_was_exported_changes_nothing(db: None, tmp_path: Path, slug: str, form: str) -> None:
    catalogue = load_catalogue(slug)
    before = catalogue_sheets(catalogue)
    call_command("export_catalogue", slug, out=tmp_path / form)

    result = import_catalogue(path=tmp_path / form, actor=None)

    assert result.changes == []
    Catalogue.objects.all().delete()
    import_catalogue(path=tmp_path / form, actor=None)
    assert catalogue_sheets(Catalogue.objects.get()) == before


def test_the_page_offers_the_same_workbook(ballerup: Catalogue, bob: Client, tmp_path: Path) -> None:
    path = tmp_path / "katalog.xlsx"
    path.write_bytes(bob.get("/ballerup/kataloger/ballerup-2019/katalog.xlsx").content)

    assert import_catalogue(path=path, actor=None).changes == []


def test_an_export_of_a_catalogue_that_does_not_exist_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ikke noget katalog med kortnavnet atlantis"):
        call_command("export_catalogue", "atlantis", out=tmp_path / "x.xlsx")


def test_texts_that_a_spreadsheet_turned_into_numbers_and_dates_are_read(ballerup: Catalogue, tmp_path: Path) -> None:
    sheets = catalogue_sheets(ballerup)
    with xlsxwriter.Workbook(tmp_path / "katalog.xlsx", {"strings_to_numbers": False}) as workbook:
        for name, lines in sheets.items():
            sheet = workbook.add_worksheet(name)
            for place, line in enumerate(lines):
                for column, cell in enumerate(line):
                    sheet.write(place, column, float(cell) if cell.isdecimal() and name != "katalog" else cell)

    assert [c["felt"] for c in import_catalogue(path=tmp_path / "katalog.xlsx", actor=None).changes] == []


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 150_000_000)


def with_formula(path: Path) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("katalog").write_formula(0, 0, "=1+1")


def with_many_rows(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("katalog")
        for row in range(MAX_ROWS + 1):
            sheet.write_string(row, 0, "x")


def another_type(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 not a workbook")


def another_archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")


def with_broken_contents(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook><not closed")


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (with_broken_contents, "projektmappe i Excels format"),
        (bomb, "højst 100 MB pakket ud"),
        (with_formula, "uden formler"),
        (with_many_rows, "højst 20000 rækker"),
        (another_type, "projektmappe i Excels format"),
        (another_archive, "projektmappe i Excels format"),
    ],
)
def test_a_hostile_workbook_is_refused_with_one_line(
    db: None, tmp_path: Path, make: Callable[[Path], None], expected: str
) -> None:
    path = tmp_path / "katalog.xlsx"
    make(path)

    with pytest.raises(ImportRefusedError) as refusal:
        import_catalogue(path=path, actor=None)

    assert len(refusal.value.problems) == 1
    assert str(refusal.value).startswith("Projektmappen: Kan ikke læses. Skal være: ")
    assert expected in str(refusal.value)
    assert not Catalogue.objects.exists()


def test_a_path_that_does_not_exist_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match=r"en mappe med CSV-filer eller et regneark \(\.xlsx\)"):
        import_catalogue(path=tmp_path / "nowhere", actor=None)


def test_a_workbook_without_a_sheet_names_the_sheet(ballerup: Catalogue, tmp_path: Path) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        workbook.add_worksheet("katalog")
    (tmp_path / "katalog.xlsx").write_bytes(out.getvalue())

    with pytest.raises(ImportRefusedError, match=r"Arket effekter: Mangler\. Skal være: et ark"):
        import_catalogue(path=tmp_path / "katalog.xlsx", actor=None)


def with_a_cell_far_out(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        workbook.add_worksheet("katalog").write_string(1_048_575, 16_383, "x")


def with_an_error_value(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", '<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c></row>')


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (with_a_cell_far_out, "og 200 kolonner"),
        (with_an_error_value, "uden fejlværdier som #DIVISION/0! (der står i A1)"),
    ],
)
def test_a_workbook_that_would_crash_the_reader_is_refused_before_it_is_opened(
    db: None, tmp_path: Path, make: Callable[[Path], None], expected: str
) -> None:
    path = tmp_path / "katalog.xlsx"
    make(path)

    with pytest.raises(ImportRefusedError) as refusal:
        import_catalogue(path=path, actor=None)

    assert expected in str(refusal.value)
