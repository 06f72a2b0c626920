"""What the text of a business case says: unsaved models, read by the import's own rules, and every fault in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from budgets.areas.models import BudgetArea
from budgets.foundation.files.problems import Problem
from budgets.foundation.files.rows import InputRow
from budgets.foundation.models import Committee, LegalBasis
from initiatives.catalogues.content import LINE_NUMBER, Content
from initiatives.catalogues.imports.reading.cases import read_cases
from initiatives.catalogues.imports.reading.catalogue import read_initiatives
from initiatives.catalogues.imports.reading.contents import Reading
from initiatives.catalogues.imports.reading.effects import read_effects, read_shares
from initiatives.catalogues.imports.reading.proposals import read_proposals
from initiatives.catalogues.imports.sheets import Sheet
from initiatives.catalogues.models.catalogues import Theme
from initiatives.catalogues.models.descriptions import Assumption
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedTable
from initiatives.catalogues.sheets import SheetName


@dataclass(frozen=True)
class Surroundings:
    """What the text may name: groups by number, areas by code, sections, the source's tables, and committees."""

    themes: Mapping[str, Theme]
    areas: Mapping[str, BudgetArea]
    legal_bases: Mapping[str, LegalBasis]
    tables: Mapping[str, PublishedTable]
    committees: Sequence[str]
    ended: Collection[int] = ()
    """Numbers of lines that a decision has ended."""


def load_surroundings(initiative: Initiative) -> Surroundings:
    """Six queries."""
    catalogue = initiative.catalogue
    return Surroundings(
        themes={str(theme.order): theme for theme in catalogue.themes.all()},
        areas={area.code: area for area in BudgetArea.objects.filter(municipality=catalogue.municipality_id)},
        legal_bases={f"{basis.law} {basis.section}": basis for basis in LegalBasis.objects.all()},
        tables={str(table.ordinal): table for table in catalogue.tables.all()},
        committees=list(
            Committee.objects.filter(municipality=catalogue.municipality_id).values_list("name", flat=True)
        ),
        ended=set(initiative.lines.filter(ended_by__isnull=False).values_list("order", flat=True)),
    )


@dataclass(frozen=True)
class CaseReading:
    """The unsaved models in the import's form, the faults that stop a version, and what is only asked about."""

    reading: Reading
    problems: Sequence[Problem]
    new_committees: Sequence[str] = ()
    ended: Collection[int] = ()
    has_groups: bool = False

    @property
    def effects(self) -> list[YearlyEffect]:
        """The effects that count: those of lines that no decision has ended."""
        return [one for one in self.reading.effects if one.line.order not in self.ended]

    @property
    def initiative(self) -> Initiative:
        """The proposal itself, as the text has it."""
        return self.reading.initiatives[0]


def read_case(initiative: Initiative, content: Content, around: Surroundings) -> CaseReading:
    """Read the text; problems name the sheet, the row from 1 and the column. No query."""
    problems: list[Problem] = []
    reading = Reading(initiative.catalogue, tells_areas=True)
    sheets = {name: _sheet(name, initiative, content, problems) for name in SheetName}
    found = read_initiatives(sheets[SheetName.INITIATIVES], reading, around.themes, around.legal_bases)
    _keep_standing(found[initiative.key], initiative)
    read_effects(sheets[SheetName.EFFECTS], reading, around.tables, found, around.areas)
    reading.tells_areas = True
    _keep_numbers(reading, content)
    read_shares(sheets[SheetName.SHARES], reading, around.themes)
    read_cases(sheets, reading, found)
    read_proposals(sheets, reading, found)
    new_committees = [name for name in reading.committees if name not in around.committees]
    return CaseReading(reading, problems, new_committees, around.ended, has_groups=bool(around.themes))


def _sheet(name: SheetName, initiative: Initiative, content: Content, problems: list[Problem]) -> Sheet:
    fixed = {"tiltag": initiative.key, "nøgle": initiative.key, "livscyklus": "foreslået"}
    rows = content.get(name.value, [])
    if name is SheetName.INITIATIVES:
        rows = rows or [{}]
    years = initiative.catalogue.years if name in (SheetName.EFFECTS, SheetName.SHARES) else ()
    made = [InputRow(name.value, number, {**row, **fixed}, problems) for number, row in enumerate(rows, start=1)]
    return Sheet(name.value, made, list(years))


def _keep_standing(read: Initiative, initiative: Initiative) -> None:
    """What the text does not say stays as it is."""
    for name in ("order", "lifecycle", "ended_on", "ended_by", "ended_reason", "is_residual", "replaces"):
        setattr(read, name, getattr(initiative, name))


def _keep_numbers(reading: Reading, content: Content) -> None:
    """A line keeps its number in the initiative; a new one gets the next that nobody has had."""
    told = [row.get(LINE_NUMBER, "") for row in content.get(SheetName.EFFECTS, [])]
    numbers = [int(text) if text.isdecimal() and told.count(text) == 1 else 0 for text in told]
    following = max(numbers, default=0)
    for line, number in zip(reading.lines, numbers, strict=True):
        following += number == 0
        line.order = number or following


def number_assumptions(read: CaseReading, initiative: Initiative) -> None:
    """Give the assumptions numbers in the catalogue: their own where they have one, new ones after all; two queries."""
    of_catalogue = Assumption.objects.filter(catalogue=initiative.catalogue).order_by("-order")
    own = list(of_catalogue.filter(initiative=initiative).order_by("order").values_list("order", flat=True))
    highest = of_catalogue.values_list("order", flat=True).first() or 0
    for place, assumption in enumerate(read.reading.assumptions):
        assumption.order = own[place] if place < len(own) else highest + 1 + place - len(own)
