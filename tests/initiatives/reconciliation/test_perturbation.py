"""Raising an effect or a printed figure changes exactly the comparisons that contain it, by the same amount.

Which rows contain an effect is worked out here from the printed rows, with code of its own.

The rules that only add and subtract are tested with all effects or figures raised at once, each by its own amount, so
that the change of a comparison shows which of them it contains. All rules together are tested with one krone more on
one effect or figure at a time: on a sample in every run, on all of them in the slow tests.
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
from initiatives.catalogues.models.published import ComparisonTerm, PublishedFigure, PublishedRow, PublishedTable
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
    """A catalogue's material, which can be rebuilt with changed amounts without the database."""

    base: ReconciliationMaterial
    tables: list[PublishedTable]
    facts: list[EffectFact]
    shares: list[tuple[int, int, Decimal]]

    def comparisons(
        self, facts: Iterable[EffectFact] | None = None, made_by: Iterable[Rule] = EVERY_RULE
    ) -> Differences:
        """The differences by comparison; rows with the same name in the same table share a key."""
        effects = Effects(self.facts if facts is None else facts, self.shares)
        plan = [table for table in self.tables if table.kind == table.TableKind.PLAN]
        material = replace(
            self.base, yearly=source_tables(plan, effects), figures=self._other_tables(), effects=effects
        )
        by_key: dict[Key, list[Decimal]] = {}
        for finding in chain.from_iterable(rule(material) for rule in made_by):
            by_key.setdefault(key(finding), []).append(finding.difference)
        return by_key

    def _other_tables(self) -> list[FigureTable]:
        """The tables that are not plans. The text of a count is rounded, but no comparison uses it."""
        with localcontext() as context:
            context.traps[Inexact] = False
            return [figure_table(table) for table in self.tables if table.kind != table.TableKind.PLAN]

    @cached_property
    def numbered(self) -> dict[int, PublishedTable]:
        """The tables by number in the document."""
        return {table.ordinal: table for table in self.tables}

    @cached_property
    def rows(self) -> dict[int, list[PublishedRow]]:
        """The printed rows by the number of their table."""
        return {table.ordinal: list(table.rows.all()) for table in self.tables}

    @cached_property
    def printed_years(self) -> dict[int, set[int | None]]:
        """The years that each row prints, by the id of the row."""
        rows = chain.from_iterable(self.rows.values())
        return {row.pk: {figure.year for figure in row.figures.all()} for row in rows}

    @cached_property
    def divided(self) -> set[int]:
        """The ids of initiatives that are divided between several groups."""
        shared = {effect_id for effect_id, _, _ in self.shares}
        return {fact.initiative_id for fact in self.facts if fact.effect_id in shared}

    @cached_property
    def printed(self) -> list[Printed]:
        """The figures with a value, with their table and row."""
        rows = ((table, row) for table in self.tables for row in self.rows[table.ordinal])
        return [(table, row, figure) for table, row in rows for figure in row.figures.all() if figure.value is not None]

    @property
    def with_keys(self) -> "Bench":
        """A bench with only the tables that have a distribution key."""
        ordinals = {table.ordinal for table, _, figure in self.printed if figure.column == rules.KEY_COLUMN}
        return replace(self, tables=[table for table in self.tables if table.ordinal in ordinals])


def key(finding: Finding) -> Key:
    return finding.kind, finding.table, finding.code, finding.label, finding.column


