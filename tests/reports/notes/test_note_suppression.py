"""Small counts of citizens are not shown and cannot be derived: tested with rows, totals and pairs of notes."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgets.areas.models import BudgetArea
from budgets.areas.writing import write_areas
from budgets.caseload.models import Caseload, Provider
from budgets.foundation.models import LegalBasis
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import Measurement
from reports.notes.composing import compose_month
from reports.notes.suppression import HIDDEN, WHY, format_suppressed, is_count_of_people, suppress_counts

COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 12)), min_size=1, max_size=5)


def is_consistent(shown: list[int | None], total: int | None, counts: list[int | None]) -> bool:
    """True where these counts would give exactly the shown counts and total."""
    return suppress_counts(counts) == (shown, total)


@given(COUNTS)
def test_no_count_below_five_is_told_and_a_total_only_of_what_is_told(counts: list[int | None]) -> None:
    shown, total = suppress_counts(counts)

    assert [count for count in shown if count is not None and 0 < count < 5] == []
    if total is not None:
        assert total == sum(count for count in shown if count is not None)


@settings(max_examples=60)
@given(COUNTS)
def test_a_hidden_small_count_could_as_well_be_another(counts: list[int | None]) -> None:
    """A reader who knows the rule and tries every set of counts cannot tell one small count from another."""
    shown, total = suppress_counts(counts)
    small = [position for position, count in enumerate(counts) if count is not None and 0 < count < 5]
    hidden = [
        position for position, shown_count in enumerate(shown) if shown_count is None and counts[position] is not None
    ]
    possible: dict[int, set[int]] = {position: set() for position in small}
    for guess in product(range(1, 13), repeat=len(hidden)):
        filled = list(counts)
        for position, value in zip(hidden, guess, strict=True):
            filled[position] = value
        if is_consistent(shown, total, filled):
            for position in small:
                possible[position].add(filled[position] or 0)
    assert all(len(values) >= 4 for values in possible.values())


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6), st.data())
def test_two_notes_about_different_parts_give_nothing_away(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    """One note about everything and one about a part, in two months: every number shown may be shown."""
    part = data.draw(st.lists(st.sampled_from(range(len(rows))), unique=True, min_size=1))
    for month in (0, 1):
        everything = [row[month] for row in rows]
        for counts in (everything, [everything[position] for position in part]):
            shown, total = suppress_counts(counts)
            shown_counts = [count for count in shown if count is not None]
            assert all(count == 0 or count >= 5 for count in shown_counts)
            assert total is None or (total == sum(shown_counts) and len(shown_counts) == len(counts))


def test_values_of_people_are_hidden_two_at_a_time() -> None:
    assert format_suppressed([Decimal(3), Decimal(7), Decimal(20), None]) == [HIDDEN, HIDDEN, "20", ""]
    assert format_suppressed([Decimal(5), Decimal(0)]) == ["5", "0"]


@pytest.mark.parametrize(("unit", "expected"), [("borgere", True), ("Unge i STU", True), ("kr.", False), ("", False)])
def test_units_that_count_people_are_known(unit: str, expected: bool) -> None:  # noqa: FBT001
    assert is_count_of_people(unit) is expected


@pytest.fixture
def cases(ballerup: Catalogue) -> Catalogue:
    write_areas(actor=None, municipality=ballerup.municipality, text="50;Voksne;;;;;")
    area = BudgetArea.objects.get(code="50")
    for section, citizens in (("85", 3), ("107", 8), ("104", 40)):
        basis = LegalBasis.objects.get(law="SEL", section=section)
        for year in (2018, 2019):
            Caseload.objects.create(
                area=area, legal_basis=basis, provider=Provider.OWN, year=year, month=1, citizens=citizens
            )
    return ballerup


def test_the_table_of_citizens_hides_the_few_and_says_why(cases: Catalogue) -> None:
    note = compose_month(cases.municipality, date(2019, 1, 1))

    section = next(part for part in note["sections"] if part["key"] == "cases")  # type: ignore[attr-defined]
    (table,) = section["items"]
    rows = {row["label"]: (row["cells"], row["values"]) for row in table["rows"]}
    assert rows["SEL § 85, egen"] == ([HIDDEN, HIDDEN], [None, None])
    assert rows["SEL § 107, egen"] == ([HIDDEN, HIDDEN], [None, None])
    assert rows["SEL § 104, egen"] == (["40", "40"], ["40", "40"])
    assert rows["I alt"] == ([HIDDEN, HIDDEN], [None, None])
    assert table["footnotes"] == [WHY]


def test_a_column_without_any_count_has_no_sum_and_hides_nothing(cases: Catalogue) -> None:
    Caseload.objects.filter(year=2018).delete()
    Caseload.objects.filter(citizens__lt=5).update(citizens=6)

    note = compose_month(cases.municipality, date(2019, 1, 1))

    section = next(part for part in note["sections"] if part["key"] == "cases")  # type: ignore[attr-defined]
    (table,) = section["items"]
    assert table["rows"][-1]["cells"] == ["–", "54"]
    assert table["footnotes"] == []


def test_an_indicator_that_was_counted_here_is_hidden_and_one_of_the_source_is_quoted(ballerup: Catalogue) -> None:
    for key, measured_here in (("stu", True), ("botilbud-107", False)):
        Measurement.objects.create(
            initiative=ballerup.initiatives.get(key=key),
            order=90,
            indicator="Hjemtagne",
            unit="borgere",
            on=date(2019, 1, 15),
            value=2,
            measured_here=measured_here,
        )

    text = str(compose_month(ballerup.municipality, date(2019, 1, 1))["sections"])

    assert f"Hjemtagne: {HIDDEN} borgere" in text
    assert "Hjemtagne: 2 borgere" in text
    assert WHY in text
