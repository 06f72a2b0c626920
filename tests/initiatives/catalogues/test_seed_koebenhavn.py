"""København's document against the database: every printed amount, read from the document by separate code."""

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.models.published import PublishedRow, PublishedTable
from tests.factories import load_catalogue
from tests.places import SEEDS

SEED = (SEEDS / "koebenhavn-2018-omprioriteringskatalog.txt").read_text()
PLAN, COLUMNS = PublishedTable.TableKind.PLAN, PublishedTable.TableKind.COLUMNS
END_OF_COSTS = "Samlede implementeringsomkostninger"
CODE = r"[A-Z]{2}\d{2}b?"
AMOUNT = re.compile(r"-?\d{1,3}(?:\.\d{3})*")
AMOUNT_OF_PROSE = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
Printed = tuple[str, str, dict[str, str]]
"""A row's number, its label and what it prints in each column."""


@dataclass
class Table:
    """A table of the document: the proposal and the caption above it, its headings, its rows cell by cell."""

    proposal: str
    caption: str
    headings: list[str]
    rows: list[list[str]] = field(default_factory=list)

    @property
    def first_year(self) -> int:
        return next(place for place, heading in enumerate(self.headings) if heading.startswith("20"))

    @property
    def years(self) -> list[str]:
        return [heading for heading in self.headings if heading.startswith("20")]

    @property
    def is_appendix(self) -> bool:
        return not self.proposal

    @property
    def is_of_committees(self) -> bool:
        return "mellem udvalg" in self.caption

    @property
    def is_whole_economy(self) -> bool:
        return "Forslagets samlede økonomi" in self.caption

    def add(self, cells: list[str]) -> None:
        """Add a row; a cell in brackets alone continues the label of the row above."""
        if cells[0].startswith("(") and not any(cells[1:]):
            self.rows[-1][0] += f" {cells[0]}"
        elif any(cell.strip("-") for cell in cells):
            self.rows.append(cells)

    def printed(self) -> list[Printed]:
        """The rows with amounts, except payback times."""
        return [
            row
            for cells in self.rows
            if not cells[0].startswith("Tilbagebetalingstid")
            for row in self.split(cells)
            if row[2]
        ]

    def split(self, cells: list[str]) -> list[Printed]:
        """One printed row, or several where the document joins them in one: one for each proposal or cost."""
        amounts = [cell.split() for cell in cells[self.first_year : self.first_year + len(self.years)]]
        code, label = cells[0], cells[1] if self.is_appendix and self.first_year == 2 else ""
        if not label:
            code, label = "", code
        labels = [part.strip() for part in re.split(r"(?=Investeringsforslag:)|<i>", label) if part.strip()]
        return [
            (code if number == 0 else "", re.sub(r"</?\w>", "", part), self._of_part(amounts, number))
            for number, part in enumerate(labels)
        ]

    def _of_part(self, amounts: list[list[str]], number: int) -> dict[str, str]:
        """The part's amount in each year; a cell with fewer amounts than parts has those of the first parts."""
        texts = {year: cell[number] for year, cell in zip(self.years, amounts, strict=True) if number < len(cell)}
        return {year: text for year, text in texts.items() if AMOUNT.fullmatch(text)}


def document_tables() -> list[Table]:
    """Every table with years, in the document's order; a line of text without cells ends a table."""
    tables: list[Table] = []
    proposal, caption, is_open = "", "", False
    for printed in SEED.splitlines():
        line = printed if proposal else printed.strip()
        cells = [cell.strip() for cell in line.split("\t")]
        if "2018" in cells and "2019" in cells:
            tables.append(Table(proposal, "I alt" if cells[0] == "I alt" else caption, cells))
            is_open = True
        elif line and "\t" not in line:
            caption, is_open = line, False
            title = re.match(rf"Forslagets titel: \D*?({CODE})", line)
            proposal = title[1].lower() if title else proposal
        elif is_open:
            tables[-1].add(cells)
    return tables


DOCUMENT = document_tables()
WITH_YEARS = [table for table in DOCUMENT if not table.is_of_committees]
OF_COMMITTEES = [table for table in DOCUMENT if table.is_of_committees]
PROPOSALS = [table.proposal for table in DOCUMENT if table.is_whole_economy]


@pytest.fixture
def koebenhavn(db: None) -> Catalogue:
    return load_catalogue("koebenhavn-2018")


def stored_tables(catalogue: Catalogue, kind: PublishedTable.TableKind) -> list[PublishedTable]:
    return list(catalogue.tables.filter(kind=kind).prefetch_related("rows__figures"))


