"""Few citizens are not told of, and cannot be worked out from what is told: tried from rows, totals and two notes."""

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


def consistent(told: list[int | None], total: int | None, counts: list[int | None]) -> bool:
    """True where these counts would give just what is told."""
    return suppress_counts(counts) == (told, total)


@given(COUNTS)
def test_no_count_below_five_is_told_and_a_total_only_of_what_is_told(counts: list[int | None]) -> None:
    told, total = suppress_counts(counts)

    assert [one for one in told if one is not None and 0 < one < 5] == []
    if total is not None:
        assert total == sum(one for one in told if one is not None)


@settings(max_examples=60)
@given(COUNTS)
def test_a_hidden_small_count_could_as_well_be_another(counts: list[int | None]) -> None:
    """A reader who knows the rule itself, and tries every set of counts, cannot tell a small count from another."""
    told, total = suppress_counts(counts)
    small = [place for place, count in enumerate(counts) if count is not None and 0 < count < 5]
    hidden = [place for place, one in enumerate(told) if one is None and counts[place] is not None]
    possible: dict[int, set[int]] = {place: set() for place in small}
    for guess in product(range(1, 13), repeat=len(hidden)):
        filled = list(counts)
        for place, value in zip(hidden, guess, strict=True):
            filled[place] = value
        if consistent(told, total, filled):
            for place in small:
                possible[place].add(filled[place] or 0)
    assert all(len(values) >= 4 for values in possible.values())


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6), st.data())
def test_two_notes_about_different_parts_give_nothing_away(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    """One note about everything and one about some of it, in two months: every number told is of what may be told."""
    part = data.draw(st.lists(st.sampled_from(range(len(rows))), unique=True, min_size=1))
    for month in (0, 1):
        everything = [row[month] for row in rows]
        for counts in (everything, [everything[place] for place in part]):
            told, total = suppress_counts(counts)
            known = [count for count in told if count is not None]
            assert all(count == 0 or count >= 5 for count in known)
            assert total is None or (total == sum(known) and len(known) == len(counts))


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

    section = next(one for one in note["sections"] if one["key"] == "cases")  # type: ignore[attr-defined]
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

    section = next(one for one in note["sections"] if one["key"] == "cases")  # type: ignore[attr-defined]
    (table,) = section["items"]
    assert table["rows"][-1]["cells"] == ["–", "54"]
    assert table["footnotes"] == []


def test_an_indicator_that_was_counted_here_is_hidden_and_one_of_the_source_is_quoted(ballerup: Catalogue) -> None:
    for key, here in (("stu", True), ("botilbud-107", False)):
        Measurement.objects.create(
            initiative=ballerup.initiatives.get(key=key),
            order=90,
            indicator="Hjemtagne",
            unit="borgere",
            on=date(2019, 1, 15),
            value=2,
            measured_here=here,
        )

    text = str(compose_month(ballerup.municipality, date(2019, 1, 1))["sections"])

    assert f"Hjemtagne: {HIDDEN} borgere" in text
    assert "Hjemtagne: 2 borgere" in text
    assert WHY in text
