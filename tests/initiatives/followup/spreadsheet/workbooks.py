"""Writing, changing and reading a round's workbook in tests."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from budgets.foundation.amounts import Unit
from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle
from initiatives.followup.grid import Grid, build_grid
from initiatives.followup.rounds import open_year
from initiatives.followup.saving import Row, save_row
from initiatives.followup.spreadsheet.importing import RefusedError, import_round
from initiatives.followup.spreadsheet.layout import INITIATIVE
from initiatives.followup.spreadsheet.reading import RoundReading, read_round
from initiatives.followup.spreadsheet.writing import write_round
from initiatives.results.models import FollowUp, FollowUpRound

GRID = "/ballerup/opfoelgning/2019-03/"


WORKBOOK, UPLOAD = f"{GRID}runde.xlsx", f"{GRID}indlaes/"


ROUND_BEFORE = "/ballerup/opfoelgning/2019-02/runde.xlsx"


FORECAST = "Forventet 2019"


Sheets = dict[str, list[list[object]]]


Edits = dict[tuple[str, str], object]


def written(round_: FollowUpRound, membership: Membership, unit: Unit = Unit.THOUSANDS) -> bytes:
    return written_grid(build_grid(round_), membership, unit)


def written_grid(grid: Grid, membership: Membership, unit: Unit = Unit.THOUSANDS) -> bytes:
    out = BytesIO()
    write_round(grid, membership=membership, unit=unit, locked=False, out=out)
    return out.getvalue()


def sheets_of(content: bytes) -> Sheets:
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    sheets: Sheets = {}
    for name in workbook.sheet_names:
        sheets[name] = [list(line) for line in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)]
    return sheets


def saved(sheets: Sheets) -> bytes:
    """The sheets as another program might save them: no formats, no properties."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as workbook:
        for name, lines in sheets.items():
            sheet = workbook.add_worksheet(name)
            for place, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if isinstance(cell, str) and not cell.startswith("=SUM"):
                        sheet.write_string(place, column, cell)
                    elif cell is not None:
                        sheet.write(place, column, cell)
    return out.getvalue()


def place_of(sheets: Sheets, title: str, heading: str) -> tuple[int, int]:
    rows = sheets["Opfølgning"]
    headings = rows[1]
    row_place = next(place for place, line in enumerate(rows) if line[headings.index("Tiltag")] == title)
    return row_place, headings.index(heading)


def edited(content: bytes, edits: Edits) -> bytes:
    """The workbook with other cells, by title and heading."""
    sheets = sheets_of(content)
    for (title, heading), cell in edits.items():
        row, column = place_of(sheets, title, heading)
        sheets["Opfølgning"][row][column] = cell
    return saved(sheets)


def changes_of(reading: RoundReading) -> list[tuple[str, str, str, str]]:
    return [(c.row.initiative.key, c.heading, c.before, c.after) for c in reading.changes]


def fill(membership: Membership, round_: FollowUpRound, initiative: Initiative, **values: object) -> FollowUp:
    row = next(row for row in build_grid(round_).rows if row.initiative == initiative)
    return save_row(
        membership=membership,
        round_=round_,
        row=Row(initiative, row.version),
        values=values,  # type: ignore[arg-type]
    )


def faults(membership: Membership, round_: FollowUpRound, content: bytes) -> list[str]:
    """The file's faults, after checking that the import is refused with exactly these and writes nothing."""
    before = list(FollowUp.objects.values())
    reading = read_round(membership=membership, round_=round_, content=content)
    with pytest.raises(RefusedError) as refused:
        import_round(membership=membership, round_=round_, content=content)
    assert refused.value.reading.faults == reading.faults
    assert list(FollowUp.objects.values()) == before
    return reading.faults


def add_initiatives(catalogue: Catalogue, count: int) -> list[Initiative]:
    """More initiatives in the catalogue, with an amount in 2019."""
    made = Initiative.objects.bulk_create(
        Initiative(
            catalogue=catalogue,
            order=100 + number,
            key=f"nr-{number}",
            title=f"Tiltag {number}",
            lifecycle=Lifecycle.ADOPTED,
        )
        for number in range(count)
    )
    lines = EffectLine.objects.bulk_create(
        EffectLine(initiative=initiative, order=1, text="Linje", category="permanent") for initiative in made
    )
    YearlyEffect.objects.bulk_create(YearlyEffect(line=line, year=2019, amount=1_000_000) for line in lines)
    return made


def replaced(content: bytes, old: bytes, new: bytes, part: str = "xl/worksheets/sheet2.xml") -> bytes:
    """The workbook with other bytes in one part."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.namelist():
            data = source.read(member)
            assert member != part or old in data
            target.writestr(member, data.replace(old, new) if member == part else data)
    return out.getvalue()


def row_number(content: bytes, initiative: Initiative) -> int:
    return place_of(sheets_of(content), initiative.title, INITIATIVE)[0] + 1


def unlocked_cells(content: bytes) -> int:
    """The number of unlocked cells, after checking that each has a background."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        styles = archive.read("xl/styles.xml").decode()
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    formats = styles[styles.index("<cellXfs") : styles.index("</cellXfs")].split("<xf ")[1:]
    is_open = [str(number) for number, form in enumerate(formats) if 'locked="0"' in form]
    assert "<sheetProtection" in sheet
    return sum(sheet.count(f'" s="{number}"') for number in is_open)


def open_rounds(membership: Membership, catalogue: Catalogue) -> FollowUpRound:
    """Open the rounds January to March 2019 and return March."""
    return open_year(membership=membership, year=2019, periods=[1, 2, 3], days=10, catalogues=[catalogue])[-1]
