"""Transfers: a new initiative takes over a part of another's target."""

from decimal import Decimal

import pytest
from django.test import Client

from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.models import AuditEntry, Membership
from initiatives.catalogues.exports.catalogue import catalogue_sheets
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.grid import build_grid
from initiatives.followup.rounds import initiatives_of
from initiatives.followup.saving import Row, save_row
from initiatives.followup.transfers import TransferError, move_target, undo_transfer
from initiatives.pages.plan import build_plan
from initiatives.reconciliation.material import load_material
from initiatives.reconciliation.reconciling import reconcile
from initiatives.results.models import FollowUpRound, TargetTransfer
from initiatives.results.targets import load_targets
from tests.factories import SCREEN_VISITS, approved, load_catalogue, logged_in, row_of

THOUSAND = Decimal(1000)


@pytest.fixture
def may(rounds: list[FollowUpRound]) -> FollowUpRound:
    return rounds[4]


@pytest.fixture
def residual(ballerup: Catalogue) -> Initiative:
    return ballerup.initiatives.get(key="oevrige-tiltag")


def move(
    members: dict[str, Membership], round_: FollowUpRound, source_initiative: Initiative, **amounts: int
) -> Initiative:
    return move_target(
        membership=members["alice"],
        round_=round_,
        source_initiative=source_initiative,
        new=SCREEN_VISITS,
        amounts={int(year.removeprefix("y")): amount * THOUSAND for year, amount in amounts.items()},
    )


def test_the_residual_line_is_drawn_down_by_a_new_initiative_from_its_month_on(
    may: FollowUpRound, residual: Initiative, members: dict[str, Membership]
) -> None:
    visits = move(members, may, residual, y2019=300, y2020=450)

    assert row_of(may, visits).target_year == 300 * THOUSAND
    assert row_of(may, visits).target_to_date == Decimal("37500.00")
    assert row_of(may, visits).target.later == {2020: 450 * THOUSAND}
    assert row_of(may, residual).target_year == 450 * THOUSAND
    assert row_of(may, residual).target.later == dict.fromkeys((2021, 2022), 750 * THOUSAND) | {2020: 300 * THOUSAND}
    assert AuditEntry.objects.filter(action="måltal flyttet", label="Skærmbesøg").count() == 1


def test_earlier_rounds_keep_their_targets_and_do_not_know_the_new_one(
    may: FollowUpRound, rounds: list[FollowUpRound], residual: Initiative, members: dict[str, Membership]
) -> None:
    visits = move(members, may, residual, y2019=300)

    assert row_of(rounds[3], residual).target_year == 750 * THOUSAND
    assert visits not in initiatives_of(rounds[3])
    assert visits in initiatives_of(rounds[11])
    april, in_may = FollowUpRound.objects.filter(period__in=(4, 5)).with_row_counts().order_by("period")
    assert in_may.row_count == april.row_count + 1 == len(build_grid(may).rows)


@pytest.mark.parametrize("month", [4, 5, 12])
def test_a_transfer_keeps_the_total_target_of_the_plan(
    may: FollowUpRound, residual: Initiative, members: dict[str, Membership], month: int
) -> None:
    def promised() -> list[Decimal]:
        targets = load_targets(list(residual.catalogue.initiatives.values_list("pk", flat=True)), 2019, month).values()
        years = [sum((t.year or Decimal(0) for t in targets), Decimal(0))]
        return years + [
            sum((t.later.get(year, Decimal(0)) for t in targets), Decimal(0)) for year in (2020, 2021, 2022)
        ]

    before = promised()
    move(members, may, residual, y2019=300, y2020=750, y2022=1)

    assert promised() == before


def test_no_year_transfers_more_than_remains_and_all_faults_are_reported_together(
    may: FollowUpRound, residual: Initiative, members: dict[str, Membership]
) -> None:
    move(members, may, residual, y2019=300)

    with pytest.raises(TransferError) as refused:
        move(members, may, residual, y2019=451, y2020=-1, y2030=5)

    assert list(refused.value.problems) == [2019, 2020, 2030]
    assert TargetTransfer.objects.count() == 1
    with pytest.raises(TransferError, match="mindst ét år"):
        move(members, may, residual)
    assert move(members, may, residual, y2019=450).key == "skaermbesoeg-2"


def test_the_accounts_round_moves_no_targets(
    rounds: list[FollowUpRound], residual: Initiative, members: dict[str, Membership]
) -> None:
    with pytest.raises(TransferError, match="kan ikke flyttes i årets regnskab"):
        move(members, rounds[-1], residual, y2019=300)


