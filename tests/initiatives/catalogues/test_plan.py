from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.foundation.amounts import Presentation, Unit
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Lifecycle
from initiatives.catalogues.models.published import PublishedFigure
from initiatives.catalogues.plan.rows import Cell, PlanRow, PlanTable, has_rounding_difference, sum_cells
from initiatives.pages.plan import build_plan
from tests.factories import load_catalogue

MILLION = Decimal(1_000_000)
kroner = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


def in_millions(row: PlanRow) -> list[str]:
    return [str((cell.computed or Decimal(0)) / MILLION).rstrip("0") for cell in row.cells]


def test_the_plan_gives_the_printed_totals(ballerup: Catalogue) -> None:
    plan = build_plan(ballerup)

    assert in_millions(plan.totals.rows[-1]) == ["7.25", "10.75", "12.75", "13.25"]
    assert in_millions(plan.as_in_source[0].rows[-1]) == ["7.25", "10.75", "12.75", "13.25"]
    assert in_millions(plan.as_in_source[1].rows[-1]) == ["3.25", "4.25", "5.75", "6.25"]
    assert in_millions(plan.groups[0].rows[-1]) == ["3.25", "4.25", "5.75", "6.25"]


def test_a_group_beside_the_plan_has_its_own_sum_and_is_no_part_of_the_totals(db: None) -> None:
    plan = build_plan(load_catalogue("hedensted-2022"))
    beside = next(group for group in plan.groups if group.caption == "Budgetbesparelser for B2023")

    assert in_millions(plan.totals.rows[-1]) == ["5.", "8.", "15.", "30.3"]
    assert in_millions(beside.rows[-1])[0] == "9.2"
    assert beside.excluded_from_totals
    assert beside not in plan.planned_groups


@pytest.mark.parametrize(
    ("slug", "totals"),
    [
        ("hedensted-2022", [5_000_000, 8_000_000, 15_000_000, 30_300_000]),
        ("varde-2017", [2_410_000, 3_631_000, 3_531_000, 3_531_000]),
        ("ballerup-2019", [7_250_000, 10_750_000, 12_750_000, 13_250_000]),
    ],
)
def test_the_sum_of_a_catalogue_is_its_printed_total(db: None, slug: str, totals: list[int]) -> None:
    catalogue = load_catalogue(slug)
    plan = build_plan(catalogue)

    assert [int(cell.computed or 0) for cell in plan.totals.rows[-1].cells] == totals
    assert not any(table.differing for table in plan.as_in_source)


def test_no_printed_amount_of_ballerup_differs_from_the_computed_one(ballerup: Catalogue) -> None:
    plan = build_plan(ballerup)
    cells = [cell for table in plan.as_in_source for row in table.rows for cell in row.cells]

    assert len(cells) == 23 * 4
    assert all(cell.published is not None and cell.computed == cell.published for cell in cells)


def test_the_investment_is_a_cost_apart_from_the_permanent_changes(ballerup: Catalogue) -> None:
    permanent, temporary, implementation, total = build_plan(ballerup).totals.rows

    assert in_millions(permanent) == ["8.75", "12.25", "14.25", "14.75"]
    assert [cell.computed for cell in temporary.cells] == [None] * 4
    assert in_millions(implementation) == ["-1.5"] * 4
    assert total.is_total


@pytest.mark.parametrize("lifecycle", [Lifecycle.DROPPED, Lifecycle.REPLACED])
def test_what_is_dropped_or_replaced_is_shown_and_counts_in_no_total(ballerup: Catalogue, lifecycle: str) -> None:
    ballerup.initiatives.filter(key="stu").update(lifecycle=lifecycle, ended_on="2019-06-01", ended_reason="Prøve")

    plan = build_plan(ballerup)

    assert plan.totals.rows[-1].cells[0].computed == Decimal("6250000")
    assert "STU" in [row.label for row in plan.groups[0].rows]
    assert plan.groups[0].rows[-1].cells[0].computed == Decimal("2250000")


