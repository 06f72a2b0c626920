import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.models import AuditEntry, Municipality
from initiatives.catalogues.imports.importing import import_catalogue
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedFigure
from tests.places import FIXTURES

BALLERUP = FIXTURES / "catalogues" / "ballerup-2019"


def replace(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def problems(folder: Path) -> list[str]:
    with pytest.raises(ImportRefusedError) as refusal:
        import_catalogue(path=folder, actor=None)
    assert not Catalogue.objects.exists()
    return [str(problem) for problem in refusal.value.problems]


def test_ballerups_plan_is_imported_completely(ballerup: Catalogue) -> None:
    assert ballerup.initiatives.count() == 12
    assert [i.key for i in ballerup.initiatives.all() if not i.counts] == ["ledsagerordning", "koersel-fritid"]
    assert [theme.order for theme in ballerup.themes.all()] == [1, 2, 3, 4]
    assert ballerup.price_level is None
    assert list(ballerup.years) == [2019, 2020, 2021, 2022]


def test_a_dropped_initiative_shows_who_decided_and_why(ballerup: Catalogue) -> None:
    dropped = ballerup.initiatives.get(key="ledsagerordning")

    assert dropped.ended_by == "Social- og Sundhedsudvalget"
    assert "politisk" in dropped.ended_reason
    assert dropped.ended_on is not None
    assert dropped.ended_on.isoformat() == "2019-01-31"


def test_importing_the_same_again_changes_nothing_and_records_no_event(ballerup: Catalogue) -> None:
    before = AuditEntry.objects.count()

    result = import_catalogue(path=BALLERUP, actor=None)

    assert result.changes == []
    assert AuditEntry.objects.count() == before


def test_a_changed_amount_is_updated_and_reported_and_keeps_its_id(ballerup: Catalogue, folder: Path) -> None:
    before = YearlyEffect.objects.get(line__initiative__key="stu", year=2020)
    replace(folder, "effekter.csv", "STU;varig ændring;;;1;1,0;1,0;", "STU;varig ændring;;;1;1,0;0,9;")

    result = import_catalogue(path=folder, actor=None)

    assert result.changes == [
        {
            "hvad": "årlig effekt",
            "hvilken": "STU, 2020",
            "felt": "beløb",
            "før": "1.000.000",
            "efter": "900.000",
        }
    ]
    before.refresh_from_db()
    assert before.amount == 900_000
    assert AuditEntry.objects.latest("at").changes == result.changes


def test_a_row_that_is_gone_from_the_file_is_gone_from_the_database(ballerup: Catalogue, folder: Path) -> None:
    replace(folder, "effekter.csv", "2,0;2,5;3,0;3,0", "2,0;2,5;3,0;")

    result = import_catalogue(path=folder, actor=None)

    assert [change["felt"] for change in result.changes] == ["slettet"]
    assert YearlyEffect.objects.filter(line__initiative__key="botilbud-108-105").count() == 3


def test_a_changed_paragraph_is_reported_with_before_and_after(ballerup: Catalogue, folder: Path) -> None:
    replace(folder, "tiltag.csv", "SEL 107, SEL 85", "SEL 107")

    result = import_catalogue(path=folder, actor=None)

    assert [(c["felt"], c["før"], c["efter"]) for c in result.changes] == [
        ("lovgrundlag", "SEL § 107, SEL § 85", "SEL § 107")
    ]
    assert str(Initiative.objects.get(key="til-eget-hjem").legal_bases.get()) == "SEL § 107"


def test_a_dry_run_reports_the_changes_and_writes_nothing(folder: Path) -> None:
    out = StringIO()

    call_command("import_catalogue", folder, "--dry-run", stdout=out)

    assert "ville ændre" in out.getvalue()
    assert not Catalogue.objects.exists()
    assert not AuditEntry.objects.exists()


def test_an_empty_cell_is_no_effect_and_a_printed_zero_is_one(folder: Path) -> None:
    replace(folder, "effekter.csv", "1;1,0;1,0;1,5;1,5", "1;;0;1,5;1,5")

    import_catalogue(path=folder, actor=None)

    effects = YearlyEffect.objects.filter(line__initiative__key="botilbud-107")
    assert {effect.year: effect.amount for effect in effects} == {2020: 0, 2021: 1_500_000, 2022: 1_500_000}


def test_a_catalogue_that_prints_savings_with_a_minus_is_stored_with_our_sign(folder: Path) -> None:
    replace(folder, "katalog.csv", "besparelser uden fortegn", "besparelser med minus")

    import_catalogue(path=folder, actor=None)

    assert YearlyEffect.objects.get(line__initiative__key="stu", year=2019).amount == -1_000_000
    assert PublishedFigure.objects.filter(row__label="STU", year=2019)[0].value == -1_000_000


SAMMENLIGNES = ("sammenlignes i", "2018", "hele tal fra 2019 til 2022 med + imellem, fx 2019+2022")


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "column", "text", "expected"),
    [
        ("effekter", "2,0;2,5;3,0;3,0", "2,0;TBA;3,0;3,0", 2, "2020", "TBA", "et beløb i mio. kr., fx 1.200 eller"),
        ("effekter", "STU;varig ændring;", "STU;varig;", 5, "kategori", "varig", "en af: varig ændring, midlertidig"),
        ("effekter", "STU;varig ændring;", "STU;varig ændring;drift", 5, "styringsområde", "drift", "en af: service"),
        ("effekter", "tabel;2019", "tabel;2018", 1, "2018", "2018", "et år fra 2019 til 2022"),
        (
            "effekter",
            "botilbud-107;§",
            "botilbud-170;§",
            3,
            "tiltag",
            "botilbud-170",
            "nøglen på et tiltag, der findes",
        ),
        ("tiltag", "botilbud-107;1", "botilbud-108-105;1", 3, "nøgle", "botilbud-108-105", "en nøgle, der ikke er"),
        ("tiltag", "SEL 107, SEL 85", "SEL 107, SEL 8", 4, "lovgrundlag", "SEL 107, SEL 8", "kendte paragraffer"),
        ("tiltag", "udgået;2019-01;So", "udgået;;So", 10, "ophørt senest", "", "udfyldt"),
        ("tiltag", "udgået;2019-01;So", "udgået;2019-13;So", 10, "ophørt senest", "2019-13", "en måned eller en dag"),
        ("katalog", "kommune;151", "kommune;999", 3, "værdi", "999", "en kommunekode"),
        ("katalog", "sidste år;2022", "sidste år;2018", 9, "værdi", "2018", "et år fra 2019"),
        ("katalog", "enhed;mio. kr.", "enhed;", 11, "værdi", "", "udfyldt"),
        ("katalog", "kortnavn;ballerup-2019", "kortnavn;B 2019", 2, "værdi", "B 2019", "små bogstaver"),
        ("katalog", "kilde;", "kilden;", 15, "felt", "kilden", "et af felterne kortnavn"),
        ("grupper", "nr;titel;resumé", "nr;titel;tekst", 1, "tekst", "tekst", "en af formatets kolonner"),
        ("grupper", "2;Bevillinger", "1;Bevillinger", 3, "nr", "1", "et nummer, der ikke er brugt ovenfor"),
        ("tabeller", "2;beløb pr. år", "2;beløb", 3, "slags", "beløb", "en af: beløb pr. år, beløb i kolonner, antal"),
        ("offentliggjorte_tal", "1;linje;1", "99;linje;1", 2, "tabel", "99", "nummeret på en tabel"),
        ("offentliggjorte_tal", "1 mio. kr.;1.000.000;;;2019", "1 mio. kr.;1.000.000;;;2018", 41, *SAMMENLIGNES),
        (
            "offentliggjorte_tal",
            "1 mio. kr.;1.000.000;;",
            "1 mio. kr.;1.000.000;9;",
            41,
            "gruppe",
            "9",
            "nummeret på en",
        ),
        ("sammenligninger", "1;plus;5;4;", "1;plus;5;9;", 3, "række", "9", "rækken og kolonnen for et tal i tabellen"),
        ("sammenligninger", "1;plus;5;4;", "1;gange;5;4;", 3, "led", "gange", "en af: tal, plus, minus"),
        ("sammenligninger", "1;plus;5;4;", "1;tal;5;4;", 3, "led", "tal", "ét led med “tal” og mindst ét med “plus”"),
        ("forudsaetninger", "ændret administrativ praksis", "praksis", 10, "afgøres af", "praksis", "en af: egen"),
    ],
)
def test_a_fault_is_reported_with_place_text_and_expectation(
    folder: Path, file: str, old: str, new: str, row: int, column: str, text: str, expected: str
) -> None:
    replace(folder, f"{file}.csv", old, new)

    reported = problems(folder)

    content = f"Der står “{text}”" if text else "Cellen er tom"
    expected_start = f"{file}.csv, række {row}, kolonnen “{column}”: {content}. Skal være: {expected}"
    assert any(line.startswith(expected_start) for line in reported), reported


