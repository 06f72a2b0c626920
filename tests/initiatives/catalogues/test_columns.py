"""The columns of the sheets are told once; what is derived from them agrees."""

from pathlib import Path

import pytest

from budgets.foundation.files.problems import ImportRefusedError
from docs.write_columns import FORMAT, TABLE, declared_sheets, write_tables
from initiatives.business_cases.fields import CHAPTERS
from initiatives.catalogues.columns.declared import SHEETS
from initiatives.catalogues.content import WRITTEN
from initiatives.catalogues.imports.importing import import_catalogue
from initiatives.catalogues.sheets import LINE_NUMBER, SheetName


def test_every_sheet_is_declared_in_the_order_in_which_it_is_exported() -> None:
    assert list(SHEETS) == list(SheetName)


def test_a_column_that_older_files_lack_stands_after_the_others() -> None:
    """So files that were written before it keep the order of their columns."""
    lacking = {name: [column.may_lack for column in declared.columns] for name, declared in SHEETS.items()}

    assert {name: flags for name, flags in lacking.items() if flags != sorted(flags)} == {}


def test_every_column_with_a_label_has_one_place_in_the_form() -> None:
    asked = [
        (block.sheet, field.column)
        for chapter in CHAPTERS
        for block in chapter.blocks
        for field in block.fields
        if field.column != LINE_NUMBER
    ]
    declared = [(name, column.heading) for name in SheetName for column in SHEETS[name].columns if column.in_form]

    assert sorted(asked) == sorted(declared)
    assert {sheet.value for sheet, _ in asked} == set(WRITTEN)


def test_the_documentation_has_every_column_as_declared() -> None:
    """`python -m docs.write_columns` writes it."""
    text = FORMAT.read_text("utf-8")

    assert sorted(TABLE.findall(text)) == sorted(declared_sheets())
    assert write_tables(text) == text


def faults(folder: Path) -> list[str]:
    with pytest.raises(ImportRefusedError) as refusal:
        import_catalogue(path=folder, actor=None)
    return [problem.column for problem in refusal.value.problems]


def test_a_row_about_an_unknown_initiative_is_one_fault(folder: Path) -> None:
    (folder / "maalinger.csv").write_text("tiltag;indikator;enhed;opgjort;værdi\nukendt;;;i går;mange\n")

    assert faults(folder) == ["tiltag"]


def test_the_faults_of_a_row_come_in_the_order_of_its_columns(folder: Path) -> None:
    (folder / "paastande.csv").write_text(
        "tiltag;slags;område;budget;budgetår;effekt;trykt;værdi;opgjort som\nstu;løst;;fem;1900;ti;;;altid\n"
    )

    assert faults(folder) == ["slags", "budget", "budgetår", "effekt", "trykt", "værdi", "opgjort som"]
