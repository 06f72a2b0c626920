"""Effects divided between groups: no amount is lost or counted twice."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.foundation.files.problems import ImportRefusedError
from initiatives.catalogues.imports.importing import import_catalogue
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import EffectFact, ThemeShare
from initiatives.catalogues.plan.effects import EffectFilter, Effects
from initiatives.pages.plan import build_plan
from initiatives.reconciliation.material import load_material
from initiatives.reconciliation.reconciling import reconcile

HOME, OTHER, THIRD = 1, 2, 3
kroner = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


def fact(amount: Decimal, *, effect: int = 1, line: int = 1, category: str = "permanent", area: str = "") -> EffectFact:
    return EffectFact(effect, 7, HOME, line, category, area, 2019, amount)


@given(kroner, kroner, kroner)
def test_the_groups_parts_add_up_to_the_effect(amount: Decimal, second: Decimal, third: Decimal) -> None:
    effects = Effects([fact(amount)], [(1, OTHER, second), (1, THIRD, third)])

    parts = [effects.amounts(7, theme_id=theme).get(2019, Decimal(0)) for theme in (HOME, OTHER, THIRD)]

    assert sum(parts) == amount == effects.amounts(7).get(2019, Decimal(0))
    assert parts[1:] == [second, third]


@given(st.lists(st.tuples(kroner, st.sampled_from(["permanent", "temporary", "implementation"])), max_size=6))
def test_the_categories_add_up_to_the_whole(drawn: list[tuple[Decimal, str]]) -> None:
    facts = [fact(amount, effect=i, line=i, category=category) for i, (amount, category) in enumerate(drawn)]
    effects = Effects(facts)

    by_category = [
        effects.amounts(7, EffectFilter(category=category)) for category in ("permanent", "temporary", "implementation")
    ]

    total = sum((amounts.get(2019, Decimal(0)) for amounts in by_category), Decimal(0))
    assert total == effects.amounts(7).get(2019, Decimal(0)) == sum((amount for amount, _ in drawn), Decimal(0))


def test_effects_can_be_limited_to_lines_and_steering_areas() -> None:
    effects = Effects([fact(Decimal(1), line=1, area="service"), fact(Decimal(10), effect=2, line=2, area="transfers")])

    assert effects.amounts(7, EffectFilter(lines=[2])) == {2019: Decimal(10)}
    assert effects.amounts(7, EffectFilter(steering_area="service")) == {2019: Decimal(1)}
    assert effects.amounts(7, EffectFilter(lines=[1], steering_area="transfers")) == {}


def test_an_initiative_without_shares_counts_in_full_in_any_groups_table() -> None:
    assert Effects([fact(Decimal(5))]).amounts(7, theme_id=OTHER) == {2019: Decimal(5)}


def share(folder: Path, *rows: str) -> None:
    (folder / "fordelinger.csv").write_text("tiltag;linje;gruppe;2019;2020;2021;2022\n" + "\n".join(rows) + "\n")


def test_a_shared_line_counts_in_each_groups_sum_and_once_in_the_plans(folder: Path) -> None:
    share(folder, "stu;1;1;0,25;0,25;0,25;0,25", "stu;1;4;0,75;0,75;0,75;0,75")

    catalogue: Catalogue = import_catalogue(path=folder, actor=None).catalogue
    plan = build_plan(catalogue)

    first, last = plan.groups[0].rows[-1].cells[0].computed, plan.groups[3].rows[-1].cells[0].computed
    assert (first, last) == (Decimal("2500000"), Decimal("1000000"))
    assert plan.totals.rows[-1].cells[0].computed == Decimal("7250000")
    assert [finding.label for finding in reconcile(load_material(catalogue)).findings if finding.column == "2019"] == [
        "STU",
        "I alt",
        "Mål for botilbud, som kilden kalder realistisk",
    ]


def test_importing_the_shares_again_changes_nothing(folder: Path) -> None:
    share(folder, "stu;1;1;0,25;0,25;0,25;0,25", "stu;1;4;0,75;0,75;0,75;0,75")
    import_catalogue(path=folder, actor=None)

    assert import_catalogue(path=folder, actor=None).changes == []
    assert ThemeShare.objects.count() == 8


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (["stu;1;1;0,25;1,0;1,0;1,0"], "på linje 1 i 2019 mangler 0,75 mio. kr."),
        (["stu;2;1;1,0;;;"], "et år, hvor tiltagets linje har et beløb"),
        (["stu;1;9;1,0;;;"], "nummeret på en gruppe"),
        (["stu;1;1;0,5;;;", "stu;1;1;0,5;;;"], "kun én række for hver gruppe og linje"),
    ],
)
def test_shares_that_do_not_fit_the_line_are_refused(folder: Path, rows: list[str], problem: str) -> None:
    share(folder, *rows)

    with pytest.raises(ImportRefusedError, match=problem):
        import_catalogue(path=folder, actor=None)
