"""A round's workbook that cannot be imported: each fault by its cell, and hostile files with one line."""

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest

from budgets.foundation.amounts import Unit
from budgets.foundation.models import Membership, Role
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.deciding import approve, revise, submit
from initiatives.followup.grid import build_grid
from initiatives.followup.rounds import open_year
from initiatives.followup.spreadsheet.importing import import_round
from initiatives.followup.spreadsheet.layout import INITIATIVE
from initiatives.followup.spreadsheet.reading import DOWNLOAD_AGAIN, RoundReading, read_round
from initiatives.results.models import FollowUpRound, State
from tests.factories import Person, load_catalogue, make_member
from tests.initiatives.followup.spreadsheet.workbooks import (
    FORECAST,
    Edits,
    changes_of,
    edited,
    faults,
    fill,
    open_rounds,
    place_of,
    replaced,
    row_number,
    saved,
    sheets_of,
    written,
)

CELLS: list[tuple[str, object, str]] = [
    (FORECAST, "ved ikke", "Der står “ved ikke”. Skal være: et beløb i 1.000 kr., fx 1.200 eller −1,5"),
    (FORECAST, "1.5", "Der står “1.5”. Skal være: et beløb i 1.000 kr., fx 1.200 eller −1,5"),
    (FORECAST, 0.000001, "Der står “0,000001”. Skal være: et beløb i 1.000 kr., fx 1.200 eller −1,5"),
    (FORECAST, 1e10, "Der står “10000000000”. Skal være: et beløb under 10.000 mia. kr."),
    (FORECAST, "9" * 40, f"Der står “{'9' * 40}”. Skal være: et beløb"),
    (FORECAST, True, "Der står “SAND”. Skal være: et beløb"),
    (FORECAST, date(2019, 3, 1), "Cellen er en dato. Der står “01.03.2019”. Skal være: et beløb"),
    (
        FORECAST,
        datetime(2019, 3, 1, 12, 30, tzinfo=UTC).replace(tzinfo=None),
        "Cellen er en dato. Der står “01.03.2019”",
    ),
    ("Årsag", "uheld", "Der står “uheld”. Skal være: en af: tilgang af sager, pris"),
    ("Årsag", 7.0, "Der står “7”. Skal være: en af: tilgang af sager, pris"),
    ("Forklaring", date(2019, 3, 1), "Cellen er en dato. Der står “01.03.2019”. Skal være: tekst"),
]


@pytest.mark.parametrize(("heading", "cell", "expected"), CELLS)
def test_a_cell_that_cannot_be_read_is_named(
    controller: Membership, march: FollowUpRound, stu: Initiative, heading: str, cell: object, expected: str
) -> None:
    content = written(march, controller)

    (fault,) = faults(controller, march, edited(content, {(stu.title, heading): cell}))

    place = f"Arket Opfølgning, række {row_number(content, stu)}, kolonnen “{heading}”: "
    assert fault.startswith(place + expected)


