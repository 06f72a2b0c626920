import json
from collections import Counter
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from initiatives.models import (
    Catalogue,
    Claim,
    PublishedFigure,
    PublishedRow,
    StaffChange,
    UnitCalculation,
    YearlyEffect,
)
from initiatives.reconciliation import Finding, FindingKind, load_material, reconcile
from initiatives.reconciliation.rules import decimals_of
from tests.conftest import load_catalogue

AFSTEMNING = "/ballerup/kataloger/ballerup-2019/afstemning/"


def contradictions(catalogue: Catalogue) -> list[Finding]:
    return reconcile(load_material(catalogue)).contradictions


def contradict(catalogue: Catalogue) -> None:
    """Ballerup as if it had printed another total for 2020, and another number of citizens."""
    printed = PublishedFigure.objects.filter(row__table__catalogue=catalogue, row__kind="total")
    printed.filter(row__table__ordinal=1, year=2020).update(value=11_000_000, printed="11,0")
    printed.filter(row__table__ordinal=8).update(value=34, printed="34")


def test_ballerup_contradicts_itself_nowhere(ballerup: Catalogue) -> None:
    found = reconcile(load_material(ballerup))

    assert found.contradictions == []
    assert [finding.label for finding in found.scope_differences] == ["Helårseffekt for tre leverandører og 19 borgere"]
    assert found.compared == 23 * 4 + 2 + 3 + 3


def test_each_printed_figure_that_the_others_do_not_give_is_one_finding(ballerup: Catalogue) -> None:
    contradict(ballerup)

    total, count = contradictions(ballerup)

    assert (total.table, total.label, total.column, total.kind) == (1, "I alt", "2020", FindingKind.TOTAL)
    assert list(map(int, (total.published, total.computed, total.difference))) == [11_000_000, 10_750_000, 250_000]
    assert (count.table, count.column, count.kind) == (8, "Antal", FindingKind.COLUMN_TOTAL)
    assert count.difference == 1


def test_a_changed_effect_gives_exactly_the_findings_that_contain_it(ballerup: Catalogue) -> None:
    YearlyEffect.objects.filter(line__initiative__key="stu", year=2021).update(amount=Decimal("900000"))

    found = [(f.table, f.label, f.column, f.kind, int(f.difference)) for f in contradictions(ballerup)]

    assert found == [
        (1, "STU", "2021", FindingKind.LINE, 100_000),
        (1, "I alt", "2021", FindingKind.TOTAL, 100_000),
        (2, "STU", "2021", FindingKind.LINE, 100_000),
        (2, "I alt", "2021", FindingKind.TOTAL, 100_000),
    ]


def test_looking_for_contradictions_changes_nothing(ballerup: Catalogue) -> None:
    contradict(ballerup)
    before = list(YearlyEffect.objects.values()), list(PublishedFigure.objects.values())

    call_command("reconcile", stdout=StringIO())

    assert (list(YearlyEffect.objects.values()), list(PublishedFigure.objects.values())) == before


def test_the_command_gives_its_findings_as_json(ballerup: Catalogue) -> None:
    contradict(ballerup)
    out = StringIO()

    call_command("reconcile", "--catalogue", "ballerup-2019", "--json", stdout=out)

    rows = json.loads(out.getvalue())
    assert [(row["table"], row["year"], row["published"], row["computed"]) for row in rows] == [
        ("1", "2020", "11000000.00", "10750000.00"),
        ("8", "Antal", "34.00", "33.00"),
        ("9", "2020", "1700000.00", "2000000.00"),
    ]
    assert rows[0]["difference"] == "250000.00"
    assert rows[0]["explanation"].startswith("Modstrid: den trykte sum")


def test_the_command_says_when_all_is_well_and_when_there_is_no_such_catalogue(ballerup: Catalogue) -> None:
    PublishedRow.objects.exclude(scope="").update(years=[])
    out = StringIO()
    call_command("reconcile", stdout=out)

    assert out.getvalue().strip() == "Ingen fund: alle trykte tal, der kan efterregnes, stemmer."
    with pytest.raises(CommandError, match="intet katalog med kortnavnet atlantis"):
        call_command("reconcile", "--catalogue", "atlantis")


def test_the_page_says_how_many_figures_were_compared(ballerup: Catalogue, bob: Client) -> None:
    html = " ".join(bob.get(AFSTEMNING).content.decode().split())

    assert "100 trykte tal kan efterregnes af andre tal i kilden. Ingen af dem modsiger de andre." in html
    assert "1 forskelle skyldes, at to tal dækker noget forskelligt." in html