def test_the_catalogue_stays_as_published_and_shows_what_was_moved(
    may: FollowUpRound, residual: Initiative, members: dict[str, Membership]
) -> None:
    catalogue = residual.catalogue
    sheets, findings = catalogue_sheets(catalogue), reconcile(load_material(catalogue)).findings
    visits = move(members, may, residual, y2019=300)
    approved(members, may, visits, 38, 300)

    plan = build_plan(catalogue)

    assert catalogue_sheets(catalogue) == sheets
    assert reconcile(load_material(catalogue)).findings == findings
    assert [row.initiative for row in plan.results.rows] == [visits] if plan.results else False
    assert visits not in [row.initiative for group in plan.groups for row in group.rows]
    page = logged_in(members["bob"].user).get("/ballerup/kataloger/ballerup-2019/").content.decode()
    assert "Flyttet forudsat effekt" in page
    assert "Det første, som resten kan bruges til." in page


def test_a_new_import_keeps_what_was_added_and_refuses_its_key(
    may: FollowUpRound, residual: Initiative, members: dict[str, Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = move(members, may, residual, y2019=300)

    load_catalogue("ballerup-2019")

    assert TargetTransfer.objects.get().to_initiative == visits
    Initiative.objects.filter(key="stu").update(key="old-stu")
    Initiative.objects.filter(pk=visits.pk).update(key="stu")
    with pytest.raises(ImportRefusedError) as refused:
        load_catalogue("ballerup-2019")
    assert [(problem.column, problem.text) for problem in refused.value.problems] == [("nøgle", "stu")]


def test_a_transfer_can_be_undone_until_it_has_been_followed_up(
    may: FollowUpRound, residual: Initiative, members: dict[str, Membership]
) -> None:
    visits = move(members, may, residual, y2019=300)
    undo_transfer(membership=members["alice"], round_=may, added=visits)
    assert row_of(may, residual).target_year == 750 * THOUSAND

    again = move(members, may, residual, y2019=300)
    save_row(membership=members["alice"], round_=may, row=Row(again, 0), values={"realised": Decimal(1)})

    with pytest.raises(TransferError, match="er fulgt op"):
        undo_transfer(membership=members["alice"], round_=may, added=again)
    with pytest.raises(TransferError):
        undo_transfer(membership=members["alice"], round_=may, added=residual)


def test_the_page_transfers_a_target_in_its_unit_and_undoes_it(
    may: FollowUpRound, residual: Initiative, members: dict[str, Membership]
) -> None:
    client, place = logged_in(members["alice"].user), f"/ballerup/opfoelgning/2019-05/tiltag/{residual.pk}"

    def post(client: Client, change: str, **fields: str) -> str:
        return client.post(f"{place}/{change}/", {"enhed": "tkr", **fields}, follow=True).content.decode()

    fields = {"title": "Skærmbesøg", "start_month": "5", "reason": "Fundet i maj.", "move-2019": "tre hundrede"}
    refused = post(client, "flyt", **fields)
    assert "Der står “tre hundrede”" in refused
    assert 'value="tre hundrede"' in refused
    assert not TargetTransfer.objects.exists()
    post(client, "flyt", **fields | {"move-2019": "300", "move-2020": ""})
    assert TargetTransfer.objects.get().amount == 300 * THOUSAND
    assert "Flyt den forudsatte effekt tilbage fra Skærmbesøg" in client.get(f"{place}/maaltal/").content.decode()
    post(client, "tag-tilbage", added=str(TargetTransfer.objects.get().to_initiative_id))
    assert not TargetTransfer.objects.exists()
    assert client.post(f"{place}/tag-tilbage/", {"added": "7"}).status_code == 404
    contributor = logged_in(members["bertha"].user)
    assert contributor.post(f"{place}/flyt/", fields).status_code == 403


def test_a_new_initiative_has_no_row_to_save_in_a_round_before_it(
    rounds: list[FollowUpRound], may: FollowUpRound, residual: Initiative, members: dict[str, Membership]
) -> None:
    visits = move(members, may, residual, y2019=300)
    client = logged_in(members["alice"].user)

    def saved(period: int) -> int:
        path = f"/ballerup/opfoelgning/2019-{period:02}/raekke/{visits.pk}/"
        return client.post(path, {"version": "0", "forecast": "1", "enhed": "tkr"}).status_code

    assert (saved(4), saved(5)) == (404, 200)
