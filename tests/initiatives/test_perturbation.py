"""One krone more on any effect, or on any printed figure, moves exactly the comparisons that contain it, by one krone.

What contains what is told here from the printed rows themselves, by other code than the reconciliation's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

import pytest

from initiatives.models import Catalogue, PublishedFigure, PublishedRow, PublishedTable, YearlyEffect
from initiatives.plan import Effects, load_effects
from initiatives.plan.figures import figure_table
from initiatives.plan.source import source_tables
from initiatives.queries import EffectFact
from initiatives.reconciliation import Finding, FindingKind, Material, load_material
from initiatives.reconciliation.usecase import ABOUT_INITIATIVES, ABOUT_TABLES
from tests.conftest import load_catalogue

SLUGS = ["ballerup-2019", "hedensted-2022", "koebenhavn-2018", "varde-2017"]
Key = tuple[str, int, str, str, str]


@dataclass
class Bench:
    """A catalogue's material, rebuilt without the database each time something of it is changed."""

    base: Material
    tables: list[PublishedTable]
    facts: list[EffectFact]
    shares: list[tuple[int, int, Decimal]]

    def comparisons(self, facts: list[EffectFact] | None = None) -> dict[Key, list[Decimal]]:
        """Every comparison that is made, and its difference; rows of one name in one table share a key."""
        effects = Effects(self.facts if facts is None else facts, self.shares)
        plan = [table for table in self.tables if table.kind == table.Kind.PLAN]
        others = [figure_table(table) for table in self.tables if table.kind != table.Kind.PLAN]
        material = replace(self.base, yearly=source_tables(plan, effects), figures=others, effects=effects)
        found: dict[Key, list[Decimal]] = {}
        for finding in chain.from_iterable(rule(material) for rule in (*ABOUT_TABLES, *ABOUT_INITIATIVES)):
            found.setdefault(key(finding), []).append(finding.difference)
        return found


def key(finding: Finding) -> Key:
    return finding.kind, finding.table, finding.code, finding.label, finding.column


def bench(slug: str) -> Bench:
    catalogue: Catalogue = load_catalogue(slug)
    data = YearlyEffect.objects.facts(catalogue)
    rows = "rows__figures", "rows__initiative", "initiative"
    found = Bench(
        load_material(catalogue),
        list(catalogue.tables.prefetch_related(*rows)),
        list(data.facts),
        list(data.shares),
    )
    figures = {figure.pk: figure for _, _, figure in printed(found)}
    for term in found.base.terms:
        term.figure = figures[term.figure_id]
    return found


def moved(before: dict[Key, list[Decimal]], after: dict[Key, list[Decimal]]) -> dict[Key, Decimal]:
    """By how much each comparison that moved did; none may come or go but for a zero that was nothing."""
    assert before.keys() <= after.keys()
    changes = {k: sum(after[k], Decimal(0)) - sum(before.get(k, []), Decimal(0)) for k in after}
    return {k: change for k, change in changes.items() if change}


def shows(row: PublishedRow, table: PublishedTable, fact: EffectFact, divided: set[int]) -> bool:
    """True for a row about the effect's initiative that does not leave its line, category, area or group out."""
    of_total = row.kind == PublishedRow.Kind.TOTAL and table.initiative_id
    return (
        (table.initiative_id if of_total else row.initiative_id) == fact.initiative_id
        and (not row.lines or fact.line in row.lines)
        and row.category in ("", fact.category)
        and row.steering_area in ("", fact.steering_area)
        and row.committee_id in (None, fact.committee_id)
        and (fact.initiative_id not in divided or table.theme_id in (None, fact.theme_id))
    )


def contains(
    row: PublishedRow, table: PublishedTable, fact: EffectFact, divided: set[int], tables: dict[int, PublishedTable]
) -> bool:
    """True for a row that shows the effect, or sums rows that do."""
    if row.initiative_id or (row.kind == PublishedRow.Kind.TOTAL and table.initiative_id):
        return shows(row, table, fact, divided)
    if row.kind == PublishedRow.Kind.LINE and not row.sums_tables:
        return False
    return any(
        contains(line, tables[ordinal], fact, divided, tables)
        for ordinal in row.sums_tables or [table.ordinal]
        for line in tables[ordinal].rows.all()
        if line is not row
        and line.kind == PublishedRow.Kind.LINE
        and (line.initiative is None or line.initiative.counts)
        and row.category in ("", line.category)
        and row.steering_area in ("", line.steering_area)
    )


