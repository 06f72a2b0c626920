"""More on any effect, or on any printed figure, moves exactly the comparisons that contain it, and by as much.

What contains what is told here from the printed rows themselves, by other code than the reconciliation's own.

Where the rules only add and subtract, all effects or all figures get more at once, each an amount of its own, and what
a comparison moves by tells which of them it contains. With all rules each gets one krone more, one at a time: some of
them every day, all of them where time is no matter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, localcontext
from functools import cache, cached_property
from itertools import chain
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from budgets.foundation.reference import load_reference_data
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import EffectFact, YearlyEffect
from initiatives.catalogues.models.published import PublishedFigure, PublishedRow, PublishedTable
from initiatives.catalogues.plan.effects import Effects, load_effects
from initiatives.catalogues.plan.figures import FigureTable, figure_table
from initiatives.catalogues.plan.source import source_tables
from initiatives.reconciliation import rules
from initiatives.reconciliation.finding import Finding, FindingKind
from initiatives.reconciliation.material import ReconciliationMaterial, load_material
from initiatives.reconciliation.payback import compare_paybacks
from initiatives.reconciliation.reconciling import ABOUT_INITIATIVES, ABOUT_TABLES, Rule
from tests.factories import load_catalogue
from tests.places import FIXTURES

SLUGS = ["ballerup-2019", "hedensted-2022", "koebenhavn-2018", "varde-2017"]
EVERY_RULE = (*ABOUT_TABLES, *ABOUT_INITIATIVES)
ADDING = tuple(rule for rule in EVERY_RULE if rule not in {rules.keys, rules.percents, compare_paybacks})
"""The rules that neither divide, round nor count years."""

Key = tuple[str, int, str, str, str]
Differences = Mapping[Key, Sequence[Decimal]]
Changes = Mapping[Key, Decimal]
T = TypeVar("T")
Printed = tuple[PublishedTable, PublishedRow, PublishedFigure]


@dataclass
class Bench:
    """A catalogue's material, rebuilt without the database each time something of it is changed."""

    base: ReconciliationMaterial
    tables: list[PublishedTable]
    facts: list[EffectFact]
    shares: list[tuple[int, int, Decimal]]

    def comparisons(
        self, facts: Iterable[EffectFact] | None = None, made_by: Iterable[Rule] = EVERY_RULE
    ) -> Differences:
        """Every comparison that is made, and its difference; rows of one name in one table share a key."""
        effects = Effects(self.facts if facts is None else facts, self.shares)
        plan = [table for table in self.tables if table.kind == table.TableKind.PLAN]
        material = replace(
            self.base, yearly=source_tables(plan, effects), figures=self._other_tables(), effects=effects
        )
        found: dict[Key, list[Decimal]] = {}
        for finding in chain.from_iterable(rule(material) for rule in made_by):
            found.setdefault(key(finding), []).append(finding.difference)
        return found

    def _other_tables(self) -> list[FigureTable]:
        """The tables that are no plan; the text of a count is rounded, and is compared with nothing."""
        with localcontext() as context:
            context.traps[Inexact] = False
            return [figure_table(table) for table in self.tables if table.kind != table.TableKind.PLAN]

    @cached_property
    def numbered(self) -> dict[int, PublishedTable]:
        """The tables by their number in the document."""
        return {table.ordinal: table for table in self.tables}

    @cached_property
    def rows(self) -> dict[int, list[PublishedRow]]:
        """By table the printed rows."""
        return {table.ordinal: list(table.rows.all()) for table in self.tables}

    @cached_property
    def printed_years(self) -> dict[int, set[int | None]]:
        """By row the years that it prints."""
        rows = chain.from_iterable(self.rows.values())
        return {row.pk: {figure.year for figure in row.figures.all()} for row in rows}

    @cached_property
    def divided(self) -> set[int]:
        """The initiatives that several groups have parts in."""
        shared = {effect_id for effect_id, _, _ in self.shares}
        return {fact.initiative_id for fact in self.facts if fact.effect_id in shared}

    @cached_property
    def printed(self) -> list[Printed]:
        """The figures that can be read, with their table and row."""
        rows = ((table, row) for table in self.tables for row in self.rows[table.ordinal])
        return [(table, row, figure) for table, row in rows for figure in row.figures.all() if figure.value is not None]

    @property
    def with_keys(self) -> "Bench":
        """The tables with a distribution key alone."""
        found = {table.ordinal for table, _, figure in self.printed if figure.column == rules.KEY_COLUMN}
        return replace(self, tables=[table for table in self.tables if table.ordinal in found])


