"""A round exported to Excel and imported: exact to the øre, every fault by its cell, all or nothing."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from budgets.foundation.amounts import Unit
from budgets.foundation.models import AuditEntry, Membership, Municipality
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle
from initiatives.followup.deciding import submit
from initiatives.followup.grid import Grid, GridRow, Group, PreviousRound, build_grid
from initiatives.followup.models import ActivityMonth, ActivityPrice
from initiatives.followup.spreadsheet.importing import import_round
from initiatives.followup.spreadsheet.layout import FINGERPRINT, INITIATIVE, LONGEST_TEXT, VERSION
from initiatives.followup.spreadsheet.opening import open_workbook
from initiatives.followup.spreadsheet.reading import RoundReading, compare, read_round
from initiatives.results.models import Basis, Cause, FollowUp, FollowUpRound
from initiatives.results.status import Limits
from initiatives.results.targets import Target
from tests.factories import Person
from tests.initiatives.followup.spreadsheet.workbooks import (
    FORECAST,
    WORKBOOK,
    add_initiatives,
    changes_of,
    edited,
    faults,
    fill,
    place_of,
    replaced,
    row_number,
    saved,
    sheets_of,
    unlocked_cells,
    written,
    written_grid,
)

# The round trip


@pytest.mark.parametrize("unit", Unit)
def test_three_hundred_rows_come_back_to_the_oere(
    ballerup: Catalogue, controller: Membership, march: FollowUpRound, unit: Unit
) -> None:
    added = add_initiatives(ballerup, 290)
    FollowUp.objects.bulk_create(
        FollowUp(
            round=march,
            initiative=initiative,
            realised=Decimal(number * 7_777_777) / 100 - 3_000_000,
            forecast=Decimal(10) ** 13 - Decimal(number + 1) / 100,
            cause=Cause.values[number % len(Cause.values)],
            explanation=f"=Nr. {number}\n–1 @ 'x'",
        )
        for number, initiative in enumerate(added)
    )
    grid = build_grid(march)
    assert len(grid.rows) >= 290

    content = written(march, controller, unit)

    assert changes_of(import_round(membership=controller, round_=march, content=content)) == []
    assert changes_of(import_round(membership=controller, round_=march, content=saved(sheets_of(content)))) == []
    assert AuditEntry.objects.filter(action="opfølgning skrevet").count() == 0


def test_three_hundred_rows_that_all_change_come_back_to_the_oere(
    ballerup: Catalogue, controller: Membership, march: FollowUpRound
) -> None:
    added = add_initiatives(ballerup, 290)
    sheets = sheets_of(written(march, controller))
    amounts = {initiative.pk: Decimal(number * 123_457 + 1) / 100 for number, initiative in enumerate(added)}
    headings = sheets["Opfølgning"][1]
    for line in sheets["Opfølgning"][2:]:
        if line[0] in amounts:
            line[headings.index("Opnået")] = float(amounts[int(str(line[0]).split(".")[0])] / 1000)

    import_round(membership=controller, round_=march, content=saved(sheets))

    assert dict(march.follow_ups.values_list("initiative_id", "realised")) == amounts


oere = st.integers(-(10**15) + 1, 10**15 - 1).map(lambda number: Decimal(number) / 100)
amounts_or_none = st.none() | oere
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
fields = st.fixed_dictionaries(
    {
        "realised": amounts_or_none,
        "forecast": amounts_or_none,
        "cause": st.sampled_from(["", *Cause.values]),
        "explanation": texts | st.sampled_from(["=1+1", "+45 3", "-5 borgere", "@x", "'=y", "''", "_x0041_", "\ta"]),
    }
)
KAREN = Membership(
    user_id=1, municipality=Municipality(code="151", slug="ballerup", name="Ballerup"), role="controller"
)
ROUND = FollowUpRound(municipality=KAREN.municipality, year=2019, period=3, deadline=date(2019, 4, 10))


def grid_of(rows: list[dict[str, object]]) -> Grid:
    """A round that is not stored."""
    made = []
    for number, values in enumerate(rows, start=1):
        initiative = Initiative(pk=number, title=f"Tiltag {number}", lifecycle=Lifecycle.ADOPTED)
        follow_up = FollowUp(initiative=initiative, round=ROUND, version=number, **values)
        target = Target(year=Decimal(1000), to_date=Decimal(250))
        before = PreviousRound("februar 2019", follow_up.forecast, follow_up.realised)
        made.append(GridRow(initiative, target, before, follow_up, Limits()))
    return Grid(ROUND, [Group("Gruppe", made)])


def compared(grid: Grid, content: bytes, unit: Unit) -> RoundReading:
    lines = open_workbook(content).lines
    assert lines is not None
    return compare(grid, lines, membership=KAREN, unit=unit)


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(fields, min_size=1, max_size=8), unit=st.sampled_from(Unit))
def test_a_written_grid_is_read_without_changes_or_faults(rows: list[dict[str, object]], unit: Unit) -> None:
    grid = grid_of(rows)

    reading = compared(grid, written_grid(grid, KAREN, unit), unit)

    assert (reading.changes, reading.faults) == ([], [])


@settings(deadline=None, max_examples=60)
@given(old=fields, new=fields, unit=st.sampled_from(Unit))
def test_changed_amounts_are_read_to_the_oere(old: dict[str, object], new: dict[str, object], unit: Unit) -> None:
    """The cells of another round's file, under the identity of this one's."""
    before, after = grid_of([old]), grid_of([new])
    sheets, other_sheets = (sheets_of(written_grid(grid, KAREN, unit)) for grid in (before, after))
    sheets["Opfølgning"][2][-4:] = other_sheets["Opfølgning"][2][-4:]

    reading = compared(before, saved(sheets), unit)

    assert reading.faults == []
    merged = old | {change.name: change.value for change in reading.changes}
    for name in ("realised", "forecast", "cause"):
        assert merged[name] == new[name]
    assert tidy(merged["explanation"]) == tidy(new["explanation"])


def tidy(text: object) -> str:
    """The part of an explanation that is stored: without blanks at its ends and characters that XML cannot hold."""
    return str(text).replace("\r\n", "\n").replace("\ufffe", "").replace("\uffff", "").strip()


@pytest.mark.parametrize("text", ["=1+1", "-5 borgere", "+45 88", "@alle", "'=x", "to\nlinjer", "<b> &\u2028 x"])
def test_an_explanation_that_looks_like_a_formula_survives(
    controller: Membership, march: FollowUpRound, stu: Initiative, text: str
) -> None:
    fill(controller, march, stu, explanation=text)
    content = written(march, controller)
    fill(controller, march, stu, explanation="")
    again = edited(content, {(stu.title, VERSION): "0.2", (stu.title, FINGERPRINT): "touched"})

    import_round(membership=controller, round_=march, content=again)

    assert march.follow_ups.get().explanation == text
    assert b"<f>" not in zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet2.xml")


def test_floating_point_noise_of_a_spreadsheet_is_not_part_of_an_amount(
    controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    content = edited(written(march, controller), {(stu.title, "Opnået"): 12.3})
    noisy = replaced(content, b"<v>12.3</v>", b"<v>12.299999999999999</v>")

    reading = read_round(membership=controller, round_=march, content=noisy)

    assert [change.value for change in reading.changes] == [Decimal(12300)]


def test_a_computed_amount_and_a_text_too_long_for_a_cell_are_left_alone(
    controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    ActivityPrice.objects.create(initiative=stu, unit="borgere", price_difference=89_500)
    ActivityMonth.objects.create(initiative=stu, year=2019, month=1, moved=4)
    fill(controller, march, stu, explanation="lang " * LONGEST_TEXT, basis=Basis.COMPUTED)
    content = written(march, controller)

    assert read_round(membership=controller, round_=march, content=content) == RoundReading(Unit.THOUSANDS)
    reading = read_round(membership=controller, round_=march, content=edited(content, {(stu.title, FORECAST): 250.0}))
    assert changes_of(reading) == [("stu", FORECAST, "", "250")]
    assert faults(
        controller, march, edited(content, {(stu.title, "Opnået"): 80.0, (stu.title, "Forklaring"): "kort"})
    ) == [
        f"Arket Opfølgning, række {row_number(content, stu)}, kolonnen “Opnået”: Der står “80”. "
        "Skal være: 89,5, som er beregnet ud fra aktivitet.",
        f"Arket Opfølgning, række {row_number(content, stu)}, kolonnen “Forklaring”: Der står “kort”. "
        "Skal være: den gemte forklaring. Den er for lang til en celle og rettes på tiltagets side.",
    ]


def test_a_computed_row_that_nobody_has_written_in_stays_computed(
    controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    ActivityPrice.objects.create(initiative=stu, unit="borgere", price_difference=89_500)
    ActivityMonth.objects.create(initiative=stu, year=2019, month=1, moved=4)

    import_round(
        membership=controller,
        round_=march,
        content=edited(written(march, controller), {(stu.title, FORECAST): 250.0}),
    )

    assert next(row for row in build_grid(march).rows if row.initiative == stu).realised == 89_500


# The workbook


def test_the_workbook_has_the_pages_columns_and_says_what_it_is(bob: Client, march: FollowUpRound) -> None:
    response = bob.get(WORKBOOK)

    sheets = sheets_of(response.content)
    assert response["Content-Disposition"] == 'attachment; filename="2019-03_ballerup_opfoelgning.xlsx"'
    assert list(sheets) == ["Vejledning", "Opfølgning"]
    guide = {str(line[0]): line[1] for line in sheets["Vejledning"]}
    assert (guide["Kommune"], guide["Runde"], guide["Frist"]) == ("Ballerup", "marts 2019", "10. april 2019")
    assert guide["Filens id (skal ikke ændres)"] == "effektspor 151 2019-03 tkr"
    assert (
        sheets["Opfølgning"][0][3] == "Opfølgning marts 2019, Ballerup. Beløb i 1.000 kr., plus betyder mindreudgift."
    )
    assert sheets["Opfølgning"][1] == [
        *(INITIATIVE, VERSION, FINGERPRINT, "Tiltag", "Gruppe"),
        *("Forudsat 2019", "Forudsat til dato", "Opnået, forrige runde", "Forventet, forrige runde"),
        *("Opnået", FORECAST, "Årsag", "Forklaring"),
    ]


def test_amounts_are_numbers_in_the_chosen_unit(
    bob: Client, controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    fill(controller, march, stu, realised=Decimal("250000.05"))

    sheets = sheets_of(bob.get(f"{WORKBOOK}?enhed=mio").content)

    row, column = place_of(sheets, stu.title, "Opnået")
    assert sheets["Opfølgning"][row][column] == 0.25000005
    assert sheets["Opfølgning"][row][column - 4] == 1.0


def test_an_ended_initiative_is_listed_as_ended_and_has_no_fields(controller: Membership, march: FollowUpRound) -> None:
    row = next(row for group in build_grid(march).groups for row in group.rows if row.is_ended)
    content = written(march, controller)
    title = f"{row.initiative.title} (udgået)"

    reported = faults(controller, march, edited(content, {(title, FORECAST): 5.0}))

    assert len(reported) == 1
    assert reported[0].endswith(f"“{row.initiative.title}” er udgået og skal ikke udfyldes.")


def test_only_what_a_member_may_write_is_unlocked(
    person: Person, controller: Membership, contributor: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    assert unlocked_cells(written(march, contributor)) == 0
    stu.responsible = contributor.user
    stu.save()

    assert unlocked_cells(written(march, contributor)) == 4
    grid = build_grid(march)
    with_amounts = sum(row.has_amounts for row in grid.rows)
    assert unlocked_cells(written(march, controller)) == 2 * len(grid.rows) + 2 * with_amounts
    fill(controller, march, stu, realised=Decimal(1), forecast=Decimal(1))
    submit(membership=controller, round_=march)
    assert unlocked_cells(written(march, contributor)) == 0


def test_amounts_and_causes_are_validated_in_the_workbook(controller: Membership, march: FollowUpRound) -> None:
    with zipfile.ZipFile(BytesIO(written(march, controller))) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()

    assert '<dataValidation type="decimal"' in sheet
    assert "tilgang af sager,pris,sen start" in sheet
    assert 'state="frozen"' in sheet


# Faults, each by its cell


def test_a_workbook_with_the_headings_of_earlier_versions_comes_back(
    person: Person, controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    sheets = sheets_of(edited(written(march, controller), {(stu.title, FORECAST): 900.0, (stu.title, "Opnået"): 80.0}))
    earlier = {"Opnået": "Realiseret", FORECAST: "Prognose 2019", "Forudsat 2019": "Måltal 2019"}
    sheets["Opfølgning"][1] = [earlier.get(str(heading), heading) for heading in sheets["Opfølgning"][1]]

    reading = read_round(membership=controller, round_=march, content=saved(sheets))

    assert reading.faults == []
    assert changes_of(reading) == [(stu.key, "Opnået", "", "80"), (stu.key, FORECAST, "", "900")]