def expected_in_tables(found: Bench, fact: EffectFact) -> set[Key]:
    """The cells of tables of amounts per year that print the effect's year and contain it."""
    divided = {f.initiative_id for f in found.facts if any(effect == f.effect_id for effect, _, _ in found.shares)}
    tables = {table.ordinal: table for table in found.tables}
    return {
        (kind_of(row), table.ordinal, row.code, row.label, str(fact.year))
        for table in found.tables
        if table.kind == PublishedTable.Kind.PLAN
        for row in table.rows.all()
        if any(figure.year == fact.year for figure in row.figures.all()) and contains(row, table, fact, divided, tables)
    }


def kind_of(row: PublishedRow) -> FindingKind:
    return FindingKind.TOTAL if row.kind == PublishedRow.Kind.TOTAL else FindingKind.LINE


@pytest.mark.parametrize("slug", SLUGS)
def test_a_krone_more_on_an_effect_moves_exactly_the_cells_that_contain_it(reference: None, slug: str) -> None:
    found = bench(slug)
    before = found.comparisons()

    for place, fact in enumerate(found.facts):
        facts = [*found.facts]
        facts[place] = replace(fact, amount=fact.amount + 1)
        changes = moved(before, found.comparisons(facts))

        in_tables = {k for k in changes if k[0] in {FindingKind.LINE, FindingKind.TOTAL}}
        assert in_tables == expected_in_tables(found, fact), f"{fact}"
        assert {changes[k] for k in in_tables} <= {Decimal(-1)}
        assert {abs(change) for k, change in changes.items() if k not in in_tables} <= {Decimal(1)}
        elsewhere = {k[4] for k in changes if k[0] in {FindingKind.FIGURE, FindingKind.QUANTITY_PRICE}}
        assert elsewhere <= {str(fact.year)}
        assert changes or slug == "hedensted-2022", f"nothing printed shows {fact}"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_krone_more_on_a_printed_figure_moves_what_tells_it_and_what_it_is_a_term_of(
    reference: None, slug: str
) -> None:
    found = bench(slug)
    before = found.comparisons()
    told = {term.number: term.figure.row.table.ordinal for term in found.base.terms if term.role == "told"}

    for table, row, figure in printed(found):
        figure.value = (figure.value or Decimal(0)) + 1
        changes = moved(before, found.comparisons())
        figure.value -= 1

        own = {k for k in changes if k[1] == table.ordinal and k[3] == row.label}
        sums = {k for k in changes if k[1] == table.ordinal and k[0] in {FindingKind.COLUMN_TOTAL, FindingKind.KEY}}
        terms = {(FindingKind.OTHER_FIGURE, told[t.number]) for t in found.base.terms if t.figure is figure}
        assert {(k[0], k[1]) for k in changes if k not in own | sums} <= terms, f"{table}, {figure}"
        assert terms <= {(k[0], k[1]) for k in changes}, f"{table}, {figure}"
        if table.kind == PublishedTable.Kind.PLAN:
            assert not sums
            assert {changes[k] for k in own} <= {Decimal(1), Decimal(-1)}
        assert changes or not compared_somewhere(before, table, row, figure), f"{table}, {figure}"


def compared_somewhere(
    before: dict[Key, list[Decimal]], table: PublishedTable, row: PublishedRow, figure: PublishedFigure
) -> bool:
    return any(
        k[1] == table.ordinal and k[3] == row.label and k[4] == str(figure.year or figure.column) for k in before
    )


def printed(found: Bench) -> Iterator[tuple[PublishedTable, PublishedRow, PublishedFigure]]:
    for table in found.tables:
        for row in table.rows.all():
            for figure in row.figures.all():
                if figure.value is not None:
                    yield table, row, figure


def test_load_effects_gives_the_same_as_facts_and_shares(reference: None) -> None:
    found = bench("koebenhavn-2018")
    effects, other = load_effects(found.base.catalogue), Effects(found.facts, found.shares)

    for initiative_id in found.base.initiatives:
        assert effects.amounts(initiative_id) == other.amounts(initiative_id)
