"""From the document's own grand total to all lines of the catalogue: every krone of the gap by name.

A document's total may leave lines out: other committees' money, other steering areas, costs. They are named here with
their amounts; what is left of the difference are printed amounts that contradict the lines.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter

from budgets.foundation.amounts import format_number
from initiatives.catalogues.models.effects import EffectFact, EffectLine
from initiatives.catalogues.plan.rows import PlanRow, PlanTable
from initiatives.catalogues.plan.source import effect_filter_of
from initiatives.reconciliation.finding import Finding, FindingKind
from initiatives.reconciliation.material import Material

Part = tuple[int, int | None]
"""An effect, and the group that has the part."""


def scopes(material: Material) -> Iterator[Finding]:
    """One comparison for each year of each table that totals the whole catalogue and leaves lines out."""
    tables = {table.ordinal or 0: table for table in material.yearly}
    for table in material.yearly:
        totals = [row for row in table.rows if row.is_total]
        if table.initiative_id is None and table.theme_id is None and totals:
            facts = _planned(material)
            covered = {_part(fact) for total in totals for fact in _covered(total, table, tables, material)}
            for year in table.years:
                of_year = [fact for fact in facts if fact.year == year]
                left_out = [fact for fact in of_year if fact.amount and _part(fact) not in covered]
                if left_out:
                    yield _finding(material, table, totals, year, of_year, left_out)


def _part(fact: EffectFact) -> Part:
    return fact.effect_id, fact.theme_id


def _planned(material: Material) -> list[EffectFact]:
    found = (material.effects.facts(i.pk, outside=material.themes_beside) for i in material.planned)
    return [fact for facts in found for fact in sorted(facts, key=attrgetter("line"))]


def _covered(
    row: PlanRow, table: PlanTable, tables: Mapping[int, PlanTable], material: Material
) -> Iterator[EffectFact]:
    """The facts behind a row: its own, or those of the lines that it sums."""
    printed = row.source
    if printed is None:
        return
    if printed.initiative_id and not row.is_total:
        yield from material.effects.facts(printed.initiative_id, effect_filter_of(printed), theme_id=table.theme_id)
        return
    if row.is_total or printed.sums_tables:
        for ordinal in printed.sums_tables or [table.ordinal or 0]:
            for line in tables[ordinal].rows:
                if line.counts and line.source and line is not row and printed.includes(line.source):
                    yield from _covered(line, tables[ordinal], tables, material)


def _finding(
    material: Material,
    table: PlanTable,
    totals: Sequence[PlanRow],
    year: int,
    of_year: Sequence[EffectFact],
    left_out: Sequence[EffectFact],
) -> Finding:
    printed = [
        cell.published for row in totals for cell in row.cells if cell.year == year and cell.published is not None
    ]
    published, computed = sum(printed, Decimal(0)), sum((fact.amount for fact in of_year), Decimal(0))
    contradicting = published - computed + sum((fact.amount for fact in left_out), Decimal(0))
    return Finding(
        catalogue=material.catalogue.slug,
        table=table.ordinal or 0,
        scope=table.caption,
        label="Kildens samlede sum sammenlignet med alle linjer",
        column=str(year),
        kind=FindingKind.SCOPE,
        published=published,
        computed=computed,
        scope_note=_note(material, left_out, contradicting),
    )


def _note(material: Material, left_out: Sequence[EffectFact], contradicting: Decimal) -> str:
    lines = {(line.initiative_id, line.order): line for line in material.lines}
    names = "; ".join(f"{_name(lines[fact.initiative_id, fact.line])} {_kroner(fact.amount)}" for fact in left_out)
    note = f"Disse linjer indgår ikke i summen: {names}"
    if contradicting:
        note += f" Resten, {_kroner(contradicting)}, er beløb i kilden, der ikke stemmer med linjerne."
    return note


def _name(line: EffectLine) -> str:
    """The initiative's key, the line's number, and its committee or else its text: short, and found again."""
    return f"{line.initiative.key.upper()} linje {line.order} ({line.committee or line.text})"


def _kroner(amount: Decimal) -> str:
    return f"{format_number(amount, most=2)} kr."