def test_a_column_that_is_missing_is_named(folder: Path) -> None:
    replace(folder, "grupper.csv", "nr;titel;resumé", "nr;titel;tekst")

    assert problems(folder)[0] == (
        "grupper.csv, række 1, kolonnen “resumé”: Mangler. Skal være: en kolonne med den overskrift"
    )


def test_all_faults_are_reported_together(folder: Path) -> None:
    replace(folder, "effekter.csv", "2,0;2,5;3,0;3,0", "x;2,5;y;3,0")
    replace(folder, "tiltag.csv", "STU;Priser", ";Priser")
    (folder / "grupper.csv").unlink()

    reported = problems(folder)

    assert len(reported) >= 4
    assert {"effekter.csv", "tiltag.csv", "grupper.csv"} <= {line.split(",")[0].split(":")[0] for line in reported}


def test_a_missing_sheet_is_one_fault_and_not_one_for_each_of_its_fields(folder: Path) -> None:
    (folder / "katalog.csv").unlink()

    assert problems(folder) == ["katalog.csv: Mangler. Skal være: et ark eller en fil med det navn"]


def test_a_missing_field_is_reported_by_name(folder: Path) -> None:
    replace(folder, "katalog.csv", "enhed;mio. kr.\n", "")

    assert problems(folder) == ["katalog.csv, kolonnen “enhed”: Cellen er tom. Skal være: udfyldt"]