def test_lines_that_ended_after_publication_still_count_in_the_published_totals(ballerup: Catalogue) -> None:
    ballerup.initiatives.filter(key="stu").update(lifecycle="dropped", ended_on="2019-02-01", ended_reason="Prøve")
    assert build_plan(ballerup).as_in_source[0].differing == []

    ballerup.initiatives.filter(key="stu").update(ended_on="2019-01-31")

    assert {row.label for row, _ in build_plan(ballerup).as_in_source[0].differing} == {"I alt"}


def test_a_printed_total_that_differs_from_its_lines_is_shown_beside_the_sum(ballerup: Catalogue) -> None:
    PublishedFigure.objects.filter(row__label="I alt", row__table__ordinal=1, year=2020).update(value=11 * MILLION)

    differing = build_plan(ballerup).as_in_source[0].differing

    assert [(row.label, cell.year, cell.published, cell.computed) for row, cell in differing] == [
        ("I alt", 2020, 11 * MILLION, Decimal("10750000"))
    ]
    assert YearlyEffect.objects.get(line__initiative__key="stu", year=2020).amount == MILLION


def test_a_count_that_differs_from_its_lines_is_found(ballerup: Catalogue) -> None:
    assert all(total.printed == total.computed for table in build_plan(ballerup).figures for total in table.totals)
    PublishedFigure.objects.filter(row__table__ordinal=8, row__kind="total").update(value=34)

    totals = [total for table in build_plan(ballerup).figures for total in table.totals]

    assert [(t.row.row.label, t.column, t.printed, t.computed) for t in totals if t.printed != t.computed] == [
        ("I alt", "Antal", Decimal(34), Decimal(33))
    ]


def test_changing_any_effect_changes_exactly_the_cells_that_contain_it(ballerup: Catalogue) -> None:
    effects = YearlyEffect.objects.filter(line__initiative__catalogue=ballerup).select_related("line__initiative")
    for effect in effects:
        YearlyEffect.objects.filter(pk=effect.pk).update(amount=effect.amount + 1)
        plan = build_plan(ballerup)
        YearlyEffect.objects.filter(pk=effect.pk).update(amount=effect.amount)
        initiative = effect.line.initiative
        differing = {
            (table.ordinal, row.label, cell.year) for table in plan.as_in_source for row, cell in table.differing
        }
        expected = {
            (table.ordinal, row.label, effect.year)
            for table in plan.as_in_source
            for row in table.rows
            if row.initiative == initiative
            or (row.is_total and initiative.counts and initiative in [line.initiative for line in table.rows])
        }
        assert differing == expected


amounts = st.lists(st.one_of(st.none(), kroner), min_size=1, max_size=8)


@given(amounts)
def test_a_sum_adds_the_existing_amounts_and_is_empty_without_any(amounts: list[Decimal | None]) -> None:
    (cell,) = sum_cells([Cell(2019, amount) for amount in amounts], [2019])

    present = [amount for amount in amounts if amount is not None]
    assert cell.computed == (sum(present) if present else None)


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=8))
def test_amounts_shown_to_the_krone_need_no_note_about_rounding(amounts: list[int]) -> None:
    table = table_of([Decimal(amount) for amount in amounts])

    assert not has_rounding_difference(table, Presentation(Unit.KRONER, 0))


def test_amounts_whose_rounded_cells_miss_the_rounded_total_say_so() -> None:
    table = table_of([Decimal(400_000)] * 3)

    assert has_rounding_difference(table, Presentation(Unit.MILLIONS, 0))
    assert not has_rounding_difference(table, Presentation(Unit.MILLIONS, 1))


def test_a_line_that_does_not_count_is_no_part_of_the_comparison() -> None:
    table = table_of([Decimal(400_000)] * 3)
    ended = replace(table.rows[0], is_total=True)

    assert not ended.counts


def table_of(amounts: list[Decimal]) -> PlanTable:
    rows = [PlanRow(str(i), [Cell(2019, amount)]) for i, amount in enumerate(amounts)]
    total = PlanRow("I alt", sum_cells((cell for row in rows for cell in row.cells), [2019]), is_total=True)
    return PlanTable("Prøve", [2019], [*rows, total])
