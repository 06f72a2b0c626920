import json
import re
from collections import Counter
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import Claim, StaffChange, UnitCalculation
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.published import PublishedFigure, PublishedRow
from initiatives.catalogues.plan.payback import decimals_of, payback_year
from initiatives.reconciliation.finding import Finding, FindingKind
from initiatives.reconciliation.material import load_material
from initiatives.reconciliation.reconciling import reconcile
from tests.factories import load_catalogue

AFSTEMNING = "/ballerup/kataloger/ballerup-2019/afstemning/"


def contradictions(catalogue: Catalogue) -> list[Finding]:
    return reconcile(load_material(catalogue)).contradictions


def contradict(catalogue: Catalogue) -> None:
    """Ballerup as if it had printed another total for 2020, and another number of citizens."""
    printed = PublishedFigure.objects.filter(row__table__catalogue=catalogue, row__kind="total")
    printed.filter(row__table__ordinal=1, year=2020).update(value=11_000_000, printed="11,0")
    printed.filter(row__table__ordinal=8).update(value=34, printed="34")


def test_ballerup_has_no_contradictions(ballerup: Catalogue) -> None:
    reconciliation = reconcile(load_material(ballerup))

    assert reconciliation.contradictions == []
    assert [finding.label for finding in reconciliation.scope_differences] == [
        "Helårseffekt for tre leverandører og 19 borgere"
    ]
    assert reconciliation.compared == 23 * 4 + 2 + 3 + 3


def test_each_printed_figure_that_differs_from_the_others_is_one_finding(ballerup: Catalogue) -> None:
    contradict(ballerup)

    total, count = contradictions(ballerup)

    assert (total.table, total.label, total.column, total.kind) == (1, "I alt", "2020", FindingKind.TOTAL)
    assert list(map(int, (total.published, total.computed, total.difference))) == [11_000_000, 10_750_000, 250_000]
    assert (count.table, count.column, count.kind) == (8, "Antal", FindingKind.COLUMN_TOTAL)
    assert count.difference == 1


def test_a_changed_effect_gives_exactly_the_findings_that_contain_it(ballerup: Catalogue) -> None:
    YearlyEffect.objects.filter(line__initiative__key="stu", year=2021).update(amount=Decimal("900000"))

    findings = [(f.table, f.label, f.column, f.kind, int(f.difference)) for f in contradictions(ballerup)]

    assert findings == [
        (1, "STU", "2021", FindingKind.LINE, 100_000),
        (1, "I alt", "2021", FindingKind.TOTAL, 100_000),
        (2, "STU", "2021", FindingKind.LINE, 100_000),
        (2, "I alt", "2021", FindingKind.TOTAL, 100_000),
    ]


def test_searching_for_contradictions_changes_nothing(ballerup: Catalogue) -> None:
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
    assert rows[0]["explanation"].startswith("Modstrid: Kildens sum")


def test_the_command_says_when_all_is_well_and_when_there_is_no_such_catalogue(ballerup: Catalogue) -> None:
    PublishedRow.objects.exclude(scope="").update(years=[])
    out = StringIO()
    call_command("reconcile", stdout=out)

    assert out.getvalue().strip() == "Ingen fund: Alle tal fra kilden, der kan kontrolleres, stemmer."
    with pytest.raises(CommandError, match="ikke noget katalog med kortnavnet atlantis"):
        call_command("reconcile", "--catalogue", "atlantis")


def test_the_page_says_how_many_figures_were_compared(ballerup: Catalogue, bob: Client) -> None:
    html = " ".join(bob.get(AFSTEMNING).content.decode().split())

    assert (
        "100 tal fra kilden kan kontrolleres mod kildens øvrige tal. Ingen af dem er i modstrid med de øvrige." in html
    )
    assert "1 forskel skyldes, at to tal dækker noget forskelligt." in html


def test_the_page_shows_both_figures_and_their_difference(ballerup: Catalogue, bob: Client) -> None:
    contradict(ballerup)

    html = " ".join(bob.get(AFSTEMNING).content.decode().split())

    assert "2 af dem stemmer ikke med de øvrige" in html
    for amount in ("11.000.000", "10.750.000", "250.000"):
        assert f'<td class="amount">{amount}</td>' in html


@pytest.mark.parametrize(("printed", "decimals"), [("1 pct.", 0), ("ca. 0,4 pct.", 1), ("1,25 %", 2), ("pct.", 0)])
def test_a_percent_is_compared_with_its_printed_number_of_decimals(printed: str, decimals: int) -> None:
    assert decimals_of(printed) == decimals


@pytest.mark.parametrize(
    ("value", "contradicting"), [(Decimal("0.4"), []), (Decimal("0.5"), [(Decimal("0.5"), Decimal("0.4"))])]
)
def test_a_percent_claim_is_compared_with_effect_and_budget(
    ballerup: Catalogue, value: Decimal, contradicting: list[tuple[Decimal, Decimal]]
) -> None:
    stu = ballerup.initiatives.get(key="stu")
    Claim.objects.create(
        initiative=stu, order=1, kind="percent", base=267_100_000, effect=1_000_000, printed="0,4 pct.", value=value
    )

    assert [(f.published, f.computed) for f in contradictions(ballerup)] == contradicting


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


def test_copenhagens_contradictions_are_found(db: None) -> None:
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

    assert "Ingen af dem er i modstrid med de øvrige." in html
    assert "2 forskelle skyldes" in html


def explained(slug: str) -> dict[tuple[str, str], Finding]:
    differences = reconcile(load_material(load_catalogue(slug))).scope_differences
    return {(finding.label, finding.column): finding for finding in differences}


