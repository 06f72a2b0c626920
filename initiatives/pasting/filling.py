"""A pasted table into the sheets of the import: initiatives from its lines, and every printed figure. Pure.

Amounts are converted exactly to the catalogue's unit and sign; where that differs from the printed text, the printed
text is kept beside it. A blank cell gives no figure, and an unreadable cell gives one without a value.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from budgets.foundation.amounts import Unit, parse_number
from initiatives.catalogues.columns.declared import WITH_YEARS, headings
from initiatives.catalogues.exports.catalogue import Sheets
from initiatives.catalogues.keys import unique_slug
from initiatives.catalogues.models.catalogues import EffectCategory, Sign
from initiatives.catalogues.models.initiatives import Lifecycle
from initiatives.catalogues.models.published import PublishedRow, PublishedTable
from initiatives.catalogues.sheets import SheetName
from initiatives.pasting.matching import as_rows
from initiatives.pasting.segments import Segment, split_segments
from initiatives.pasting.table import PastedColumn, PastedRow, PastedTable, RowRole


@dataclass(frozen=True)
class PasteTarget:
    """Where a table is imported: the catalogue's unit and sign, the table's caption, and the category of its lines.

    `same` is the key of an existing initiative by line number; `taken` are keys in use outside the sheets.
    """

    unit: Unit
    sign: Sign
    caption: str
    category: EffectCategory = EffectCategory.PERMANENT
    same: Mapping[int, str] = field(default_factory=dict)
    taken: Collection[str] = ()


@dataclass
class Filled:
    """The sheets, the line of the text that each new row comes from, and counts of what was added."""

    sheets: dict[SheetName, list[list[str]]]
    origins: dict[tuple[str, int], PastedRow] = field(default_factory=dict)
    groups: int = 0
    initiatives: int = 0
    figures: int = 0
    tables: list[int] = field(default_factory=list)

    def add(self, name: SheetName, origin: PastedRow | None, cells: Mapping[str, str]) -> None:
        """Add a row to the sheet."""
        self.sheets[name].append([cells.get(heading, "") for heading in self.sheets[name][0]])
        if origin:
            self.origins[name, len(self.sheets[name])] = origin

    def next_number(self, name: SheetName) -> int:
        """One more than the highest number in the sheet's rows."""
        return max((int(row["nr"]) for row in as_rows(self.sheets, name)), default=0) + 1


def new_sheets(fields: Mapping[str, str], years: Collection[int]) -> Sheets:
    """The sheets of a new catalogue with only its own fields."""
    sheets: dict[SheetName, Sequence[Sequence[str]]] = {name: [headings(name, sorted(years))] for name in SheetName}
    return sheets | {SheetName.CATALOGUE: [["felt", "værdi"], *([name, value] for name, value in fields.items())]}


def with_years(sheets: Sheets, years: Collection[int]) -> dict[SheetName, list[list[str]]]:
    """A copy of the sheets with columns for the years, every cell under the same heading as before."""
    fields = {row["felt"]: row["værdi"] for row in as_rows(sheets, SheetName.CATALOGUE)}
    all_years = {int(fields["første år"]), int(fields["sidste år"]), *years}
    fields |= {"første år": str(min(all_years)), "sidste år": str(max(all_years))}
    copied = {name: [list(line) for line in lines] for name, lines in sheets.items()}
    for name in WITH_YEARS:
        columns = headings(name, range(min(all_years), max(all_years) + 1))
        copied[name] = [columns, *([row.get(c, "") for c in columns] for row in as_rows(sheets, name))]
    return copied | {SheetName.CATALOGUE: [["felt", "værdi"], *([key, value] for key, value in fields.items())]}


def fill(sheets: Sheets, table: PastedTable, target: PasteTarget) -> Filled:
    """The sheets with the table's groups, initiatives, tables and figures added after the existing rows."""
    filled = Filled(with_years(sheets, table.years))
    filling = _Filling(filled, table, target)
    parts, totals = split_segments(table.rows)
    for number, part in enumerate(parts, start=1):
        filling.add_part(part, f" ({number})" if len(parts) > 1 and not part.theme else "")
    if totals:
        filling.add_totals(totals)
    return filled


