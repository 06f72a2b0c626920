"""Reading the text of a business case into unsaved models by the rules of the import, with every problem in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from budgets.areas.models import BudgetArea
from budgets.foundation.files.problems import Problem
from budgets.foundation.files.rows import InputRow
from budgets.foundation.models import Committee, LegalBasis
from budgets.foundation.posted import read_number
from initiatives.catalogues.columns.catalogue import INITIATIVES
from initiatives.catalogues.columns.declared import SHEETS
from initiatives.catalogues.columns.references import References
from initiatives.catalogues.content import Content
from initiatives.catalogues.models.catalogues import Theme
from initiatives.catalogues.models.descriptions import Assumption
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedTable
from initiatives.catalogues.reading.cases import read_descriptions, read_proposals
from initiatives.catalogues.reading.catalogue import read_initiatives
from initiatives.catalogues.reading.contents import CatalogueReading
from initiatives.catalogues.reading.effects import read_effects, read_shares
from initiatives.catalogues.reading.sheet import Sheet
from initiatives.catalogues.sheets import LINE_NUMBER, SheetName

MOST_LINES = 1_000
"""The largest number that a line keeps; the few lines of a proposal are far from it."""


@dataclass(frozen=True)
class CaseReferences:
    """What the text may refer to: groups by number, areas by code, legal bases, tables, and committees."""

    themes: Mapping[str, Theme]
    areas: Mapping[str, BudgetArea]
    legal_bases: Mapping[str, LegalBasis]
    tables: Mapping[str, PublishedTable]
    committees: Sequence[str]
    ended: Collection[int] = ()
    """Numbers of the lines that a decision has ended."""


def load_references(initiative: Initiative) -> CaseReferences:
    """The references of the initiative's catalogue; six queries."""
    catalogue = initiative.catalogue
    return CaseReferences(
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
    """The unsaved models in the import's form, the problems that stop a version, and the warnings."""

    reading: CatalogueReading
    problems: Sequence[Problem]
    new_committees: Sequence[str] = ()
    ended: Collection[int] = ()
    has_groups: bool = False

    @property
    def effects(self) -> list[YearlyEffect]:
        """The effects that count: those of lines that no decision has ended."""
        return [effect for effect in self.reading.effects if effect.line.order not in self.ended]

    @property
    def initiative(self) -> Initiative:
        """The proposal itself, as read from the text."""
        return self.reading.initiatives[0]


def read_case(initiative: Initiative, content: Content, references: CaseReferences) -> CaseReading:
    """Read the text; problems name the sheet, the row from 1 and the column. No query."""
    problems: list[Problem] = []
    reading = CatalogueReading(_name_all(initiative, references))
    sheets = {name: _sheet(name, initiative, content, problems) for name in SheetName}
    read_initiatives(sheets[SheetName.INITIATIVES], reading)
    _copy_other_fields(reading.initiatives[0], initiative)
    read_effects(sheets[SheetName.EFFECTS], reading)
    reading.has_areas = True
    _number_lines(reading, content)
    read_shares(sheets[SheetName.SHARES], reading)
    read_descriptions(sheets, reading)
    read_proposals(sheets, reading)
    new_committees = [name for name in reading.references.committees if name not in references.committees]
    return CaseReading(reading, problems, new_committees, references.ended, has_groups=bool(references.themes))


def _name_all(initiative: Initiative, references: CaseReferences) -> References:
    """What the cells may name."""
    return References(
        initiative.catalogue,
        legal_bases=references.legal_bases,
        areas=references.areas,
        themes=dict(references.themes),
        tables=dict(references.tables),
    )


def _sheet(name: SheetName, initiative: Initiative, content: Content, problems: list[Problem]) -> Sheet:
    fixed = {"tiltag": initiative.key, "nøgle": initiative.key, "livscyklus": "foreslået"}
    content_rows = content.get(name.value, [])
    if name is SheetName.INITIATIVES:
        content_rows = content_rows or [{}]
    years = initiative.catalogue.years if SHEETS[name].has_years else ()
    sheet_rows = [
        InputRow(name.value, number, {**row, **fixed}, problems) for number, row in enumerate(content_rows, start=1)
    ]
    return Sheet(name.value, sheet_rows, list(years))


def _copy_other_fields(read_initiative: Initiative, initiative: Initiative) -> None:
    """Copy the stored fields that the text does not have."""
    others = [column.stored.field.name for column in INITIATIVES.columns if column.stored and not column.in_form]
    for name in ("order", *others):
        setattr(read_initiative, name, getattr(initiative, name))


def _number_lines(reading: CatalogueReading, content: Content) -> None:
    """Lines keep their number in the initiative; new ones get the following numbers."""
    typed_numbers = [row.get(LINE_NUMBER, "") for row in content.get(SheetName.EFFECTS, [])]
    numbers = [(typed_numbers.count(text) == 1 and read_number(text, MOST_LINES)) or 0 for text in typed_numbers]
    following = max(numbers, default=0)
    for line, number in zip(reading.lines, numbers, strict=True):
        following += number == 0
        line.order = number or following


def number_assumptions(case: CaseReading, initiative: Initiative) -> None:
    """Number the assumptions within the catalogue: as before, and new ones after all others; two queries."""
    of_catalogue = Assumption.objects.filter(catalogue=initiative.catalogue).order_by("-order")
    own_orders = list(of_catalogue.filter(initiative=initiative).order_by("order").values_list("order", flat=True))
    highest = of_catalogue.values_list("order", flat=True).first() or 0
    for place, assumption in enumerate(case.reading.assumptions):
        assumption.order = own_orders[place] if place < len(own_orders) else highest + 1 + place - len(own_orders)
