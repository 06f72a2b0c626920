"""Writing tables in many forms, with their contents. This code shares nothing with the reader."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from budgets.foundation.amounts import Unit

WORDS = ("Botilbud", "Støtte i eget hjem", "STU", "Hjemtagelse af kørsel", "Ændret visitation", "Færre ture")


TOTALS = ("I alt", "Samlet", "Nettoeffektivisering", "Sum", "Total", "Samlet varig ændring", "Besparelse i alt")


UNITS = {
    "Mio. kr.": Unit.MILLIONS,
    "mio.kr.": Unit.MILLIONS,
    "i mill. kr": Unit.MILLIONS,
    "1.000 kr. 2018 p/l": Unit.THOUSANDS,
    "1000 kr.": Unit.THOUSANDS,
    "t.kr.": Unit.THOUSANDS,
    "Beløb i kr.": Unit.KRONER,
    "": None,
}


@dataclass(frozen=True)
class Style:
    """A way of writing numbers."""

    decimal: str
    thousands: str
    minus: str

    def write(self, value: Decimal, places: int) -> str:
        integer, _, fraction = f"{abs(value):.{places}f}".partition(".")
        groups: list[str] = []
        while len(integer) > 3:
            integer, last = integer[:-3], integer[-3:]
            groups.insert(0, last)
        text = self.thousands.join([integer, *groups]) + (self.decimal + fraction if fraction else "")
        return self.minus.format(text) if value < 0 else text


STYLES = st.builds(
    Style,
    decimal=st.just(","),
    thousands=st.sampled_from([".", " ", "\u00a0", "\u2009", ""]),
    minus=st.sampled_from(["-{}", "−{}", "({})", "{}-"]),
) | st.builds(Style, decimal=st.just("."), thousands=st.sampled_from([",", ""]), minus=st.just("-{}"))


@dataclass(frozen=True)
class Written:
    """A table as text, and its contents."""

    text: str
    unit: Unit | None
    years: list[int]
    rows: list[tuple[str, list[Decimal | None]]]
    decimal: str = ","


@st.composite
def tables(draw: st.DrawFn) -> Written:
    first, count = draw(st.integers(2015, 2030)), draw(st.integers(2, 5))
    years = list(range(first, first + count))
    places, style = draw(st.sampled_from([0, 1, 2])), draw(STYLES)
    rows = draw(amounts(count, places))
    total = draw(st.sampled_from([None, *TOTALS]))
    if total:
        rows.append((total, [sum((values[n] or Decimal(0) for _, values in rows), Decimal(0)) for n in range(count)]))
    unit, coded = draw(st.sampled_from(list(UNITS))), draw(st.booleans())
    heading, empty = draw(st.sampled_from(["{}", "Budget {}", "B{}", "År {}"])), draw(st.sampled_from(["", "-", "–"]))
    grid = [[unit or "Tiltag", *(heading.format(year) for year in years)]]
    grid += [[label, *(empty if v is None else style.write(v, places) for v in values)] for label, values in rows]
    if coded:
        codes = ["Nr.", *("" if label == total else str(n) for n, (label, _) in enumerate(rows, start=1))]
        grid = [[code, *row] for code, row in zip(codes, grid, strict=True)]
    return Written(_laid_out(draw, grid), UNITS[unit], years, rows, style.decimal)


Rows = list[tuple[str, list[Decimal | None]]]


@st.composite
def amounts(draw: st.DrawFn, count: int, places: int) -> Rows:
    """Lines with names of their own, of either sign, with empty cells."""
    large, small = st.integers(-9_999_999, 9_999_999), st.integers(0, 999)
    cell = st.none() | (large | small).map(lambda n: Decimal(n) / 10**places)
    lines = draw(st.lists(st.lists(cell, min_size=count, max_size=count), min_size=1, max_size=5))
    factor = draw(st.sampled_from([1, -1]))
    return [
        (f"{WORDS[n % len(WORDS)]} {chr(97 + n)}", [None if value is None else value * factor for value in line])
        for n, line in enumerate(lines)
    ]


def _laid_out(draw: st.DrawFn, grid: list[list[str]]) -> str:
    """With tabs, pipes, or columns of spaces."""
    how = draw(st.sampled_from(["\t", "|", " "]))
    if how == "\t":
        return "\n".join("\t".join(row) for row in grid)
    if how == "|":
        return "\n".join("| " + " | ".join(row) + " |" for row in grid)
    names = 2 if grid[0][0] == "Nr." else 1
    widths = [max(len(row[n]) for row in grid) for n in range(len(grid[0]))]

    def placed(n: int, text: str) -> str:
        return text.ljust(widths[n]) if n < names else text.rjust(widths[n])

    return "\n".join("   ".join(placed(n, text) for n, text in enumerate(row)) for row in grid)
