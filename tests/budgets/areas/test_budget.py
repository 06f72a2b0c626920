"""The budget: Varde to the krone, the tree of areas, decisions by date, and what is entered."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from budgets.areas.models import NET, Appropriation, AppropriationKind, BudgetArea, BudgetDecision
from budgets.areas.writing import write_areas, write_shares
from budgets.forecasting.models import Forecast, ForecastLine
from budgets.forecasting.storing import enter_forecast
from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.models import AuditEntry, Municipality, Role
from budgets.overview.deviations import Deviation
from budgets.overview.loading import load_budget
from budgets.overview.rows import AreaAmounts, build_overview, build_tree, compute_share_of_year
from budgets.overview.shares import build_shares
from tests.factories import Person, decide, logged_in
from tests.places import FIXTURES

MONEY = st.decimals(Decimal("-999999999.99"), Decimal("999999999.99"), places=2)


@pytest.fixture
def varde(db: None) -> Municipality:
    municipality = Municipality.objects.get(slug="varde")
    load_budget(FIXTURES / "budgets" / "varde", municipality)
    return municipality


def corrected(municipality: Municipality, day: str, part: str = NET) -> Decimal:
    overview = build_overview(municipality, year=2019, month=12, as_of=date.fromisoformat(day), part=part)
    return overview.total.sums.corrected


def test_varde_2017_is_reproduced_to_the_krone(varde: Municipality) -> None:
    overview = build_overview(varde, year=2017, month=6, as_of=date(2017, 6, 30))

    row_by_title = {row.area.title if row.area else "": row for row in [*overview.rows, overview.total]}
    assert {
        title: (row.sums.corrected, row.sums.expected, row.deviation.amount)
        for title, row in row_by_title.items()
        if row.deviation
    } == {
        "Botilbud": (Decimal(125_127_271), Decimal(135_963_000), Decimal(10_835_729)),
        "Bostøtte jf. § 85": (Decimal(9_224_000), Decimal(11_152_000), Decimal(1_928_000)),
        "": (Decimal(134_351_271), Decimal(147_115_000), Decimal(12_763_729)),
    }


def test_varde_2018_is_reproduced_to_the_krone_with_the_expectation_of_2017(varde: Municipality) -> None:
    overview = build_overview(varde, year=2018, month=12, as_of=date(2017, 8, 9))

    assert overview.total.sums.corrected == Decimal("138893154")
    assert overview.total.sums.expected == Decimal("145024000")


def test_a_told_part_of_the_deviation_stands_beside_what_its_percent_makes(varde: Municipality) -> None:
    overview = build_overview(varde, year=2017, month=6, as_of=date(2017, 6, 30))

    divisions = {division.title: division for division in build_shares(varde, overview)}
    provision = divisions["Hele afvigelsen efter type af indsats"]
    assert [(part.label, part.percent, part.computed) for part in provision.parts] == [
        ("Midlertidige botilbud", Decimal(85), Decimal("10849169.65")),
        ("§ 85 støtte", Decimal(15), Decimal("1914559.35")),
    ]
    assert provision.remaining_percent == 0


def test_the_page_shows_the_municipalitys_sign_and_the_word(varde: Municipality, person: Person) -> None:
    varde.deviation_sign = "minus"
    varde.save()
    reader = logged_in(person("rie", Role.READER, "varde"))

    html = reader.get("/varde/budget/?aar=2017&maaned=6&enhed=kr").content.decode()

    assert "−12.763.729" in html
    assert "merforbrug" in html
    assert "−9,5 %" in html


def test_the_corrected_budget_by_a_day_leaves_out_what_was_decided_later(town: Municipality) -> None:
    decide(
        town, AppropriationKind.ADOPTED, "2018-10-10", "50.1;2019;1.000;−100;−50\n50.2;2019;500;;\n50.1;2020;9.999;;"
    )
    decide(town, AppropriationKind.SUPPLEMENTARY, "2019-03-01", "50.1;2019;70;;")
    decide(town, AppropriationKind.TRANSFER, "2019-05-01", "50.1;2019;−200;;\n50.2;2019;200;;")
    decide(town, AppropriationKind.ADOPTED, "2019-10-10", "50.1;2020;5.000;;", year=2020)

    assert corrected(town, "2018-10-09") == 0
    assert corrected(town, "2019-02-28") == 1_350
    assert corrected(town, "2019-03-01") == corrected(town, "2019-12-31") == 1_420
    assert corrected(town, "2019-12-31", "gross") == 1_570
    assert corrected(town, "2019-12-31", "income") == -100
    assert corrected(town, "2019-12-31", "refund") == -50


@pytest.mark.parametrize(
    "kind", [AppropriationKind.SUPPLEMENTARY, AppropriationKind.CARRY_OVER, AppropriationKind.PRICE_ADJUSTMENT]
)
def test_every_kind_of_later_decision_is_in_the_corrected_budget_and_not_in_the_adopted(
    town: Municipality, kind: AppropriationKind
) -> None:
    decide(town, AppropriationKind.ADOPTED, "2018-10-10", "50.1;2019;1.000;;")
    decide(town, kind, "2019-03-01", "50.1;2019;70;;")

    overview = build_overview(town, year=2019, month=12, as_of=date(2019, 12, 31))

    assert [overview.total.sums.adopted, overview.total.sums.corrected] == [1_000, 1_070]


def test_a_transfer_that_does_not_sum_to_zero_is_refused_by_the_use_case_and_the_database(town: Municipality) -> None:
    with pytest.raises(ImportRefusedError, match=r"Omplaceringerne i 2019 giver −1 kr\. i alt\. Skal være: 0 kr\."):
        decide(town, AppropriationKind.TRANSFER, "2019-05-01", "50.1;2019;−200;;\n50.2;2019;199;;")
    assert BudgetDecision.objects.count() == 0

    moved = decide(town, AppropriationKind.TRANSFER, "2019-05-01", "50.1;2019;−200;;\n50.2;2019;200;;")
    with transaction.atomic():
        Appropriation.objects.filter(decision=moved, area__code="50.2").update(gross=199)
        with pytest.raises(IntegrityError, match="sum to zero"), transaction.atomic():
            connection.check_constraints()
        transaction.set_rollback(True)


def test_every_fault_of_a_decision_is_told_at_once_and_nothing_is_written(town: Municipality) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        decide(
            town,
            AppropriationKind.ADOPTED,
            "2018-10-10",
            "50.9;2019;1;;\n50.1;2023;x;;\n50.2;2019;;;\n50.2;2019;1;5;\n50.1",
        )

    message = str(refused.value)
    for part in (
        "række 1, kolonnen “kode”: Der står “50.9”. Skal være: et områdes kode, der findes: 50, 50.1, 50.2",
        "række 2, kolonnen “år”: Der står “2023”. Skal være: et helt tal fra 2019 til 2022",
        "række 2, kolonnen “bruttoudgift”: Der står “x”",
        "række 3, kolonnen “bruttoudgift”: Cellen er tom",
        "række 4, kolonnen “indtægt”: Der står “5”. Skal være: et negativt beløb",
        "række 5: Der står “50.1”. Skal være: 5 celler",
    ):
        assert part in message, message
    assert BudgetDecision.objects.count() == 0


def test_an_area_cannot_lie_under_itself(town: Municipality) -> None:
    with pytest.raises(ImportRefusedError, match="ikke selv ligger under dette"):
        write_areas(actor=None, municipality=town, text="50;Voksne;50.1;;;;")


def test_areas_are_changed_by_code_and_keep_what_they_have(town: Municipality) -> None:
    write_areas(actor=None, municipality=town, text="50.1;Botilbud og boformer;50;Socialudvalget;;SEL § 108;")

    area = town.areas.get(code="50.1")
    assert (area.title, str(area.committee), [str(b) for b in area.legal_bases.all()]) == (
        "Botilbud og boformer",
        "Socialudvalget",
        ["SEL § 108"],
    )
    assert AuditEntry.objects.filter(action="områder skrevet").count() == 2


def test_a_share_needs_a_figure_and_a_known_kind(town: Municipality) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        write_shares(actor=None, municipality=town, text=";2019;farve;Rød;;5;\n;2019;målgruppe;Alle;;;")

    assert "en af: målgruppe, type af indsats" in str(refused.value)
    assert "et beløb eller en procent" in str(refused.value)


def test_a_controller_writes_a_budget_on_the_page_and_what_was_typed_stays_when_it_is_refused(
    alice: Client, town: Municipality
) -> None:
    typed = {
        "round_year": 2019,
        "kind": "adopted",
        "decided_on": "2018-10-10",
        "title": "Budget 2019",
        "rows": "50.1;2019;x;;",
    }

    refused = alice.post("/ballerup/budget/bevilling/", typed).content.decode()
    accepted = alice.post("/ballerup/budget/bevilling/", typed | {"rows": "50.1;2019;1.000.000;;"}, follow=True)

    assert "50.1;2019;x;;" in refused
    assert "Der står “x”" in refused
    assert "Budget 2019 er gemt i budget 2019." in accepted.content.decode()
    assert corrected(town, "2019-12-31") == 1_000_000


def test_an_area_without_an_expectation_counts_with_its_budget_and_is_named(town: Municipality, bob: Client) -> None:
    decide(town, AppropriationKind.ADOPTED, "2018-10-10", "50.1;2019;1.000.000;;\n50.2;2019;500.000;;")
    enter_forecast(actor=None, municipality=town, year=2019, month=3, text="50.1;2019;1.250.000;;;")

    overview = build_overview(town, year=2019, month=4, as_of=date(2019, 4, 30))

    assert overview.total.sums.expected == 1_750_000
    assert [area.code for area in overview.without_line] == ["50.2"]
    assert "50.2 Støtte" in bob.get("/ballerup/budget/").content.decode()


def test_an_expectation_of_a_frame_is_for_all_of_it(town: Municipality) -> None:
    decide(town, AppropriationKind.ADOPTED, "2018-10-10", "50.1;2019;1.000.000;;\n50.2;2019;500.000;;")
    enter_forecast(actor=None, municipality=town, year=2019, month=3, text="50;2019;1.600.000;;;")

    overview = build_overview(town, year=2019, month=12, as_of=date(2019, 12, 31))

    assert overview.total.sums.expected == 1_600_000
    assert overview.without_line == []


def test_the_newest_expectation_by_the_month_is_shown(town: Municipality) -> None:
    for month, amount in ((2, 100), (3, 200), (3, 300), (6, 400)):
        enter_forecast(actor=None, municipality=town, year=2019, month=month, text=f"50;2019;{amount};;;")

    expected = [
        build_overview(town, year=2019, month=month, as_of=date(2019, 12, 31)).total.sums.expected
        for month in (1, 2, 5, 12)
    ]

    assert expected == [None, 100, 300, 400]


def test_the_database_refuses_to_change_a_forecast(town: Municipality) -> None:
    enter_forecast(actor=None, municipality=town, year=2019, month=2, text="50;2019;100;;;")

    with pytest.raises(InternalError, match="never changed"), transaction.atomic():
        ForecastLine.objects.update(amount=5)
    with pytest.raises(InternalError, match="never changed"), transaction.atomic():
        Forecast.objects.update(comment="x")


def test_another_municipalitys_area_is_not_found(alice: Client, varde: Municipality) -> None:
    assert alice.get("/ballerup/budget/omraader/1/").status_code == 404


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[BudgetArea], dict[int, AreaAmounts]]:
    """Areas, each after its parent, and their own amounts by area id."""
    areas: list[BudgetArea] = []
    for pk in range(1, draw(st.integers(1, 12)) + 1):
        parent = draw(st.sampled_from([None, *areas]))
        areas.append(BudgetArea(pk=pk, code=f"{pk:02}", title=str(pk), parent=parent))
    amounts = st.builds(AreaAmounts, adopted=MONEY, later=MONEY, spent=MONEY, expected=st.none() | MONEY)
    return areas, {area.pk: draw(amounts) for area in areas}


@given(trees())
def test_every_krone_of_the_tree_is_in_exactly_one_root(tree: tuple[list[BudgetArea], dict[int, AreaAmounts]]) -> None:
    areas, own_amounts = tree

    rows = build_tree(areas, own_amounts)
    roots = [sums for _, depth, sums in rows if depth == 0]

    assert sorted(area.pk for area, *_ in rows) == sorted(own_amounts)
    assert sum(root.corrected for root in roots) == sum(amounts.corrected for amounts in own_amounts.values())
    assert sum(root.spent for root in roots) == sum(amounts.spent for amounts in own_amounts.values())


@given(trees())
def test_what_is_expected_less_the_budget_is_the_sum_of_the_deviations_of_those_that_have_a_line(
    tree: tuple[list[BudgetArea], dict[int, AreaAmounts]],
) -> None:
    areas, own_amounts = tree
    only_leaves = {
        pk: AreaAmounts(adopted=o.adopted, expected=o.expected if all(a.parent_id != pk for a in areas) else None)
        for pk, o in own_amounts.items()
    }

    roots = [sums for _, depth, sums in build_tree(areas, only_leaves) if depth == 0]

    deviations = [o.expected - o.corrected for o in only_leaves.values() if o.expected is not None]
    assert sum((r.expected - r.corrected for r in roots if r.expected is not None), Decimal(0)) == sum(deviations)


@given(st.lists(st.decimals(0, 100, places=2), min_size=12, max_size=12))
def test_the_months_of_a_year_are_the_whole_budget(weights: list[Decimal]) -> None:
    shares = [compute_share_of_year(weights, month) for month in range(13)]

    assert shares[0] == 0
    assert shares[12] == 1
    assert shares == sorted(shares)


@given(MONEY, MONEY, st.booleans())
def test_the_word_tells_more_or_less_whatever_the_sign_shown(
    amount: Decimal,
    budget: Decimal,
    more_is_minus: bool,  # noqa: FBT001
) -> None:
    deviation = Deviation(amount, budget, more_is_minus)

    assert deviation.word == ("merforbrug" if amount > 0 else "mindreforbrug" if amount < 0 else "i balance")
    assert abs(deviation.signed_amount) == abs(amount)
    assert (deviation.percent is None) == (budget == 0)