def test_the_page_shows_both_figures_and_their_difference(ballerup: Catalogue, bob: Client) -> None:
    contradict(ballerup)

    html = " ".join(bob.get(AFSTEMNING).content.decode().split())

    assert "2 af dem modsiger de andre" in html
    for amount in ("11.000.000", "10.750.000", "250.000"):
        assert f'<td class="amount">{amount}</td>' in html


@pytest.mark.parametrize(("printed", "decimals"), [("1 pct.", 0), ("ca. 0,4 pct.", 1), ("1,25 %", 2), ("pct.", 0)])
def test_a_percent_is_compared_to_the_decimals_that_it_prints(printed: str, decimals: int) -> None:
    assert decimals_of(printed) == decimals


@pytest.mark.parametrize(
    ("value", "found"), [(Decimal("0.4"), []), (Decimal("0.5"), [(Decimal("0.5"), Decimal("0.4"))])]
)
def test_a_percent_claim_is_compared_with_effect_and_budget(
    ballerup: Catalogue, value: Decimal, found: list[tuple[Decimal, Decimal]]
) -> None:
    stu = ballerup.initiatives.get(key="stu")
    Claim.objects.create(
        initiative=stu, order=1, kind="percent", base=267_100_000, effect=1_000_000, printed="0,4 pct.", value=value
    )

    assert [(f.published, f.computed) for f in contradictions(ballerup)] == found


def test_quantity_times_price_is_compared_with_the_permanent_effect(ballerup: Catalogue) -> None:
    stu = ballerup.initiatives.get(key="stu")
    unit = UnitCalculation.objects.create(
        initiative=stu,
        order=1,
        service="Pladser",
        quantity_before=20,
        price_before=100_000,
        quantity_after=10,
        price_after=100_000,
    )
    assert contradictions(ballerup) == []
    unit.quantity_after = 9
    unit.save()

    (finding,) = contradictions(ballerup)

    assert (finding.kind, finding.column, int(finding.difference)) == (FindingKind.QUANTITY_PRICE, "2019", -100_000)


def test_a_staff_change_is_compared_with_before_and_after(ballerup: Catalogue) -> None:
    stu = ballerup.initiatives.get(key="stu")
    StaffChange.objects.create(initiative=stu, order=1, group="Lærere", before=22, after=20, change=-2)
    StaffChange.objects.create(initiative=stu, order=2, group="Vejledere", before=22, after=20, change=2)

    (finding,) = contradictions(ballerup)

    assert (finding.label, int(finding.published), int(finding.computed)) == ("Vejledere", 2, -2)


def test_a_line_in_another_price_level_is_a_difference_of_scope(ballerup: Catalogue) -> None:
    ballerup.initiatives.get(key="stu").lines.update(price_level=2018)

    (finding,) = (f for f in reconcile(load_material(ballerup)).findings if f.kind == FindingKind.PRICE_LEVEL)

    assert finding.explanation.startswith("Forskel i omfang")
    assert not finding.is_contradiction


def test_copenhagen_is_found_to_contradict_itself_where_it_does(reference: None) -> None:
    findings = reconcile(load_material(load_catalogue("koebenhavn-2018"))).findings

    by_kind = Counter(finding.kind for finding in findings)
    assert by_kind == {
        FindingKind.LINE: 3,
        FindingKind.TOTAL: 7,
        FindingKind.FIGURE: 8,
        FindingKind.OTHER_FIGURE: 4,
        FindingKind.PERCENT: 1,
        FindingKind.QUANTITY_PRICE: 2,
        FindingKind.PRICE_LEVEL: 3,
        FindingKind.SCOPE: 4,
    }
    (bilag,) = [f for f in findings if f.table == 3 and f.kind == FindingKind.LINE]
    assert (bilag.code, bilag.column, int(bilag.published), int(bilag.computed)) == (
        *("UD04 – [REVIDERET]", "2020"),
        *(2_200_000, 2_000_000),
    )


def test_a_line_in_another_price_level_is_not_called_a_figure_that_is_wrong(ballerup: Catalogue, bob: Client) -> None:
    ballerup.initiatives.get(key="stu").lines.update(price_level=2018)

    html = " ".join(bob.get(AFSTEMNING).content.decode().split())

    assert "Ingen af dem modsiger de andre." in html
    assert "2 forskelle skyldes" in html