def stored_row(row: PublishedRow) -> Printed:
    return row.code, row.label, {str(figure.year): figure.printed for figure in row.figures.all()}


def kroner(printed: str) -> Decimal:
    """An amount as it is stored: in kroner, and positive where less is spent."""
    return -Decimal(printed.replace(".", "")) * 1000


def test_the_document_has_the_tables_that_are_expected() -> None:
    assert len(DOCUMENT) == 64
    assert sum(table.is_appendix for table in DOCUMENT) == 7
    assert sum(table.is_whole_economy for table in DOCUMENT) == 21
    assert len(OF_COMMITTEES) == 8


def test_every_table_belongs_to_its_proposal_and_has_the_printed_caption(koebenhavn: Catalogue) -> None:
    stored = koebenhavn.tables.exclude(kind=PublishedTable.TableKind.PROSE).select_related("initiative")

    assert [(table.initiative.key if table.initiative else "", table.caption) for table in stored] == [
        (table.proposal, table.caption) for table in DOCUMENT
    ]


def test_every_row_of_every_table_with_years_is_stored_to_the_letter(koebenhavn: Catalogue) -> None:
    stored = [[stored_row(row) for row in table.rows.all()] for table in stored_tables(koebenhavn, PLAN)]

    assert stored == [table.printed() for table in WITH_YEARS]


def test_every_amount_of_the_tables_with_years_is_stored_with_its_value(koebenhavn: Catalogue) -> None:
    figures = [f for t in stored_tables(koebenhavn, PLAN) for row in t.rows.all() for f in row.figures.all()]

    assert [figure.value for figure in figures] == [kroner(figure.printed) for figure in figures]
    assert len(figures) == sum(len(amounts) for table in WITH_YEARS for _, _, amounts in table.printed())


def test_every_cell_of_the_committees_tables_is_stored_to_the_letter(koebenhavn: Catalogue) -> None:
    stored = [
        [(f.row.label, f.column, f.printed) for row in table.rows.all() for f in row.figures.all()]
        for table in stored_tables(koebenhavn, COLUMNS)
    ]

    assert stored == [list(committee_cells(table)) for table in OF_COMMITTEES]


def test_the_values_of_the_committees_tables_are_kroner_and_percent(koebenhavn: Catalogue) -> None:
    tables = stored_tables(koebenhavn, COLUMNS)
    figures = [figure for table in tables for row in table.rows.all() for figure in row.figures.all()]

    for figure in figures:
        number = figure.printed.replace(".", "").removesuffix(" %")
        factor = 1 if figure.column == "Fordelingsnøgle" else 1000
        assert figure.value == (None if number == "-" else Decimal(number) * factor)


def committee_cells(table: Table) -> list[tuple[str, str, str]]:
    committee, cells = "", []
    for row in table.rows:
        committee = row[0] or committee
        label = ", ".join([committee, *row[1 : table.first_year - 1]])
        headings = ["Fordelingsnøgle", *table.years]
        cells += [
            (label, heading, cell) for heading, cell in zip(headings, row[table.first_year - 1 :], strict=False) if cell
        ]
    return cells


def document_lines() -> list[tuple[str, str, str, dict[str, str]]]:
    """The lines of every first table: proposal, label, steering area, amounts."""
    return [
        (table.proposal, cells[0], cells[1].lower(), amounts)
        for table in DOCUMENT
        if table.is_whole_economy
        for cells in table.rows
        if cells[1] and not cells[0].startswith(("Samle", "Tilbagebetalingstid"))
        for _, _, amounts in table.split(cells)
    ]


def test_every_line_of_every_first_table_is_an_effect_with_the_sign_turned(koebenhavn: Catalogue) -> None:
    lines = EffectLine.objects.filter(initiative__catalogue=koebenhavn).select_related("initiative")
    ordered = sorted(lines, key=lambda line: (PROPOSALS.index(line.initiative.key), line.order))
    stored = [
        (line.initiative.key, line.text, line.get_steering_area_display(), _amounts(line, line.initiative.key))
        for line in ordered
    ]

    assert stored == [
        (proposal, re.sub(r"^Del \d: ", "", label), area, {int(year): kroner(a) for year, a in amounts.items()})
        for proposal, label, area, amounts in document_lines()
    ]
    assert len(stored) == 57


def _amounts(line: EffectLine, proposal: str) -> dict[int, Decimal]:
    """The line's amounts by year; TF02's first table ends in 2020."""
    effects = line.effects.exclude(year=2021) if proposal == "tf02" else line.effects.all()
    return dict(effects.values_list("year", "amount"))