def key(finding: Finding) -> Key:
    return finding.kind, finding.table, finding.code, finding.label, finding.column


@pytest.fixture(params=SLUGS)
def found(
    request: pytest.FixtureRequest, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> Iterator[Bench]:
    """A catalogue that is tested without a query."""
    loaded = read_once(request.param)
    with django_assert_num_queries(0):
        yield loaded


@cache
def read_once(slug: str) -> Bench:
    """What is read outlives the test that first asked for it, whose rows are rolled back."""
    load_reference_data(FIXTURES / "reference")
    return bench(load_catalogue(slug))


def bench(catalogue: Catalogue) -> Bench:
    data = YearlyEffect.objects.facts(catalogue)
    rows = "rows__figures", "rows__initiative", "initiative"
    found = Bench(
        load_material(catalogue),
        list(catalogue.tables.prefetch_related(*rows)),
        list(data.facts),
        list(data.shares),
    )
    figures = {figure.pk: figure for _, _, figure in found.printed}
    for term in found.base.terms:
        term.figure = figures[term.figure_id]
    return found


def moved(before: Differences, after: Differences) -> Changes:
    """By how much each comparison that moved did; none may come or go but for a zero that was nothing."""
    assert before.keys() <= after.keys()
    changes = {k: sum(after[k], Decimal(0)) - sum(before.get(k, []), Decimal(0)) for k in after}
    return {k: change for k, change in changes.items() if change}


DIGITS = 5
HALF = "50000"


def own_amount(number: int) -> Decimal:
    """Each is a hundred-thousandth of the one before; together they are less than half an øre, and turn no sign."""
    return Decimal(1).scaleb(-DIGITS * (number + 2))


@contextmanager
def exactly(count: int) -> Iterator[None]:
    """All digits of so many amounts, beside those of any sum of kroner; what would round is an error."""
    digits = DIGITS * (count + 1) + 20
    with localcontext(Context(digits, traps=[DivisionByZero, Inexact, InvalidOperation])):
        yield


def times_in(change: Decimal, count: int) -> dict[int, int]:
    """How many times the change has each of so many amounts of their own, where it has nothing else.

    Each is five digits of the change, here moved up by half of what they hold so that none is negative.
    """
    most = DIGITS * count
    whole, _, rest = f"{change.scaleb(most + DIGITS) + Decimal(HALF * count):f}".partition(".")
    digits = whole.zfill(most)
    is_theirs = digits.isdecimal() and len(digits) == most and not rest.strip("0")
    assert is_theirs, f"it moves by {float(change)}, which is not what was added"
    groups = (digits[start : start + DIGITS] for start in range(0, most, DIGITS))
    return {number: int(group) - int(HALF) for number, group in enumerate(groups) if group != HALF}


def by_number(changes: Changes, count: int) -> list[Changes]:
    """For each of so many amounts of their own the comparisons that it moves, and how many times."""
    found: list[dict[Key, Decimal]] = [{} for _ in range(count)]
    for k, change in changes.items():
        for number, times in times_in(change, count).items():
            found[number][k] = Decimal(times)
    return [*found]


@given(st.lists(st.integers(-49_999, 49_999), min_size=1, max_size=40))
def test_amounts_of_their_own_are_told_from_their_sum(times: list[int]) -> None:
    with exactly(len(times)):
        change = sum((own_amount(number) * each for number, each in enumerate(times)), Decimal(0))

        assert abs(change) < Decimal("0.005")
        assert times_in(change, len(times)) == {number: each for number, each in enumerate(times) if each}


@pytest.mark.parametrize("other", ["1", "-1", "0.01", "-0.01", "1e-21", "5e-21", "50000e-10"])
def test_what_is_no_sum_of_them_is_refused(other: str) -> None:
    with exactly(3), pytest.raises(AssertionError):
        times_in(own_amount(1) + Decimal(other), 3)


@contextmanager
def more_on(figures: Sequence[PublishedFigure], amounts: Iterable[Decimal]) -> Iterator[None]:
    values = [figure.value or Decimal(0) for figure in figures]
    try:
        for figure, value, amount in zip(figures, values, amounts, strict=True):
            figure.value = value + amount
        yield
    finally:
        for figure, value in zip(figures, values, strict=True):
            figure.value = value


def some(things: Sequence[T]) -> Sequence[T]:
    """At least 25 of them, or all where there are fewer, evenly spread."""
    return things[:: max(1, len(things) // 25)]


def shows(row: PublishedRow, table: PublishedTable, fact: EffectFact, found: Bench) -> bool:
    """True for a row about the effect's initiative that does not leave its line, category, area or group out."""
    of_total = row.kind == PublishedRow.RowKind.TOTAL and table.initiative_id
    return (
        (table.initiative_id if of_total else row.initiative_id) == fact.initiative_id
        and (not row.lines or fact.line in row.lines)
        and row.category in ("", fact.category)
        and row.steering_area in ("", fact.steering_area)
        and row.committee_id in (None, fact.committee_id)
        and (fact.initiative_id not in found.divided or table.theme_id in (None, fact.theme_id))
    )


def contains(row: PublishedRow, table: PublishedTable, fact: EffectFact, found: Bench) -> bool:
    """True for a row that shows the effect, or sums rows that do."""
    if row.initiative_id or (row.kind == PublishedRow.RowKind.TOTAL and table.initiative_id):
        return shows(row, table, fact, found)
    if row.kind == PublishedRow.RowKind.LINE and not row.sums_tables:
        return False
    return any(
        contains(line, found.numbered[ordinal], fact, found)
        for ordinal in row.sums_tables or [table.ordinal]
        for line in found.rows[ordinal]
        if line is not row
        and line.kind == PublishedRow.RowKind.LINE
        and (line.initiative is None or line.initiative.counts)
        and row.category in ("", line.category)
        and row.steering_area in ("", line.steering_area)
    )


def expected_in_tables(found: Bench, fact: EffectFact) -> set[Key]:
    """The cells of tables of amounts per year that print the effect's year and contain it."""
    return {
        (kind_of(row), table.ordinal, row.code, row.label, str(fact.year))
        for table in found.tables
        if table.kind == PublishedTable.TableKind.PLAN
        for row in found.rows[table.ordinal]
        if fact.year in found.printed_years[row.pk] and contains(row, table, fact, found)
    }


def kind_of(row: PublishedRow) -> FindingKind:
    return FindingKind.TOTAL if row.kind == PublishedRow.RowKind.TOTAL else FindingKind.LINE


def check_effect(found: Bench, fact: EffectFact, changes: Changes) -> None:
    """What one more on the effect changes is what contains it."""
    in_tables = {k for k in changes if k[0] in {FindingKind.LINE, FindingKind.TOTAL}}
    assert in_tables == expected_in_tables(found, fact), f"{fact}"
    assert {changes[k] for k in in_tables} <= {Decimal(-1)}
    assert {abs(change) for k, change in changes.items() if k not in in_tables} <= {Decimal(1)}
    elsewhere = {k[4] for k in changes if k[0] in {FindingKind.FIGURE, FindingKind.QUANTITY_PRICE}}
    assert elsewhere <= {str(fact.year)}
    assert changes or found.base.catalogue.slug == "hedensted-2022", f"nothing printed shows {fact}"


def test_more_on_all_effects_at_once_moves_exactly_the_cells_that_contain_each(found: Bench) -> None:
    with exactly(len(found.facts)):
        more = [replace(fact, amount=fact.amount + own_amount(place)) for place, fact in enumerate(found.facts)]
        changes = moved(found.comparisons(made_by=ADDING), found.comparisons(more, ADDING))

        for fact, its_changes in zip(found.facts, by_number(changes, len(more)), strict=True):
            check_effect(found, fact, its_changes)


def check_effects_one_by_one(found: Bench, places: Iterable[int]) -> None:
    before = found.comparisons()
    for place in places:
        facts = [*found.facts]
        facts[place] = replace(facts[place], amount=facts[place].amount + 1)
        check_effect(found, found.facts[place], moved(before, found.comparisons(facts)))


def test_a_krone_more_on_some_effects_moves_exactly_the_cells_that_contain_each(found: Bench) -> None:
    check_effects_one_by_one(found, some(range(len(found.facts))))


@pytest.mark.slow
def test_a_krone_more_on_any_effect_moves_exactly_the_cells_that_contain_it(found: Bench) -> None:
    check_effects_one_by_one(found, range(len(found.facts)))


def check_figure(found: Bench, before: Differences, place: Printed, changes: Changes) -> None:
    """What one more on the printed figure changes is what tells it and what it is a term of."""
    table, row, figure = place
    told = {term.number: term.figure.row.table.ordinal for term in found.base.terms if term.role == "told"}
    own = {k for k in changes if k[1] == table.ordinal and k[3] == row.label}
    sums = {k for k in changes if k[1] == table.ordinal and k[0] in {FindingKind.COLUMN_TOTAL, FindingKind.KEY}}
    terms = {(FindingKind.OTHER_FIGURE, told[t.number]) for t in found.base.terms if t.figure is figure}
    assert {(k[0], k[1]) for k in changes if k not in own | sums} <= terms, f"{table}, {figure}"
    assert terms <= {(k[0], k[1]) for k in changes}, f"{table}, {figure}"
    if table.kind == PublishedTable.TableKind.PLAN:
        assert not sums
        assert {changes[k] for k in own} <= {Decimal(1), Decimal(-1)}
    assert changes or not compared_somewhere(before, place), f"{table}, {figure}"


def compared_somewhere(before: Differences, place: Printed) -> bool:
    table, row, figure = place
    return any(
        k[1] == table.ordinal and k[3] == row.label and k[4] == str(figure.year or figure.column) for k in before
    )


def test_more_on_all_printed_figures_at_once_moves_what_tells_each_and_what_it_is_a_term_of(found: Bench) -> None:
    figures = [figure for _, _, figure in found.printed]
    with exactly(len(figures)):
        before = found.comparisons(made_by=ADDING)
        with more_on(figures, map(own_amount, range(len(figures)))):
            changes = moved(before, found.comparisons(made_by=ADDING))

        for place, its_changes in zip(found.printed, by_number(changes, len(figures)), strict=True):
            check_figure(found, before, place, its_changes)


def check_figures_one_by_one(found: Bench, places: Iterable[Printed]) -> None:
    before = found.comparisons()
    for place in places:
        with more_on([place[2]], [Decimal(1)]):
            changes = moved(before, found.comparisons())
        check_figure(found, before, place, changes)


def test_a_krone_more_on_some_printed_figures_moves_what_tells_each_and_what_it_is_a_term_of(found: Bench) -> None:
    """Some of the whole catalogue, and all that stand beside a distribution key, which is no sum."""
    beside_keys = found.with_keys

    check_figures_one_by_one(found, some(found.printed))
    check_figures_one_by_one(beside_keys, beside_keys.printed)


@pytest.mark.slow
def test_a_krone_more_on_any_printed_figure_moves_what_tells_it_and_what_it_is_a_term_of(found: Bench) -> None:
    check_figures_one_by_one(found, found.printed)


def test_load_effects_gives_the_same_as_facts_and_shares(db: None) -> None:
    found = bench(load_catalogue("koebenhavn-2018"))
    effects, other = load_effects(found.base.catalogue), Effects(found.facts, found.shares)

    for initiative_id in found.base.initiatives:
        assert effects.amounts(initiative_id) == other.amounts(initiative_id)
