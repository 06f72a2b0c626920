"""The difference between the document's own grand total and all lines of the catalogue, explained line by line.

A document's total may leave lines out: other committees' money, other steering areas, costs. They are named with their
amounts; the remainder of the difference is printed amounts that contradict the lines.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter

from budgets.foundation.amounts import format_number
from initiatives.catalogues.models.effects import EffectFact, EffectLine
from initiatives.catalogues.plan.rows import PlanRow, PlanTable
from initiatives.catalogues.plan.source import effect_filter_of
from initiatives.reconciliation.finding import Finding, FindingKind
from initiatives.reconciliation.material import ReconciliationMaterial

EffectShare = tuple[int, int | None]
"""Id of an effect, and id of the group that has the share."""


def compare_scopes(material: ReconciliationMaterial) -> Iterator[Finding]:
    """One comparison for each year of each table that totals the whole catalogue but leaves lines out."""
    tables = {table.ordinal or 0: table for table in material.yearly}
    for table in material.yearly:
        totals = [row for row in table.rows if row.is_total]
        if table.initiative_id is None and table.theme_id is None and totals:
            facts = _planned_facts(material)
            covered = {
                _effect_share(fact) for total in totals for fact in _covered_facts(total, table, tables, material)
            }
            for year in table.years:
                of_year = [fact for fact in facts if fact.year == year]
                left_out = [fact for fact in of_year if fact.amount and _effect_share(fact) not in covered]
                if left_out:
                    yield _finding(material, table, totals, year, of_year, left_out)


def _effect_share(fact: EffectFact) -> EffectShare:
    return fact.effect_id, fact.theme_id


def _planned_facts(material: ReconciliationMaterial) -> list[EffectFact]:
    facts_by_initiative = (
        material.effects.facts(i.pk, outside=material.excluded_theme_ids) for i in material.counted_in_plan
    )
    return [fact for facts in facts_by_initiative for fact in sorted(facts, key=attrgetter("line"))]


def _covered_facts(
    row: PlanRow, table: PlanTable, tables: Mapping[int, PlanTable], material: ReconciliationMaterial
) -> Iterator[EffectFact]:
    """The facts of a printed row: its initiative's, or those of the lines that it sums."""
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
                    yield from _covered_facts(line, tables[ordinal], tables, material)


def _finding(
    material: ReconciliationMaterial,
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


def _note(material: ReconciliationMaterial, left_out: Sequence[EffectFact], contradicting: Decimal) -> str:
    lines = {(line.initiative_id, line.order): line for line in material.lines}
    names = "; ".join(f"{_name(lines[fact.initiative_id, fact.line])} {_kroner(fact.amount)}" for fact in left_out)
    note = f"Disse linjer indgår ikke i summen: {names}"
    if contradicting:
        note += f" Resten, {_kroner(contradicting)}, er beløb i kilden, der ikke stemmer med linjerne."
    return note


def _name(line: EffectLine) -> str:
    """The initiative's key, the line's number, and its committee or else its text: short and recognisable."""
    return f"{line.initiative.key.upper()} linje {line.order} ({line.committee or line.text})"


def _kroner(amount: Decimal) -> str:
    return f"{format_number(amount, most=2)} kr."