def test_lines_under_implementation_costs_are_stored_as_such(koebenhavn: Catalogue) -> None:
    costs: list[tuple[str, str]] = []
    for table in DOCUMENT:
        labels = [cells[0] for cells in table.rows]
        if table.is_whole_economy and "Implementeringsomkostninger" in labels:
            under = labels[labels.index("Implementeringsomkostninger") + 1 : labels.index(END_OF_COSTS)]
            costs += [(table.proposal, re.sub(r"^Del \d: ", "", label)) for label in under]
    stored = EffectLine.objects.filter(initiative__catalogue=koebenhavn).exclude(category=EffectCategory.PERMANENT)

    assert set(stored.values_list("category", flat=True)) == {EffectCategory.IMPLEMENTATION}
    assert sorted(stored.values_list("initiative__key", "text")) == sorted(costs)
    assert len(costs) == 10


def test_the_last_year_of_tf02_is_the_sum_of_its_other_tables(koebenhavn: Catalogue) -> None:
    rows = {label: a for t in DOCUMENT if t.proposal == "tf02" for _, label, a in t.printed() if "2021" in a}
    printed = {label: kroner(amounts["2021"]) for label, amounts in rows.items()}
    last = YearlyEffect.objects.filter(line__initiative__key="tf02", year=2021).order_by("line__order")

    assert [effect.amount for effect in last] == [
        printed["- Frikøb af 2 jobkonsulenter"] + printed["- Færre sager pr. sagsbehandler (1,5 ÅV)"],
        printed["Reduktion i køb af plader"] + printed["Tabt statsrefusion"],
        printed["Besparelse på overførsler (kontanthjælp, sygedagpenge mv.)"],
    ]


def test_the_appendix_totals_are_the_printed_ones(koebenhavn: Catalogue) -> None:
    row = koebenhavn.tables.get(caption="I alt").rows.get(label="Nettoeffektivisering (service)")

    assert [figure.printed for figure in row.figures.all()] == ["0", "-65.300", "-69.850", "-70.350", "-70.350"]
    assert [figure.value for figure in row.figures.all()] == [0, 65_300_000, 69_850_000, 70_350_000, 70_350_000]


def test_the_shares_of_tv01b_are_its_rows_in_the_other_groups(koebenhavn: Catalogue) -> None:
    shares: Counter[tuple[str, int]] = Counter()
    for effect in YearlyEffect.objects.filter(line__initiative__catalogue=koebenhavn, line__initiative__key="tv01b"):
        for share in effect.shares.all():
            shares[share.theme.title, effect.year] += int(share.amount)
    printed = {
        (table.caption, int(year)): int(kroner(amount))
        for table in DOCUMENT[:5]
        for code, _, amounts in table.printed()
        for year, amount in amounts.items()
        if code.startswith("TV01b") and amount != "0"
    }

    assert shares == printed
    assert len(printed) == 8


def test_every_proposal_has_the_version_the_appendix_prints(koebenhavn: Catalogue) -> None:
    codes = {code for table in DOCUMENT[:6] for code, _, _ in table.printed() if code}
    printed = {re.match(CODE, code)[0].lower(): "".join(re.findall(r"\[(.*)\]", code)) for code in codes}  # type: ignore[index]
    printed["bu01"] = printed["bu01"].replace("ERSTANINGS- ", "ERSTATNINGS")

    assert dict(koebenhavn.initiatives.values_list("key", "version")) == printed
    assert len(printed) == 21


def test_every_amount_of_the_prose_is_in_the_document_at_its_proposal(koebenhavn: Catalogue) -> None:
    (table,) = stored_tables(koebenhavn, PublishedTable.TableKind.PROSE)
    texts = dict(zip(PROPOSALS, re.split(r"(?m)^BUSINESS CASE$", SEED)[1:], strict=False))

    for row in table.rows.select_related("initiative"):
        assert row.initiative is not None
        (figure,) = row.figures.all()
        words = " ".join(texts[row.initiative.key].split())
        assert re.search(rf"(?<![\d,.]){re.escape(figure.printed)}", words), f"{row.label}: {figure.printed}"
        millions, thousands = re.search(AMOUNT_OF_PROSE, figure.printed), re.search(r"t\. ?kr", figure.printed)
        assert millions is not None
        number = Decimal(millions[0].replace(".", "").replace(",", "."))
        unit = 1_000_000 if "mio" in figure.printed else 1000 if thousands else 1
        assert abs(figure.value or 0) == number * unit, figure.printed
    assert table.rows.count() == 83