@dataclass
class _Filling:
    """The state of adding one table."""

    filled: Filled
    table: PastedTable
    target: PasteTarget
    plans: list[int] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.keys = {*self.target.taken, *(r["nøgle"] for r in as_rows(self.filled.sheets, SheetName.INITIATIVES))}

    @property
    def years(self) -> list[PastedColumn]:
        return [column for column in self.table.amount_columns if column.year]

    @property
    def other_columns(self) -> list[PastedColumn]:
        return [column for column in self.table.amount_columns if not column.year]

    def add_part(self, part: Segment, suffix: str) -> None:
        theme = self._theme(part.theme) if part.theme and part.lines and self.years else ""
        is_all_new = not any(row.line in self.target.same for row in part.lines)
        caption = f"{self.target.caption}: {part.theme.title}" if part.theme else f"{self.target.caption}{suffix}"
        keys = {row.line: self._initiative(row, theme) for row in part.lines if self.years}
        if self.years:
            number = self._table(PublishedTable.TableKind.PLAN, caption, theme if is_all_new else "", part.theme)
            self.plans.append(number)
            self._effects(part.lines, keys, number)
            self._add_year_rows(part.rows, number, keys)
        if any(column.key in row.printed for column in self.other_columns for row in part.rows):
            number = self._table(PublishedTable.TableKind.COLUMNS, caption, theme if is_all_new else "", part.theme)
            self._add_column_rows(part.rows, number, keys)

    def add_totals(self, totals: Sequence[PastedRow]) -> None:
        """Add the sums of all parts, in a table of their own that names the tables that they sum."""
        caption = f"{self.target.caption}: i alt"
        if self.years:
            number = self._table(PublishedTable.TableKind.PLAN, caption, "", None)
            self._add_year_rows(totals, number, {}, summed=self.plans)
        if any(column.key in row.printed for column in self.other_columns for row in totals):
            self._add_column_rows(totals, self._table(PublishedTable.TableKind.COLUMNS, caption, "", None), {})

    def _theme(self, row: PastedRow) -> str:
        """The number of the group with the row's title, which is added where the catalogue has none."""
        for theme in as_rows(self.filled.sheets, SheetName.THEMES):
            if theme["titel"].casefold() == row.title.casefold():
                return theme["nr"]
        number = str(self.filled.next_number(SheetName.THEMES))
        self.filled.add(SheetName.THEMES, row, {"nr": number, "titel": row.title})
        self.filled.groups += 1
        return number

    def _initiative(self, row: PastedRow, theme: str) -> str:
        if same := self.target.same.get(row.line):
            return same
        key = unique_slug(row.code if any(map(str.isalpha, row.code)) else row.title, self.keys)
        self.keys.add(key)
        cells = {"nøgle": key, "gruppe": theme, "titel": row.title, "livscyklus": Lifecycle.PROPOSED.label}
        self.filled.add(SheetName.INITIATIVES, row, cells)
        self.filled.initiatives += 1
        return key

    def _table(self, kind: PublishedTable.TableKind, caption: str, theme: str, origin: PastedRow | None) -> int:
        number = self.filled.next_number(SheetName.TABLES)
        cells = {"nr": str(number), "slags": str(kind.label), "overskrift": caption, "gruppe": theme}
        self.filled.add(SheetName.TABLES, origin, cells)
        self.filled.tables.append(number)
        return number

    def _effects(self, rows: Sequence[PastedRow], keys: Mapping[int, str], number: int) -> None:
        for row in rows:
            amounts = {str(c.year): self._converted(row.amounts[c.key]) for c in self.years if c.key in row.amounts}
            if amounts and row.line not in self.target.same:
                cells = {"tiltag": keys[row.line], "linje": row.title, "tabel": str(number)}
                cells["kategori"] = str(self.target.category.label)
                self.filled.add(SheetName.EFFECTS, row, cells | amounts)

    def _add_year_rows(
        self,
        rows: Sequence[PastedRow],
        number: int,
        keys: Mapping[int, str],
        *,
        summed: Sequence[int] = (),
    ) -> None:
        """Add the rows of a table of years; a total of other tables names them."""
        names = {"summerer tabeller": "+".join(map(str, summed))}
        for row in rows:
            self.filled.add(SheetName.FIGURES, row, {**_figure_cells(row, number, keys), **self._yearly(row), **names})
            self.filled.figures += sum(column.key in row.printed for column in self.years)

    def _add_column_rows(self, rows: Sequence[PastedRow], number: int, keys: Mapping[int, str]) -> None:
        """Add the rows of a table of other columns: one row of the sheet for each figure."""
        for row in rows:
            for column in self.other_columns:
                if column.key in row.printed:
                    cells = {**_figure_cells(row, number, keys), **self._single(row, column.key)}
                    self.filled.add(SheetName.FIGURES, row, cells)
                    self.filled.figures += 1

    def _yearly(self, row: PastedRow) -> dict[str, str]:
        """Each year's amount in the catalogue's unit and sign, and the printed text where it differs."""
        cells, differing = {}, []
        for column in self.years:
            amount, printed = row.amounts.get(column.key), row.printed.get(column.key)
            if amount is not None:
                cells[str(column.year)] = self._converted(amount)
            if printed and self._is_printed_amount(amount, printed):
                cells[str(column.year)] = printed
            elif printed:
                differing.append(f"{column.year}: {printed}")
        return cells | {"trykt som": " | ".join(differing)}

    def _single(self, row: PastedRow, key: str) -> dict[str, str]:
        """A figure of a column that is not a year: as printed, and its value in kroner."""
        unit = self.table.unit or Unit.KRONER
        value = _danish(row.amounts[key] * unit.factor) if key in row.amounts else ""
        return {"kolonne": key, "tal": row.printed[key], "værdi": value}

    def _is_printed_amount(self, amount: Decimal | None, printed: str) -> bool:
        """True where the import reads the same amount from the printed text."""
        if amount is None or (self.table.unit, self.table.sign) != (self.target.unit, self.target.sign):
            return False
        try:
            return parse_number(printed) == amount
        except ValueError:
            return False

    def _converted(self, amount: Decimal) -> str:
        """The amount in the catalogue's unit and sign, with all its decimals."""
        unit = self.table.unit or self.target.unit
        factor = Decimal(unit.factor * self.table.sign.factor * self.target.sign.factor) / self.target.unit.factor
        return _danish(amount * factor)


def _figure_cells(row: PastedRow, number: int, keys: Mapping[int, str]) -> dict[str, str]:
    kind = PublishedRow.RowKind.LINE if row.role is RowRole.LINE else PublishedRow.RowKind.TOTAL
    cells = {"tabel": str(number), "slags": str(kind.label), "nummer": row.code, "tekst": row.title}
    return cells | {"tiltag": keys.get(row.line, "")}


def _danish(amount: Decimal) -> str:
    """Danish digits without thousand separators."""
    return f"{amount:f}".replace(".", ",")