def test_all_faults_and_changes_are_reported_together(
    ballerup: Catalogue, controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    other = next(r.initiative for r in build_grid(march).rows if r.initiative != stu and r.has_amounts)
    edits: Edits = {
        (stu.title, "Opnået"): "x",
        (stu.title, FORECAST): 250.5,
        (stu.title, "Årsag"): "y",
        (other.title, "Årsag"): "Pris",
    }
    content = edited(written(march, controller), edits)

    assert len(faults(controller, march, content)) == 2
    reading = read_round(membership=controller, round_=march, content=content)
    assert sorted(changes_of(reading)) == sorted([(stu.key, FORECAST, "", "250,5"), (other.key, "Årsag", "", "pris")])


def test_a_row_that_another_user_changed_is_reported_with_both_values(
    person: Person, controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    fill(controller, march, stu, forecast=Decimal(900_000))
    content = written(march, controller)
    fill(controller, march, stu, forecast=Decimal(800_000))

    assert faults(controller, march, edited(content, {(stu.title, FORECAST): 1200.0})) == [
        f"Arket Opfølgning, række {row_number(content, stu)}, kolonnen “Forventet 2019”: "
        f"“{stu.title}” er ændret, siden filen blev hentet. På siden står “800”. "
        f"I filen står “1200”. {DOWNLOAD_AGAIN}"
    ]


def test_a_row_that_another_user_changed_and_the_file_did_not_is_left_alone(
    ballerup: Catalogue, controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    content = written(march, controller)
    fill(controller, march, stu, forecast=Decimal(800_000))
    other = next(r.initiative for r in build_grid(march).rows if r.initiative != stu and r.has_amounts)

    import_round(membership=controller, round_=march, content=edited(content, {(other.title, FORECAST): 5.0}))

    assert march.follow_ups.get(initiative=stu).forecast == 800_000
    assert march.follow_ups.get(initiative=other).forecast == 5_000


def test_a_row_that_was_sent_is_refused(controller: Membership, march: FollowUpRound, stu: Initiative) -> None:
    fill(controller, march, stu, realised=Decimal(1), forecast=Decimal(2))
    content = written(march, controller)
    submit(membership=controller, round_=march)

    assert import_round(membership=controller, round_=march, content=content).changes == []
    assert faults(controller, march, edited(content, {(stu.title, FORECAST): 1200.0})) == [
        f"Arket Opfølgning, række {row_number(content, stu)}: “{stu.title}”: "
        "Opfølgningen er sendt og kan ikke ændres. Bed om at få den sendt tilbage, hvis tallene skal ændres."
    ]


def test_a_new_revision_is_another_version_even_where_the_number_is_the_same(
    person: Person, controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    fill(controller, march, stu, realised=Decimal(1), forecast=Decimal(2))
    content = written(march, controller)
    submit(membership=controller, round_=march)
    approve(membership=make_member("mona", Role.MANAGER), round_=march)
    assert revise(membership=controller, round_=march, initiative_id=stu.pk, reason="fejl").version == 1

    (fault,) = faults(controller, march, edited(content, {(stu.title, FORECAST): 1200.0}))

    assert "er ændret, siden filen blev hentet" in fault


def test_a_contributor_changes_her_own_rows_and_no_others(
    ballerup: Catalogue, controller: Membership, contributor: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    stu.responsible = contributor.user
    stu.save()
    other = next(r.initiative for r in build_grid(march).rows if r.initiative != stu and r.has_amounts)
    content = written(march, contributor)
    fill(controller, march, other, forecast=Decimal(1))

    import_round(membership=contributor, round_=march, content=edited(content, {(stu.title, FORECAST): 250.0}))

    assert march.follow_ups.get(initiative=stu).forecast == 250_000
    edits: Edits = {(stu.title, "Opnået"): 1.0, (other.title, FORECAST): 5.0}
    assert (
        f"“{other.title}” er ikke dit tiltag og kan ikke rettes af dig."
        in faults(contributor, march, edited(written(march, contributor), edits))[0]
    )


def test_an_initiative_that_is_not_in_the_round_or_occurs_twice_is_named(
    controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    sheets = sheets_of(written(march, controller))
    rows = sheets["Opfølgning"]
    place = place_of(sheets, stu.title, INITIATIVE)[0]
    rows += [list(rows[place]), [999_999.0, *rows[place][1:]], ["", *rows[place][1:-1], "ny"], [""] * len(rows[place])]

    assert faults(controller, march, saved(sheets)) == [
        f"Arket Opfølgning, række {len(rows) - 3}: “{stu.title}” står også i række {place + 1}. Slet den ene række.",
        f"Arket Opfølgning, række {len(rows) - 2}, kolonnen “Tiltags-id”: Der står “999999”. "
        "Skal være: nummeret på et tiltag i runden. Hent rundens regneark igen, og udfyld det.",
        f"Arket Opfølgning, række {len(rows) - 1}, kolonnen “Tiltags-id”: Der står ikke noget. "
        "Skal være: nummeret på et tiltag i runden. Hent rundens regneark igen, og udfyld det.",
    ]


def test_missing_and_repeated_columns_are_named(controller: Membership, march: FollowUpRound) -> None:
    sheets = sheets_of(written(march, controller))
    headings = sheets["Opfølgning"][1]
    headings[headings.index(FORECAST)] = "Årsag"

    assert faults(controller, march, saved(sheets)) == [
        f"Arket Opfølgning mangler kolonnen “Forventet 2019”. {DOWNLOAD_AGAIN}",
        "Arket Opfølgning, række 2: Kolonnen “Årsag” står mere end én gang. Slet den ene.",
    ]


def test_a_workbook_without_the_sheet_is_refused(controller: Membership, march: FollowUpRound) -> None:
    sheets = sheets_of(written(march, controller))
    sheets["Ark1"] = sheets.pop("Opfølgning")

    assert faults(controller, march, saved(sheets)) == [f"Filen har ikke arket Opfølgning. {DOWNLOAD_AGAIN}"]


def test_columns_and_rows_may_be_moved(controller: Membership, march: FollowUpRound, stu: Initiative) -> None:
    sheets = sheets_of(edited(written(march, controller), {(stu.title, FORECAST): 250.0}))
    rows = [list(reversed(line)) for line in sheets["Opfølgning"]]
    sheets["Opfølgning"] = [*rows[:2], *reversed(rows[2:])]

    reading = read_round(membership=controller, round_=march, content=saved(sheets))

    assert (changes_of(reading), reading.faults) == ([("stu", FORECAST, "", "250")], [])


def test_a_locked_year_is_refused(
    person: Person, controller: Membership, ballerup: Catalogue, march: FollowUpRound, stu: Initiative
) -> None:
    content = edited(written(march, controller), {(stu.title, FORECAST): 250.0})
    (accounts,) = open_year(membership=controller, year=2019, periods=[13], days=10, catalogues=[ballerup])
    fill(controller, accounts, stu, realised=Decimal(1_000_000), forecast=Decimal(1_000_000))
    submit(membership=controller, round_=accounts)
    approve(membership=make_member("mona", Role.MANAGER), round_=accounts)
    assert set(accounts.follow_ups.values_list("state", flat=True)) == {State.APPROVED}

    assert faults(controller, march, content) == [
        "Regnskabet for 2019 er godkendt. Runden marts 2019 kan derfor ikke ændres."
    ]


# Files of another round or municipality


@pytest.mark.parametrize("keep", [True, False], ids=["with its properties", "without them"])
def test_last_months_file_is_refused_by_name(controller: Membership, march: FollowUpRound, *, keep: bool) -> None:
    february = controller.municipality.follow_up_rounds.get(period=2)
    content = written(february, controller)

    assert faults(controller, march, content if keep else saved(sheets_of(content))) == [
        "Filen hører til februar 2019 i Ballerup, ikke til marts 2019 i Ballerup. Vælg en anden fil."
    ]


def test_another_municipalitys_file_is_refused_by_name(
    person: Person, controller: Membership, march: FollowUpRound
) -> None:
    hanne = make_member("hanne", Role.CONTROLLER, "hedensted")
    foreign_round = open_rounds(hanne, load_catalogue("hedensted-2022"))
    february = hanne.municipality.follow_up_rounds.get(period=2)

    assert faults(controller, march, written(february, hanne)) == [
        "Filen hører til februar 2019 i Hedensted, ikke til marts 2019 i Ballerup. Vælg en anden fil."
    ]
    assert faults(controller, march, written(foreign_round, hanne)) == [
        "Filen hører til marts 2019 i Hedensted, ikke til marts 2019 i Ballerup. Vælg en anden fil."
    ]


def test_the_properties_identify_a_workbook_whose_guide_was_lost(
    controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    content = written(march, controller)
    emptied = replaced(content, b"effektspor 151", b"effektsport 151", "xl/sharedStrings.xml")
    bare = replaced(emptied, b"effektspor 151", b"effektsport 151", "docProps/custom.xml")

    assert read_round(membership=controller, round_=march, content=emptied).faults == []
    assert faults(controller, march, bare) == [
        "Det fremgår ikke af filen, hvilken runde den hører til. Hent rundens regneark igen, og udfyld det."
    ]


def test_a_file_in_two_units_is_refused(controller: Membership, march: FollowUpRound) -> None:
    content = replaced(written(march, controller), b"2019-03 tkr", b"2019-03 mio", "docProps/custom.xml")

    assert faults(controller, march, content) == [
        "Filen angiver to forskellige enheder. Hent rundens regneark igen, og udfyld det."
    ]


# Hostile files


def no_workbook(content: bytes) -> bytes:
    return b"%PDF-1.7"


def one_cell_far_out(content: bytes) -> bytes:
    return replaced(content, b'r="A2"', b'r="XFD1048576"')


def one_cell_in_two_places(content: bytes) -> bytes:
    return replaced(content, b'r="A2"', b'r="A2" r="XFD1048576"')


def behind_an_empty_cell_far_out(content: bytes) -> bytes:
    return replaced(content, b"</sheetData>", b'<row r="999"><c r="XFC999"/><c><v>1</v></c></row></sheetData>')


def one_row_far_down(content: bytes) -> bytes:
    return replaced(content, b"</sheetData>", b'<row r="1048576"><c><v>1</v></c></row></sheetData>')


def with_formula(content: bytes) -> bytes:
    return replaced(content, b"</sheetData>", b'<row r="99"><c r="AB99"><f>1+1</f><v>2</v></c></row></sheetData>')


def with_formula_in_a_sheet_kept_elsewhere(content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(with_formula(content))) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.namelist():
            data = source.read(member).replace(b"worksheets/sheet2.xml", b"elsewhere/sheet2.xml")
            target.writestr(member.replace("worksheets/sheet2.xml", "elsewhere/sheet2.xml"), data)
    return out.getvalue()


def with_error(content: bytes) -> bytes:
    return replaced(content, b"</sheetData>", b'<row r="99"><c r="H99" t="e"><v>#DIV/0!</v></c></row></sheetData>')


def broken(content: bytes) -> bytes:
    return replaced(content, b"<sheets>", b"<sheets></wrong>", "xl/workbook.xml")


def with_a_damaged_part(content: bytes) -> bytes:
    """The workbook's styles differ from their own checksum."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for member in source.namelist():
            target.writestr(member, source.read(member))
    return out.getvalue().replace(b"<styleSheet", b"<styleSheep")


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (no_workbook, "en projektmappe i Excels format (.xlsx)"),
        (broken, "en projektmappe i Excels format (.xlsx)"),
        (with_a_damaged_part, "en projektmappe i Excels format (.xlsx)"),
        (one_cell_far_out, "højst 20000 rækker og 200 kolonner i et ark"),
        (one_cell_in_two_places, "højst 20000 rækker og 200 kolonner i et ark"),
        (behind_an_empty_cell_far_out, "højst 20000 rækker og 200 kolonner i et ark"),
        (one_row_far_down, "højst 20000 rækker og 200 kolonner i et ark"),
        (with_formula, "en projektmappe uden formler; indsæt værdierne i stedet (der står i AB99)"),
        (
            with_formula_in_a_sheet_kept_elsewhere,
            "en projektmappe uden formler; indsæt værdierne i stedet (der står i AB99)",
        ),
        (with_error, "en projektmappe uden fejlværdier som #DIVISION/0! (der står i H99)"),
    ],
)
def test_a_hostile_or_spoiled_file_is_refused_with_one_line(
    controller: Membership, march: FollowUpRound, spoil: Callable[[bytes], bytes], expected: str
) -> None:
    assert faults(controller, march, spoil(written(march, controller))) == [
        f"Projektmappen: Kan ikke læses. Skal være: {expected}"
    ]


def test_an_empty_row_far_down_is_ignored(controller: Membership, march: FollowUpRound) -> None:
    """LibreOffice writes such a row where a whole column has a format."""
    content = replaced(
        written(march, controller), b"</sheetData>", b'<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>'
    )

    assert read_round(membership=controller, round_=march, content=content) == RoundReading(Unit.THOUSANDS)


# The page