def test_hedensteds_larger_sum_is_explained_by_the_rows_that_the_smaller_is_made_of(db: None) -> None:
    finding = explained("hedensted-2022")["Budgetbesparelser for B2023, overskrift i Bilag 1", "2023"]

    assert (int(finding.published), int(finding.computed)) == (16_700_000, 9_200_000)
    for row in ("feriedage 1,0", "ledsagelse 2,2", "Luna 0,5", "BPA 2,5", "dagtilbud 3,0", "7,5 mio. kr."):
        assert row in finding.explanation


def test_hedensteds_prose_contradicts_its_table_twice(db: None) -> None:
    findings = contradictions(load_catalogue("hedensted-2022"))

    assert [(f.label, int(f.published), int(f.computed)) for f in findings] == [
        ("Dagtilbud efter §§ 103-104 i 2023", 2_000_000, 3_000_000),
        ("BPA i 2023", 1_000_000, 2_500_000),
    ]


def test_every_krone_between_copenhagens_total_and_its_lines_is_named(db: None) -> None:
    findings = explained("koebenhavn-2018")

    for year, gap in ((2018, 3_750_000), (2019, 300_000), (2020, -1_600_000), (2021, -6_800_000)):
        finding = findings["Kildens samlede sum sammenlignet med alle linjer", str(year)]
        named = [amount_of(text) for text in re.findall(r"\) (−?[\d.]+) kr\.", finding.scope_note)]
        remainder = [amount_of(text) for text in re.findall(r"Resten, (−?[\d.]+) kr\.", finding.scope_note)]
        assert int(finding.difference) == gap == sum(remainder) - sum(named)
        assert remainder == ([200_000] if year == 2020 else [])
        assert "TF01 linje 2" in finding.scope_note
        assert "Sundheds- og Omsorgsudvalget" in finding.scope_note


def amount_of(text: str) -> int:
    return int(text.replace("−", "-").replace(".", ""))


def test_varde_has_no_contradictions_though_its_tables_build_on_each_other(db: None) -> None:
    reconciliation = reconcile(load_material(load_catalogue("varde-2017")))

    assert reconciliation.findings == []
    assert reconciliation.compared == 20 + 12 + 12 + 8 + 12


def test_a_printed_figure_is_compared_with_the_ones_it_builds_on(db: None) -> None:
    varde = load_catalogue("varde-2017")
    budget = PublishedFigure.objects.filter(
        row__table__catalogue=varde, row__label="Estimeret budget", row__table__ordinal=10
    )
    budget.filter(column="2019").update(value=141_393_001)

    findings = [(f.kind, f.label, f.column, int(f.difference)) for f in contradictions(varde)]

    assert findings == [
        (FindingKind.OTHER_FIGURE, "Estimeret budget", "2019", 1),
        (FindingKind.OTHER_FIGURE, "Difference til korrigeret budget 2018", "2019", 1),
    ]


def test_a_committees_amount_is_compared_with_its_lines(db: None) -> None:
    koebenhavn = load_catalogue("koebenhavn-2018")
    line = koebenhavn.initiatives.get(key="tf03").lines.get(order=8)
    line.committee = line.initiative.lines.get(order=9).committee
    line.save()

    findings = [
        (f.table, f.label, f.column)
        for f in contradictions(koebenhavn)
        if f.kind == FindingKind.FIGURE and f.table == 46
    ]

    assert findings == [
        (46, f"{name}", year)
        for name in ("Sundheds- og Omsorgsudvalget", "Socialudvalget")
        for year in ("2018", "2019", "2020")
    ]


def test_a_distribution_key_is_compared_with_the_amounts(db: None) -> None:
    koebenhavn = load_catalogue("koebenhavn-2018")
    key = PublishedFigure.objects.filter(
        row__table__catalogue=koebenhavn, row__table__ordinal=44, column="Fordelingsnøgle"
    )
    key.filter(row__label="Socialudvalget, Besparelse").update(value=34)
    key.filter(row__label="Beskæftigelses- og Integrationsudvalget, Besparelse").update(value=66)

    findings = [
        (f.label, int(f.published), int(f.computed)) for f in contradictions(koebenhavn) if f.kind == FindingKind.KEY
    ]

    assert findings == [
        ("Socialudvalget, Besparelse", 34, 33),
        ("Beskæftigelses- og Integrationsudvalget, Besparelse", 66, 67),
    ]


def test_an_amount_that_is_printed_where_the_lines_have_none_is_a_contradiction(db: None) -> None:
    (second,) = (f for f in contradictions(load_catalogue("koebenhavn-2018")) if f.table == 39)

    assert (second.column, int(second.published), int(second.computed)) == ("2017", -500_000, 0)


@pytest.mark.parametrize(
    ("amounts", "year"),
    [
        ({2017: -500, 2018: 700}, 2),
        ({2018: -1000, 2019: 300}, 5),
        ({2018: 100}, 1),
        ({2018: -100}, None),
        ({2018: -100, 2020: 100}, 3),
        ({}, None),
    ],
)
def test_a_payback_time_is_the_first_year_without_a_cost_so_far(amounts: dict[int, int], year: int | None) -> None:
    assert payback_year({y: Decimal(amount) for y, amount in amounts.items()}) == year


@pytest.mark.parametrize(("method", "count"), [("", 0), ("accumulated", 2)])
def test_a_payback_time_is_compared_only_where_the_method_is_stated(db: None, method: str, count: int) -> None:
    koebenhavn = load_catalogue("koebenhavn-2018")
    Claim.objects.filter(kind__startswith="payback").update(method=method)

    findings = [f for f in contradictions(koebenhavn) if f.kind == FindingKind.PAYBACK]

    assert len(findings) == count
    assert {f.scope.split(" – ")[0] for f in findings} <= {"Investeringsforslag"}