def test_a_file_in_another_encoding_is_refused_by_name(folder: Path) -> None:
    path = folder / "tiltag.csv"
    path.write_bytes(path.read_text().encode("latin-1", "replace"))

    assert problems(folder)[0].startswith("tiltag.csv: Kan ikke læses. Skal være: en CSV-fil i UTF-8")


def test_a_text_that_the_database_cannot_hold_is_refused_by_name(folder: Path) -> None:
    replace(folder, "tiltag.csv", "STU;Priser", "S\0TU;Priser")

    assert problems(folder)[0].startswith("tiltag.csv: Kan ikke læses. Skal være: en CSV-fil i UTF-8")


def test_a_file_with_a_hundred_thousand_rows_is_one_fault(folder: Path) -> None:
    with (folder / "aktiviteter.csv").open("w") as file:
        file.write("tiltag;aktivitet;ansvarlig;frist\n" + "stu;x;;\n" * 100_000)

    assert problems(folder) == ["aktiviteter.csv: Kan ikke læses. Skal være: højst 20000 rækker"]


def test_a_row_with_more_cells_than_headings_is_refused(folder: Path) -> None:
    replace(folder, "effekter.csv", "2,0;2,5;3,0;3,0", "2,0;2,5;3,0;3,0;9")

    assert problems(folder) == ["effekter.csv, række 2: Rækken har 11 celler. Skal være: højst 10"]


def test_a_catalogue_cannot_take_the_short_name_of_another_municipality(ballerup: Catalogue, folder: Path) -> None:
    replace(folder, "katalog.csv", "kommune;151", "kommune;573")

    with pytest.raises(
        ImportRefusedError, match=r"“kortnavn”: Der står “ballerup-2019”\. Skal være: et kortnavn, der ikke er i brug"
    ):
        import_catalogue(path=folder, actor=None)
    assert Catalogue.objects.get().municipality == Municipality.objects.get(code="151")


def test_the_command_counts_and_lists_the_faults(folder: Path) -> None:
    replace(folder, "effekter.csv", "2,0;2,5;3,0;3,0", "x;2,5;3,0;3,0")

    with pytest.raises(CommandError, match=r"Intet er indlæst. 1 fejl:\neffekter.csv, række 2, kolonnen “2019”"):
        call_command("import_catalogue", folder)


def test_the_columns_of_a_printed_row_must_agree_about_the_row(db: None, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FIXTURES / "catalogues" / "koebenhavn-2018", tmp_path / "koebenhavn-2018"))
    path = folder / "offentliggjorte_tal.csv"
    lines = path.read_text().splitlines()
    number = next(
        n for n, line in enumerate(lines, start=1) if line.startswith("46;linje;;Socialudvalget;") and ";2019;" in line
    )
    lines[number - 1] = lines[number - 1].replace("Socialudvalget;;", "Socialudvalget;tf02;", 1)
    path.write_text("\n".join(lines) + "\n")

    (problem,) = problems(folder)

    assert problem.startswith(
        f"offentliggjorte_tal.csv, række {number}, kolonnen “tiltag”: Der står “tf02”. Skal være: det samme"
    )