@pytest.fixture(params=SLUGS)
def bench(
    request: pytest.FixtureRequest, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> Iterator[Bench]:
    """One of the catalogues; the test may make no query."""
    loaded = read_once(request.param)
    with django_assert_num_queries(0):
        yield loaded


@cache
def read_once(slug: str) -> Bench:
    """The catalogue's bench, kept in memory after the test that first loaded it has rolled its rows back."""
    load_reference_data(FIXTURES / "reference")
    return make_bench(load_catalogue(slug))


def make_bench(catalogue: Catalogue) -> Bench:
    data = YearlyEffect.objects.facts(catalogue)
    rows = "rows__figures", "rows__initiative", "initiative"
    made = Bench(
        load_material(catalogue),
        list(catalogue.tables.prefetch_related(*rows)),
        list(data.facts),
        list(data.shares),
    )
    figures = {figure.pk: figure for _, _, figure in made.printed}
    for term in made.base.terms:
        term.figure = figures[term.figure_id]
    return made


def changed(before: Differences, after: Differences) -> Changes:
    """The changed comparisons with their change. None may disappear, and a new one counts as zero before."""
    assert before.keys() <= after.keys()
    changes = {k: sum(after[k], Decimal(0)) - sum(before.get(k, []), Decimal(0)) for k in after}
    return {k: change for k, change in changes.items() if change}


DIGITS = 5
HALF = "50000"


def own_amount(number: int) -> Decimal:
    """A hundred-thousandth of the amount before it; all of them together are less than half an øre."""
    return Decimal(1).scaleb(-DIGITS * (number + 2))


@contextmanager
def exactly(count: int) -> Iterator[None]:
    """Compute with enough digits for this many own amounts beside any sum of kroner; rounding is an error."""
    digits = DIGITS * (count + 1) + 20
    with localcontext(Context(digits, traps=[DivisionByZero, Inexact, InvalidOperation])):
        yield


def times_in(change: Decimal, count: int) -> dict[int, int]:
    """How many times the change contains each of the own amounts; an error where it contains anything else.

    Each amount has five digits of the change; 50,000 is added to each so that none is negative.
    """
    width = DIGITS * count
    integer, _, fraction = f"{change.scaleb(width + DIGITS) + Decimal(HALF * count):f}".partition(".")
    digits = integer.zfill(width)
    is_sum = digits.isdecimal() and len(digits) == width and not fraction.strip("0")
    assert is_sum, f"the change {float(change)} is not a sum of the amounts that were added"
    groups = (digits[start : start + DIGITS] for start in range(0, width, DIGITS))
    return {number: int(group) - int(HALF) for number, group in enumerate(groups) if group != HALF}


def by_number(changes: Changes, count: int) -> list[Changes]:
    """For each of the own amounts the comparisons that contain it, and how many times."""
    changes_by_number: list[dict[Key, Decimal]] = [{} for _ in range(count)]
    for k, change in changes.items():
        for number, times in times_in(change, count).items():
            changes_by_number[number][k] = Decimal(times)
    return [*changes_by_number]


@given(st.lists(st.integers(-49_999, 49_999), min_size=1, max_size=40))
def test_own_amounts_are_recovered_from_their_sum(times: list[int]) -> None:
    with exactly(len(times)):
        change = sum((own_amount(number) * count for number, count in enumerate(times)), Decimal(0))

        assert abs(change) < Decimal("0.005")
        assert times_in(change, len(times)) == {number: count for number, count in enumerate(times) if count}


@pytest.mark.parametrize("other", ["1", "-1", "0.01", "-0.01", "1e-21", "5e-21", "50000e-10"])
def test_a_change_that_is_not_a_sum_of_own_amounts_is_refused(other: str) -> None:
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


def sample(items: Sequence[T]) -> Sequence[T]:
    """At least 25 of the items, evenly spread, or all where there are fewer."""
    return items[:: max(1, len(items) // 25)]


def shows(row: PublishedRow, table: PublishedTable, fact: EffectFact, bench: Bench) -> bool:
    """Whether the row is about the effect's initiative and does not exclude its line, category, area or group."""
    of_total = row.kind == PublishedRow.RowKind.TOTAL and table.initiative_id
    return (
        (table.initiative_id if of_total else row.initiative_id) == fact.initiative_id
        and (not row.lines or fact.line in row.lines)
        and row.category in ("", fact.category)
        and row.steering_area in ("", fact.steering_area)
        and row.committee_id in (None, fact.committee_id)
        and (fact.initiative_id not in bench.divided or table.theme_id in (None, fact.theme_id))
    )


def contains(row: PublishedRow, table: PublishedTable, fact: EffectFact, bench: Bench) -> bool:
    """Whether the row shows the effect or sums rows that do."""
    if row.initiative_id or (row.kind == PublishedRow.RowKind.TOTAL and table.initiative_id):
        return shows(row, table, fact, bench)
    if row.kind == PublishedRow.RowKind.LINE and not row.sums_tables:
        return False
    return any(
        contains(line, bench.numbered[ordinal], fact, bench)
        for ordinal in row.sums_tables or [table.ordinal]
        for line in bench.rows[ordinal]
        if line is not row
        and line.kind == PublishedRow.RowKind.LINE
        and (line.initiative is None or line.initiative.counts)
        and row.category in ("", line.category)
        and row.steering_area in ("", line.steering_area)
    )


def expected_in_tables(bench: Bench, fact: EffectFact) -> set[Key]:
    """The cells of the plan tables for the effect's year whose rows contain the effect."""
    return {
        (kind_of(row), table.ordinal, row.code, row.label, str(fact.year))
        for table in bench.tables
        if table.kind == PublishedTable.TableKind.PLAN
        for row in bench.rows[table.ordinal]
        if fact.year in bench.printed_years[row.pk] and contains(row, table, fact, bench)
    }


def kind_of(row: PublishedRow) -> FindingKind:
    return FindingKind.TOTAL if row.kind == PublishedRow.RowKind.TOTAL else FindingKind.LINE


def check_effect(bench: Bench, fact: EffectFact, changes: Changes) -> None:
    """Check that exactly the comparisons that contain the effect changed."""
    in_tables = {k for k in changes if k[0] in {FindingKind.LINE, FindingKind.TOTAL}}
    assert in_tables == expected_in_tables(bench, fact), f"{fact}"
    assert {changes[k] for k in in_tables} <= {Decimal(-1)}
    assert {abs(change) for k, change in changes.items() if k not in in_tables} <= {Decimal(1)}
    elsewhere = {k[4] for k in changes if k[0] in {FindingKind.FIGURE, FindingKind.QUANTITY_PRICE}}
    assert elsewhere <= {str(fact.year)}
    assert changes or bench.base.catalogue.slug == "hedensted-2022", f"nothing printed shows {fact}"


def test_raising_all_effects_at_once_changes_exactly_the_cells_that_contain_each(bench: Bench) -> None:
    with exactly(len(bench.facts)):
        more = [replace(fact, amount=fact.amount + own_amount(place)) for place, fact in enumerate(bench.facts)]
        changes = changed(bench.comparisons(made_by=ADDING), bench.comparisons(more, ADDING))

        for fact, its_changes in zip(bench.facts, by_number(changes, len(more)), strict=True):
            check_effect(bench, fact, its_changes)


def check_effects_one_by_one(bench: Bench, places: Iterable[int]) -> None:
    before = bench.comparisons()
    for place in places:
        facts = [*bench.facts]
        facts[place] = replace(facts[place], amount=facts[place].amount + 1)
        check_effect(bench, bench.facts[place], changed(before, bench.comparisons(facts)))


def test_a_krone_more_on_some_effects_changes_exactly_the_cells_that_contain_each(bench: Bench) -> None:
    check_effects_one_by_one(bench, sample(range(len(bench.facts))))


@pytest.mark.slow
def test_a_krone_more_on_any_effect_changes_exactly_the_cells_that_contain_it(bench: Bench) -> None:
    check_effects_one_by_one(bench, range(len(bench.facts)))


def check_figure(bench: Bench, before: Differences, place: Printed, changes: Changes) -> None:
    """Check that exactly the comparisons of the printed figure, and those it is a term of, changed."""
    table, row, figure = place
    stated_in = {
        term.number: term.figure.row.table.ordinal
        for term in bench.base.terms
        if term.role == ComparisonTerm.Role.STATED
    }
    own_row = {k for k in changes if k[1] == table.ordinal and k[3] == row.label}
    sums = {k for k in changes if k[1] == table.ordinal and k[0] in {FindingKind.COLUMN_TOTAL, FindingKind.KEY}}
    terms = {(FindingKind.OTHER_FIGURE, stated_in[t.number]) for t in bench.base.terms if t.figure is figure}
    assert {(k[0], k[1]) for k in changes if k not in own_row | sums} <= terms, f"{table}, {figure}"
    assert terms <= {(k[0], k[1]) for k in changes}, f"{table}, {figure}"
    if table.kind == PublishedTable.TableKind.PLAN:
        assert not sums
        assert {changes[k] for k in own_row} <= {Decimal(1), Decimal(-1)}
    assert changes or not compared_somewhere(before, place), f"{table}, {figure}"


def compared_somewhere(before: Differences, place: Printed) -> bool:
    table, row, figure = place
    return any(
        k[1] == table.ordinal and k[3] == row.label and k[4] == str(figure.year or figure.column) for k in before
    )


def test_raising_all_printed_figures_at_once_changes_exactly_the_comparisons_of_each(bench: Bench) -> None:
    figures = [figure for _, _, figure in bench.printed]
    with exactly(len(figures)):
        before = bench.comparisons(made_by=ADDING)
        with more_on(figures, map(own_amount, range(len(figures)))):
            changes = changed(before, bench.comparisons(made_by=ADDING))

        for place, its_changes in zip(bench.printed, by_number(changes, len(figures)), strict=True):
            check_figure(bench, before, place, its_changes)


def check_figures_one_by_one(bench: Bench, places: Iterable[Printed]) -> None:
    before = bench.comparisons()
    for place in places:
        with more_on([place[2]], [Decimal(1)]):
            changes = changed(before, bench.comparisons())
        check_figure(bench, before, place, changes)


def test_a_krone_more_on_some_printed_figures_changes_exactly_the_comparisons_of_each(bench: Bench) -> None:
    """A sample of the whole catalogue, and every figure of the tables with a distribution key."""
    beside_keys = bench.with_keys

    check_figures_one_by_one(bench, sample(bench.printed))
    check_figures_one_by_one(beside_keys, beside_keys.printed)


@pytest.mark.slow
def test_a_krone_more_on_any_printed_figure_changes_exactly_its_comparisons(bench: Bench) -> None:
    check_figures_one_by_one(bench, bench.printed)


def test_load_effects_gives_the_same_as_facts_and_shares(db: None) -> None:
    loaded = make_bench(load_catalogue("koebenhavn-2018"))
    effects, from_facts = load_effects(loaded.base.catalogue), Effects(loaded.facts, loaded.shares)

    for initiative_id in loaded.base.initiatives:
        assert effects.amounts(initiative_id) == from_facts.amounts(initiative_id)
