"""Posting adopted effects in the budget: the result, every refusal, and undoing it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from budgets.areas.decisions import write_decision
from budgets.areas.models import Appropriation, AppropriationKind, BudgetDecision
from budgets.foundation.models import AuditEntry, Membership, PriceIndex, Role
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import BudgetEffect, Lifecycle
from initiatives.catalogues.models.proposals import FrameShare
from initiatives.catalogues.models.versions import CaseVersion
from initiatives.decisions.models import AgendaItem, Decision
from initiatives.posting.effects import PostingState
from initiatives.posting.loading import group_by_year, load_effects
from initiatives.posting.models import BudgetPosting
from initiatives.posting.posting import NotAPostingError, PostingRefusedError, undo_posting
from tests.factories import MILLION, Person
from tests.initiatives.posting.effects import JANUARY, effect, post


def problems_of(refused: Callable[[], object]) -> list[str]:
    with pytest.raises(PostingRefusedError) as refusal:
        refused()
    return refusal.value.problems


def test_posting_makes_one_decision_with_less_for_each_area_and_year(placed: Catalogue, controller: Membership) -> None:
    home, later, support = (
        effect(placed, "botilbud-107"),
        effect(placed, "botilbud-107", 2020),
        effect(placed, "stoette-85"),
    )

    decision = post(controller, placed, {home.pk: MILLION, later.pk: MILLION, support.pk: 400_000 * Decimal(1)})

    assert (decision.kind, decision.round.year, decision.decided_on) == (AppropriationKind.SUPPLEMENTARY, 2019, JANUARY)
    assert [(a.area.code, a.year, a.gross, a.income, a.refund) for a in decision.appropriations.all()] == [
        ("50.1", 2019, -MILLION, 0, 0),
        ("50.2", 2019, -400_000, 0, 0),
        ("50.1", 2020, -MILLION, 0, 0),
    ]
    assert {p.effect_id: p.of_effect for p in BudgetPosting.objects.all()} == {
        home.pk: MILLION,
        later.pk: MILLION,
        support.pk: 400_000,
    }
    assert "Pris- og lønniveauet er ikke oplyst. Beløbene er derfor bevilget, som de står" in decision.note
    entry = AuditEntry.objects.get(action="effekter udmøntet i budgettet")
    assert len(entry.changes) == 3
    assert {"felt": "§ 107, 2019", "før": None, "efter": "1.000.000 kr."} in entry.changes


def test_the_corrected_budget_is_less_by_what_is_posted(placed: Catalogue, controller: Membership) -> None:
    write_decision(
        actor=None,
        municipality=placed.municipality,
        round_year=2019,
        kind=AppropriationKind.ADOPTED,
        decided_on=date(2018, 10, 10),
        title="Budget 2019",
        note="",
        text="50.1;2019;9.000.000;;",
    )
    post(controller, placed, {effect(placed, "botilbud-107").pk: MILLION})

    decided = Appropriation.objects.of_municipality(placed.municipality).of_year(2019, date(2019, 12, 31))

    assert decided.by_area("net") == {placed.municipality.areas.get(code="50.1").pk: 8 * MILLION}


def test_only_the_remaining_amount_can_be_posted_later(placed: Catalogue, controller: Membership) -> None:
    home = effect(placed, "botilbud-107")
    post(controller, placed, {home.pk: Decimal(600_000)})

    (problem,) = problems_of(lambda: post(controller, placed, {home.pk: Decimal("400000.01")}))
    post(controller, placed, {home.pk: Decimal(400_000)})

    assert "400.000,01 kr. er ikke en del af de 400.000 kr., der mangler at blive udmøntet." in problem
    assert problem.endswith("Skriv et beløb mellem 0 kr. og 400.000 kr.")
    assert load_effects(placed)[home.pk].remaining == 0
    assert (
        "Hele effekten er allerede udmøntet." in problems_of(lambda: post(controller, placed, {home.pk: Decimal(1)}))[0]
    )


def test_a_cost_is_posted_as_more_budget(placed: Catalogue, controller: Membership) -> None:
    case = placed.initiatives.get(key="investeringscase")
    case.lines.update(area=placed.municipality.areas.get(code="50.1"))
    placed.initiatives.filter(pk=case.pk).update(budget_effect=BudgetEffect.TO_BE_POSTED)
    cost = effect(placed, "investeringscase")

    assert (
        "1.000.000 kr. er ikke en del af de −1.500.000 kr."
        in problems_of(lambda: post(controller, placed, {cost.pk: MILLION}))[0]
    )
    decision = post(controller, placed, {cost.pk: -MILLION})

    assert decision.appropriations.get().gross == MILLION


def test_every_problem_with_a_posting_is_reported_together(placed: Catalogue, controller: Membership) -> None:
    placed.initiatives.filter(key="oevrige-tiltag").update(budget_effect=BudgetEffect.AVOIDS_OVERSPEND)
    placed.initiatives.filter(key="alternativ-aflastning").update(budget_effect=BudgetEffect.IN_BUDGET)
    keys = ("botilbud-107", "stu", "oevrige-tiltag", "alternativ-aflastning", "til-eget-hjem")
    home, without_area, avoids, counted, unknown = (effect(placed, key).pk for key in keys)
    late, dropped = effect(placed, "stoette-85", 2022).pk, effect(placed, "ledsagerordning").pk
    amounts = dict.fromkeys((without_area, avoids, counted, unknown, late, dropped), Decimal(1000))

    problems = problems_of(
        lambda: post(controller, placed, amounts | {home: Decimal(0), 999_999: MILLION}, year=2018, title=" ")
    )

    for words in (
        "Titlen skal være på 1–200 tegn.",
        "STU, 2019: Linjen mangler en ramme. Angiv den under Tiltagenes plads i budgettet.",
        "Tiltaget er angivet som “undgår et merforbrug” og udmøntes ikke.",
        "Tiltaget er angivet som “regnet ind i budgettet” og udmøntes ikke.",
        "Virkningen på budgettet er ikke oplyst. Angiv den under Tiltagenes plads i budgettet.",
        "2022 er ikke et af årene i budget 2018. Vælg linjer for 2018–2021.",
        f"Effekt nr. {dropped} er ikke blandt katalogets vedtagne",
        "Effekt nr. 999999 er ikke blandt katalogets vedtagne",
        "§ 107, 2019: 0 kr. kan ikke udmøntes",
    ):
        assert sum(words in problem for problem in problems) == 1, words
    assert not BudgetDecision.objects.exists()
    assert not AuditEntry.objects.filter(action="effekter udmøntet i budgettet").exists()


def test_no_lines_and_an_invalid_year_are_refused(placed: Catalogue, controller: Membership) -> None:
    problems = problems_of(lambda: post(controller, placed, {}, year=1850))

    assert problems == [
        "Budgetåret er 1850. Skal være: et år fra 2000 til 2100.",
        "Vælg mindst én linje, der skal udmøntes.",
    ]


@pytest.mark.parametrize("lifecycle", [Lifecycle.PROPOSED, Lifecycle.CLOSED, Lifecycle.DROPPED])
def test_only_what_is_adopted_and_not_ended_is_posted(
    placed: Catalogue, controller: Membership, lifecycle: Lifecycle
) -> None:
    home = effect(placed, "botilbud-107")
    placed.initiatives.filter(key="botilbud-107").update(lifecycle=lifecycle, ended_on=JANUARY, ended_reason="x")

    (problem,) = problems_of(lambda: post(controller, placed, {home.pk: MILLION}))

    assert (
        "er afsluttet. Kun vedtagne" in problem
        if lifecycle == Lifecycle.CLOSED
        else "ikke blandt katalogets vedtagne" in problem
    )


def end_line(catalogue: Catalogue, key: str) -> None:
    initiative = catalogue.initiatives.get(key=key)
    committee, _ = catalogue.municipality.committees.get_or_create(name="Socialudvalget")
    item = AgendaItem.objects.create(
        municipality=catalogue.municipality, committee=committee, held_on=JANUARY, number="1", title="Punkt"
    )
    version = CaseVersion.objects.create(initiative=initiative, number=1, kind="written", content={})
    decision = Decision.objects.create(item=item, initiative=initiative, outcome="dropped", version=version)
    initiative.lines.update(ended_by=decision)


def test_a_line_that_a_decision_has_ended_is_not_posted(placed: Catalogue, controller: Membership) -> None:
    end_line(placed, "botilbud-107")

    assert (
        "ikke blandt katalogets vedtagne"
        in problems_of(lambda: post(controller, placed, {effect(placed, "botilbud-107").pk: MILLION}))[0]
    )


def test_posted_lines_that_ended_later_are_still_shown_as_ended(placed: Catalogue, controller: Membership) -> None:
    home = effect(placed, "botilbud-107")
    post(controller, placed, {home.pk: Decimal(600_000)})
    end_line(placed, "botilbud-107")

    effects = load_effects(placed)
    (row,) = group_by_year([effects[home.pk]], {})

    assert (row.state, row.adopted, row.remaining) == (PostingState.ENDED, Decimal(0), None)
    assert "Linjen er udgået" in problems_of(lambda: post(controller, placed, {home.pk: Decimal(1)}))[0]


def test_amounts_are_carried_to_the_prices_of_the_budget(placed: Catalogue, controller: Membership) -> None:
    home = effect(placed, "botilbud-107")
    Catalogue.objects.filter(pk=placed.pk).update(price_level=2017)
    placed.refresh_from_db()
    PriceIndex.objects.all().delete()
    for year, percent in ((2018, 2), (2019, 1)):
        PriceIndex.objects.create(steering_area="service", year=year, percent=percent, is_example=year == 2018)
    home.line.steering_area = "service"
    home.line.save()

    decision = post(controller, placed, {home.pk: MILLION})

    posting = BudgetPosting.objects.get()
    assert (posting.amount, posting.of_effect) == (Decimal("1030200.00"), MILLION)
    assert decision.appropriations.get().gross == Decimal("-1030200.00")
    assert "Omregnet fra 2017-priser til budgettets 2019-priser." in decision.note
    assert "eksempler på pris- og lønfremskrivning" in decision.note
    assert load_effects(placed)[home.pk].remaining == 0


def test_a_missing_index_stops_a_posting_and_names_the_year(placed: Catalogue, controller: Membership) -> None:
    Catalogue.objects.filter(pk=placed.pk).update(price_level=2017)
    placed.refresh_from_db()
    PriceIndex.objects.filter(year=2019).delete()

    (problem,) = problems_of(lambda: post(controller, placed, {effect(placed, "botilbud-107").pk: MILLION}))

    assert "Der mangler pris- og lønfremskrivning for service i 2019." in problem
    assert not BudgetDecision.objects.exists()


def test_a_line_is_carried_from_its_own_price_level(placed: Catalogue, controller: Membership) -> None:
    home = effect(placed, "botilbud-107")
    home.line.price_level = 2019
    home.line.save()
    Catalogue.objects.filter(pk=placed.pk).update(price_level=2017)
    placed.refresh_from_db()
    PriceIndex.objects.all().delete()

    post(controller, placed, {home.pk: MILLION})

    assert BudgetPosting.objects.get().amount == MILLION


def test_a_frame_saving_is_taken_from_the_areas_of_the_units(placed: Catalogue, controller: Membership) -> None:
    home = effect(placed, "botilbud-107")
    areas = placed.municipality.areas
    FrameShare.objects.create(effect=home, unit="Enhed A", area=areas.get(code="50.1"), amount=300_000)
    FrameShare.objects.create(effect=home, unit="Enhed B", area=areas.get(code="50.2"), amount=600_000)

    decision = post(controller, placed, {home.pk: Decimal(500_000)})

    assert [(a.area.code, a.gross) for a in decision.appropriations.all()] == [("50.1", -200_000), ("50.2", -300_000)]
    assert load_effects(placed)[home.pk].posted == 500_000


def test_units_without_an_area_and_units_with_too_much_are_reported(placed: Catalogue, controller: Membership) -> None:
    home, stu = effect(placed, "botilbud-107"), effect(placed, "stu")
    area = placed.municipality.areas.get(code="50.1")
    FrameShare.objects.create(effect=home, unit="Enhed A", area=area, amount=1_500_000)
    FrameShare.objects.create(effect=stu, unit="Enhed B", amount=1_000_000)

    problems = problems_of(lambda: post(controller, placed, {home.pk: MILLION, stu.pk: MILLION}))

    assert ["Enhederne har fået mere, end effekten er" in problems[0], "Enhed B mangler en ramme." in problems[1]] == [
        True,
        True,
    ]


def test_undoing_reverts_everything_and_records_what(placed: Catalogue, controller: Membership) -> None:
    home, support = effect(placed, "botilbud-107"), effect(placed, "stoette-85")
    decision = post(controller, placed, {home.pk: MILLION, support.pk: MILLION})

    assert undo_posting(membership=controller, decision=decision) == 2

    assert not BudgetDecision.objects.exists()
    assert not Appropriation.objects.exists()
    assert load_effects(placed)[home.pk].remaining == MILLION
    entry = AuditEntry.objects.get(action="udmøntning fortrudt")
    assert [(change["før"], change["efter"]) for change in entry.changes] == [("1.000.000 kr.", None)] * 2


def test_only_what_a_posting_made_is_undone(placed: Catalogue, controller: Membership) -> None:
    written_decision = write_decision(
        actor=None,
        municipality=placed.municipality,
        round_year=2019,
        kind=AppropriationKind.SUPPLEMENTARY,
        decided_on=JANUARY,
        title="Tillæg",
        note="",
        text="50.1;2019;-5;;",
    )
    with pytest.raises(NotAPostingError, match="ikke oprettet ved en udmøntning"):
        undo_posting(membership=controller, decision=written_decision)
    posted_decision = post(controller, placed, {effect(placed, "botilbud-107").pk: MILLION})
    posted_decision.appropriations.update(income=-1)

    with pytest.raises(NotAPostingError, match=r"er −1\.000\.001 kr\., men udmøntningen gav −1\.000\.000 kr\."):
        undo_posting(membership=controller, decision=posted_decision)

    assert BudgetPosting.objects.count() == 1


def test_another_municipalitys_posting_is_not_undone(placed: Catalogue, controller: Membership, person: Person) -> None:
    decision = post(controller, placed, {effect(placed, "botilbud-107").pk: MILLION})
    person("vera", Role.CONTROLLER, "varde")
    vera = Membership.objects.select_related("municipality", "user").get(user__username="vera")

    with pytest.raises(NotAPostingError, match="ikke kommunens egen"):
        undo_posting(membership=vera, decision=decision)
