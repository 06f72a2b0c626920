"""Filling, sending, approving and correcting: Alice controls, Bertha contributes, Mona manages, Bob reads."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.models import AuditEntry, Membership
from initiatives.catalogues.imports.importing import import_catalogue
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.deciding import approve, ask, return_rows, revise, submit
from initiatives.followup.grid import build_grid
from initiatives.followup.locking import LockedYearError
from initiatives.followup.models import ShortfallPart
from initiatives.followup.rounds import NothingToFollowError, deadline, open_year
from initiatives.followup.saving import NotYoursError, Row, RowConflictError, save_row
from initiatives.followup.yearend import PartsError, PartsSumError, PartValues, check_parts, save_parts
from initiatives.results.approved import load_newest
from initiatives.results.models import FollowUp, FollowUpRound, FollowUpYear, State, Status
from initiatives.results.states import ADVICE, InvalidTransitionError
from tests.factories import MILLION, approved, fill, logged_in, row_of


def test_a_years_rounds_are_made_at_once_with_deadlines(rounds: list[FollowUpRound]) -> None:
    assert [round_.code for round_ in rounds][-2:] == ["2019-12", "2019-regnskab"]
    assert rounds[2].deadline.isoformat() == "2019-04-10"
    assert deadline(2019, 12, 10).isoformat() == "2020-01-10"
    assert deadline(2019, 13, 10).isoformat() == "2020-03-10"


def test_the_half_year_is_the_round_of_june_with_its_own_deadline(
    members: dict[str, Membership], ballerup: Catalogue
) -> None:
    made = open_year(
        membership=members["alice"],
        year=2019,
        periods=[5, 6, 13],
        days=10,
        half_year_days=45,
        catalogues=[ballerup],
    )

    assert [round_.label for round_ in made] == ["maj 2019", "juni 2019 (halvår)", "regnskab 2019"]
    assert [round_.deadline.isoformat() for round_ in made] == ["2019-06-10", "2019-08-14", "2020-03-10"]
    assert made[1].code == "2019-06"
    with pytest.raises(IntegrityError):
        FollowUpRound.objects.filter(pk=made[0].pk).update(is_half_year=True)


def test_the_form_opens_a_year_with_a_half_year_unless_its_deadline_is_empty(
    members: dict[str, Membership], ballerup: Catalogue
) -> None:
    client = logged_in(members["alice"].user)
    fields = {"year": "2019", "periods": ["6"], "days": "10", "catalogues": [ballerup.pk]}
    client.post("/ballerup/opfoelgning/", fields | {"half_year_days": ""})
    client.post("/ballerup/opfoelgning/", fields | {"year": "2020", "half_year_days": "30"})

    assert [r.label for r in FollowUpRound.objects.order_by("year")] == ["juni 2019", "juni 2020 (halvår)"]


def test_creating_the_rounds_again_adds_only_the_missing_ones(
    rounds: list[FollowUpRound], members: dict[str, Membership], ballerup: Catalogue
) -> None:
    rounds[4].delete()

    made = open_year(membership=members["alice"], year=2019, periods=range(1, 14), days=20, catalogues=[ballerup])

    assert [round_.period for round_ in made] == [5]
    with pytest.raises(NothingToFollowError):
        open_year(membership=members["alice"], year=2020, periods=[1], days=10, catalogues=[])


def test_the_grid_has_a_row_for_what_is_under_way_and_lists_what_was_dropped(march: FollowUpRound) -> None:
    grid = build_grid(march)

    assert len(grid.rows) == 10
    ended = [row.initiative.key for group in grid.groups for row in group.rows if row.is_ended]
    assert ended == ["ledsagerordning", "koersel-fritid"]
    assert (grid.sum.target, grid.sum.to_date) == (Decimal("7.25") * MILLION, Decimal("7.25") * MILLION / 4)
    assert (grid.sum.forecast, grid.sum.deviation, grid.sum.without_forecast) == (None, None, 10)
    assert grid.filled == 0


def test_the_target_to_date_follows_start_and_weights_in_the_first_year_only(
    rounds: list[FollowUpRound], members: dict[str, Membership], stu: Initiative, ballerup: Catalogue
) -> None:
    stu.lines.update(start_month=7)
    next_year = open_year(membership=members["alice"], year=2020, periods=[6], days=10, catalogues=[ballerup])

    assert row_of(rounds[5], stu).target_to_date == 0
    assert row_of(rounds[8], stu).target_to_date == MILLION / 2
    assert row_of(next_year[0], stu).target_to_date == MILLION / 2


def test_saving_a_row_counts_its_version_up_and_records_who_saved_it(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    follow_up = fill(members["alice"], march, stu, 250, 700)

    assert (follow_up.version, follow_up.edited_by) == (1, members["alice"].user)
    row = row_of(march, stu)
    assert [row.deviation, row.status] == [-300_000, Status.BEHIND]
    entry = AuditEntry.objects.latest("at")
    assert entry.action == "opfølgning skrevet"
    assert {change["felt"] for change in entry.changes} == {"opnået effekt", "forventet effekt"}


def test_a_row_with_a_long_title_is_saved_and_its_page_shows_the_event_after_it_was_renamed(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    stu.title = "Særligt tilrettelagt ungdomsuddannelse " * 5
    stu.save()
    fill(members["alice"], march, stu, 250, 700)
    stu.title = "STU"
    stu.save()

    path = f"/ballerup/opfoelgning/{march.code}/tiltag/{stu.pk}/historik/"
    assert "opfølgning skrevet" in logged_in(members["alice"].user).get(path).content.decode()


def test_saving_the_same_again_makes_no_version_and_no_event(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["alice"], march, stu, 250, 700)
    before = AuditEntry.objects.count()

    assert fill(members["alice"], march, stu, 250, 700).version == 1
    assert AuditEntry.objects.count() == before


def test_two_people_on_one_row_do_not_write_over_each_other(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    seen_version = row_of(march, stu).version
    fill(members["alice"], march, stu, 250, 700)

    with pytest.raises(RowConflictError) as conflict:
        save_row(
            membership=members["anna"],
            round_=march,
            row=Row(stu, seen_version),
            values={"forecast": Decimal(1_000_000)},
        )

    assert conflict.value.current is not None
    assert conflict.value.current.forecast == 700_000
    assert FollowUp.objects.get().forecast == 700_000


def test_a_contributor_fills_her_own_rows_and_no_others(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative, ballerup: Catalogue
) -> None:
    stu.responsible = members["bertha"].user
    stu.save()

    assert fill(members["bertha"], march, stu, 250, 700).edited_by == members["bertha"].user
    with pytest.raises(NotYoursError):
        fill(members["bertha"], march, ballerup.initiatives.get(key="botilbud-107"), 1, 1)
    with pytest.raises(NotYoursError):
        fill(members["bob"], march, stu, 1, 1)


def test_a_dropped_initiative_cannot_be_filled(
    march: FollowUpRound, members: dict[str, Membership], ballerup: Catalogue
) -> None:
    dropped = ballerup.initiatives.get(key="ledsagerordning")

    with pytest.raises(NotYoursError):
        save_row(membership=members["alice"], round_=march, row=Row(dropped, 0), values={"forecast": Decimal(1)})


def test_sending_freezes_target_and_status_and_skips_what_is_not_filled(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["alice"], march, stu, 250, 700)

    outcome = submit(membership=members["alice"], round_=march)

    assert (outcome.taken, len(outcome.refused)) == (1, 9)
    stu.lines.get().effects.filter(year=2019).update(amount=2_000_000)
    row = row_of(march, stu)
    assert (row.target_year, row.target_to_date, row.status) == (MILLION, MILLION / 4, Status.BEHIND)
    with pytest.raises(InvalidTransitionError, match="Opfølgningen er sendt og kan ikke ændres"):
        fill(members["alice"], march, stu, 1, 1)


def test_sending_twice_sends_once(march: FollowUpRound, members: dict[str, Membership], stu: Initiative) -> None:
    fill(members["alice"], march, stu, 250, 700)

    assert submit(membership=members["alice"], round_=march, only=[stu.pk]).taken == 1
    assert submit(membership=members["alice"], round_=march, only=[stu.pk]).taken == 0
    assert FollowUp.objects.get().submitted_by == members["alice"].user


def test_nobody_approves_what_she_sent_herself(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["alice"], march, stu, 250, 700)
    submit(membership=members["alice"], round_=march)

    outcome = approve(membership=members["alice"], round_=march)

    assert outcome.taken == 0
    assert "selv sendt" in outcome.refused[0][1]
    with pytest.raises(IntegrityError, match="approved_by_another"), transaction.atomic():
        FollowUp.objects.update(state=State.APPROVED, decided_by=members["alice"].user)


def test_a_returned_row_carries_its_question_and_is_mended_and_approved(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["alice"], march, stu, 250, 700)
    submit(membership=members["alice"], round_=march)
    return_rows(membership=members["mona"], round_=march, question="Hvorfor 700?", only=[stu.pk])

    row = row_of(march, stu)
    assert (row.state, row.follow_up and row.follow_up.question) == (State.RETURNED, "Hvorfor 700?")
    fill(members["alice"], march, stu, 250, 650)
    assert FollowUp.objects.get().question == ""
    submit(membership=members["alice"], round_=march, only=[stu.pk])
    approve(membership=members["mona"], round_=march)

    assert row_of(march, stu).state == State.APPROVED
    assert FollowUp.objects.get().forecast == 650_000


def test_sending_returning_and_approving_are_events_with_who_and_what_was_asked(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["alice"], march, stu, 250, 700)
    submit(membership=members["alice"], round_=march, only=[stu.pk])
    return_rows(membership=members["mona"], round_=march, question="Hvorfor 700?", only=[stu.pk])
    submit(membership=members["anna"], round_=march, only=[stu.pk])
    approve(membership=members["mona"], round_=march, only=[stu.pk])

    steps = AuditEntry.objects.filter(label="STU, marts 2019").exclude(action="opfølgning skrevet").order_by("pk")
    events = [(step.action, str(step.actor), step.changes[0]["efter"], step.changes[0]["ord"]) for step in steps]
    assert events == [
        ("opfølgning sendt", "alice", "sendt", ""),
        ("opfølgning returneret", "mona", "sendt tilbage", "Hvorfor 700?"),
        ("opfølgning sendt", "anna", "sendt", ""),
        ("opfølgning godkendt", "mona", "godkendt", ""),
    ]


def test_an_approved_row_is_never_changed_not_even_by_the_database(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    approved(members, march, stu, 250, 700)

    with pytest.raises(InvalidTransitionError):
        fill(members["alice"], march, stu, 1, 1)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        FollowUp.objects.update(forecast=1)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        FollowUp.objects.all().delete()


def test_a_correction_is_the_next_revision_with_a_reason_and_the_approved_one_stays(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    approved(members, march, stu, 250, 700)

    revise(membership=members["alice"], round_=march, initiative_id=stu.pk, reason="131 var 141.")
    fill(members["alice"], march, stu, 200, 600)

    first, second = FollowUp.objects.order_by("revision")
    assert (first.state, first.forecast) == (State.APPROVED, 700_000)
    assert (second.state, second.revision, second.revision_reason) == (State.DRAFT, 1, "131 var 141.")
    with pytest.raises(InvalidTransitionError):
        revise(membership=members["alice"], round_=march, initiative_id=stu.pk, reason="Igen")


def test_the_newest_before_a_month_is_the_highest_month_then_the_highest_revision(
    rounds: list[FollowUpRound], members: dict[str, Membership], stu: Initiative
) -> None:
    approved(members, rounds[0], stu, 10, 900)
    approved(members, rounds[1], stu, 20, 800)
    revise(membership=members["alice"], round_=rounds[0], initiative_id=stu.pk, reason="Rettet")
    approved(members, rounds[0], stu, 11, 950)
    revise(membership=members["alice"], round_=rounds[1], initiative_id=stu.pk, reason="Rettet")
    approved(members, rounds[1], stu, 21, 810)

    in_march, in_february = (row_of(rounds[place], stu).before for place in (2, 1))

    assert in_march is not None
    assert [in_march.label, in_march.realised, in_march.forecast] == ["februar 2019", 21_000, 810_000]
    assert in_february is not None
    assert [in_february.label, in_february.realised] == ["januar 2019", 11_000]
    newest = load_newest(stu.catalogue.municipality, [stu.pk], (2019, 12))
    assert [figures.forecast for figures in newest[stu.pk].values()] == [810_000]


def test_a_draft_does_not_count_as_the_previous_report(
    rounds: list[FollowUpRound], members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["alice"], rounds[0], stu, 10, 900)

    assert row_of(rounds[1], stu).before is None


def test_january_starts_at_zero_with_what_last_year_expected(
    rounds: list[FollowUpRound], members: dict[str, Membership], stu: Initiative, ballerup: Catalogue
) -> None:
    fill(members["alice"], rounds[11], stu, 250, 250)
    FollowUpYear.objects.create(follow_up=FollowUp.objects.get(), year=2020, forecast=400_000)
    submit(membership=members["alice"], round_=rounds[11], only=[stu.pk])
    approve(membership=members["mona"], round_=rounds[11])
    (january,) = open_year(membership=members["alice"], year=2020, periods=[1], days=10, catalogues=[ballerup])

    before = row_of(january, stu).before

    assert before is not None
    assert [before.realised, before.forecast, before.label] == [0, 400_000, "skøn fra 2019"]


def test_approved_accounts_close_the_whole_year(
    rounds: list[FollowUpRound], members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["alice"], rounds[12], stu, 250, 250)
    refused = submit(membership=members["alice"], round_=rounds[12], only=[stu.pk]).refused
    assert "ikke fordelt" in refused[0][1]
    save_shortfall(
        members["alice"], rounds[12], stu, PartValues(ShortfallPart.Treatment.WRITTEN_DOWN, Decimal(750_000))
    )
    approved(members, rounds[12], stu, 250, 250)

    with pytest.raises(
        LockedYearError, match=r"Regnskabet for 2019 er godkendt\. Runden marts 2019 kan derfor ikke ændres"
    ):
        fill(members["alice"], rounds[2], stu, 1, 1)
    with pytest.raises(LockedYearError):
        revise(membership=members["alice"], round_=rounds[12], initiative_id=stu.pk, reason="For sent")
    with pytest.raises(LockedYearError):
        submit(membership=members["alice"], round_=rounds[2])


def save_shortfall(membership: Membership, round_: FollowUpRound, initiative: Initiative, *parts: PartValues) -> None:
    save_parts(membership=membership, round_=round_, row=row_of(round_, initiative), parts=parts)


def test_a_shortfall_is_split_to_the_krone_into_carried_over_written_down_and_replaced(
    rounds: list[FollowUpRound], members: dict[str, Membership], stu: Initiative, ballerup: Catalogue
) -> None:
    alice, accounts = members["alice"], rounds[12]
    other = ballerup.initiatives.get(key="stoette-85")
    fill(alice, accounts, stu, 250, 250)
    carried = PartValues(ShortfallPart.Treatment.CARRIED, Decimal(400_000))
    down = PartValues(ShortfallPart.Treatment.WRITTEN_DOWN, Decimal(300_000))

    with pytest.raises(PartsSumError, match=r"Fordelingen er på 700\.000 kr\., men der mangler 750\.000 kr\."):
        save_shortfall(alice, accounts, stu, carried, down)
    with pytest.raises(PartsError, match="Vælg det tiltag"):
        save_shortfall(alice, accounts, stu, PartValues(ShortfallPart.Treatment.REPLACED, Decimal(750_000)))
    replaced = PartValues(ShortfallPart.Treatment.REPLACED, Decimal(50_000), other)
    save_shortfall(alice, accounts, stu, carried, down, replaced)
    approved(members, accounts, stu, 250, 250)
    (january,) = open_year(membership=alice, year=2020, periods=[1], days=10, catalogues=[ballerup])

    assert row_of(january, stu).carried == 400_000
    assert row_of(january, other).carried == 0


@given(st.lists(st.decimals(min_value=1, max_value=10**7, places=2), min_size=1, max_size=3), st.decimals(1, 10**7))
def test_parts_are_accepted_only_when_they_add_up_to_the_shortfall(amounts: list[Decimal], off: Decimal) -> None:
    kinds = [ShortfallPart.Treatment.CARRIED, ShortfallPart.Treatment.WRITTEN_DOWN, ShortfallPart.Treatment.CARRIED]
    parts = [PartValues(kind, amount) for kind, amount in zip(kinds, amounts, strict=False)]
    shortfall = sum(amounts, Decimal(0))

    check_parts(shortfall, parts)
    with pytest.raises(PartsSumError):
        check_parts(shortfall + off, parts)


def test_approved_results_are_shown_on_the_initiative_and_the_catalogue(
    rounds: list[FollowUpRound], members: dict[str, Membership], stu: Initiative
) -> None:
    approved(members, rounds[1], stu, 40, 900)
    fill(members["alice"], rounds[2], stu, 60, 111)
    reader = logged_in(members["bob"].user)

    for path in ("/ballerup/kataloger/ballerup-2019/", "/ballerup/kataloger/ballerup-2019/tiltag/stu/"):
        html = reader.get(path).content.decode()
        assert "til og med februar 2019" in html
        assert '<td class="amount">900</td>' in html
        assert '<td class="amount">111</td>' not in html


def test_an_import_cannot_remove_a_followed_up_initiative(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative, folder: Path
) -> None:
    fill(members["alice"], march, stu, 250, 700)
    for file in ("tiltag.csv", "effekter.csv", "forudsaetninger.csv"):
        lines = (folder / file).read_text().splitlines(keepends=True)
        (folder / file).write_text("".join(line for line in lines if not line.startswith("stu;")))
    figures = (folder / "offentliggjorte_tal.csv").read_text()
    (folder / "offentliggjorte_tal.csv").write_text(figures.replace(";stu;", ";;"))

    with pytest.raises(ImportRefusedError, match=r"STU mangler i filen\. Skal være: alt det, der er fulgt"):
        import_catalogue(path=folder, actor=None)

    assert Initiative.objects.filter(pk=stu.pk).exists()


def test_a_question_can_be_asked_on_an_empty_row_and_is_removed_by_the_answer(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    ask(membership=members["alice"], round_=march, question="Er det begyndt?", only=[stu.pk])
    stu.responsible = members["bertha"].user
    stu.save()
    assert FollowUp.objects.get().question == "Er det begyndt?"

    fill(members["bertha"], march, stu, 0, 1000)

    assert FollowUp.objects.get().question == ""


def test_a_status_is_overridden_with_a_reason(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["alice"], march, stu, 250, 700)
    values = {"chosen_status": "risk", "status_reason": "Prisen forhandles om igen i maj."}
    save_row(membership=members["alice"], round_=march, row=Row(stu, 1), values=values)

    row = row_of(march, stu)

    assert (row.proposed, row.status) == (Status.BEHIND, Status.RISK)


def test_the_page_without_javascript_saves_every_changed_row(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    client = logged_in(members["alice"].user)
    path = "/ballerup/opfoelgning/2019-03/"
    posted = {f"realised-{stu.pk}": "250", f"forecast-{stu.pk}": "700,5", f"version-{stu.pk}": "0", "enhed": "tkr"}

    response = client.post(path, posted, follow=True)

    assert "Alle ændringer er gemt." in response.content.decode()
    assert FollowUp.objects.get().forecast == 700_500


def test_what_is_typed_in_a_row_is_text_and_never_markup_for_the_next_who_reads_it(
    rounds: list[FollowUpRound], members: dict[str, Membership], stu: Initiative
) -> None:
    markup = "</textarea><script>alert(1)</script>"
    fill(members["alice"], rounds[1], stu, 250, 700)
    values = {"explanation": markup}
    save_row(membership=members["alice"], round_=rounds[1], row=Row(stu, 1), values=values)
    ask(membership=members["anna"], round_=rounds[1], question=markup, only=[stu.pk])
    path = "/ballerup/opfoelgning/2019-02/"

    pages = [logged_in(members["alice"].user).get(path), logged_in(members["bob"].user).get(path)]
    submit(membership=members["alice"], round_=rounds[1], only=[stu.pk])
    approve(membership=members["mona"], round_=rounds[1], only=[stu.pk])
    pages += [logged_in(members["bob"].user).get("/ballerup/kataloger/ballerup-2019/tiltag/stu/")]
    pages += [logged_in(members["alice"].user).get("/ballerup/opfoelgning/2019-03/")]
    pages += [logged_in(members["bob"].user).get(f"{path}tiltag/{stu.pk}/{part}") for part in ("", "historik/")]

    for page in pages:
        html = page.content.decode()
        assert "&lt;script&gt;alert(1)" in html, page.request["PATH_INFO"]
        assert "<script>alert(1)" not in html, page.request["PATH_INFO"]


def test_unreadable_input_is_reported_and_stays_on_the_page_and_the_other_rows_are_saved(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative, ballerup: Catalogue
) -> None:
    other = ballerup.initiatives.get(key="botilbud-107")
    posted = {f"forecast-{stu.pk}": "syv", f"version-{stu.pk}": "0", f"forecast-{other.pk}": "900", "enhed": "tkr"}

    response = logged_in(members["alice"].user).post("/ballerup/opfoelgning/2019-03/", posted)

    html = response.content.decode()
    assert response.status_code == 422
    assert "Der står “syv”. Skal være: et beløb i 1.000 kr." in html
    assert 'value="syv"' in html
    assert FollowUp.objects.get().initiative == other


def save(client: Client, initiative: Initiative, **fields: str) -> tuple[int, dict[str, object]]:
    response = client.post(f"/ballerup/opfoelgning/2019-03/raekke/{initiative.pk}/", {"enhed": "tkr", **fields})
    return response.status_code, response.json()


def test_a_row_saves_itself_and_gets_its_figures_back(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    status, answer = save(logged_in(members["alice"].user), stu, version="0", realised="250", forecast="700")

    assert status == 200
    assert (answer["version"], answer["deviation"], answer["status"]) == (1, "−300", "bagefter planen")
    assert str(answer["saved"]).startswith("Gemt ")


def test_the_sums_have_an_address_of_their_own(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["alice"], march, stu, 250, 700)

    answer = logged_in(members["bob"].user).get("/ballerup/opfoelgning/2019-03/summer/?enhed=tkr").json()

    assert (answer["filled"], answer["rows"]) == (1, 10)
    assert answer["sums"]["all"] == {"realised": "250", "forecast": "700", "deviation": "−300"} | {
        "without": "heraf 9 uden forventet effekt, ikke med i Forventet og Afvigelse"
    }
    assert answer["sums"]["group-0"]["deviation"] == "−300"


def test_a_save_over_another_users_text_shows_both_until_it_is_confirmed(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["anna"], march, stu, 250, 700)
    client, path = logged_in(members["alice"].user), "/ballerup/opfoelgning/2019-03/"
    posted = {f"forecast-{stu.pk}": "900", f"version-{stu.pk}": "0", "enhed": "tkr"}

    for _ in range(2):
        html = client.post(path, posted).content.decode()
        assert "Der står nu: opnået effekt 250; forventet effekt 700" in html
        assert f'name="version-{stu.pk}" value="0"' in " ".join(html.split())

    assert FollowUp.objects.get().forecast == 700_000


def test_the_same_figures_in_another_notation_are_no_change(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["alice"], march, stu, 250, 700)
    posted = {f"realised-{stu.pk}": "250,0", f"explanation-{stu.pk}": "", f"version-{stu.pk}": "0", "enhed": "tkr"}

    assert logged_in(members["alice"].user).post("/ballerup/opfoelgning/2019-03/", posted).status_code == 302
    assert FollowUp.objects.get().version == 1


@pytest.mark.parametrize("version", ["x", "-1", "²", ""])
def test_a_version_that_is_not_a_number_does_not_exist(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative, version: str
) -> None:
    fill(members["alice"], march, stu, 250, 700)

    assert save(logged_in(members["alice"].user), stu, version=version, forecast="1")[0] == 409


def test_a_row_that_somebody_else_changed_gives_both_versions(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["alice"], march, stu, 250, 700)

    status, answer = save(logged_in(members["anna"].user), stu, version="0", forecast="1.000")

    assert (status, answer["version"]) == (409, 1)
    assert answer["theirs"] == {"realised": "250", "forecast": "700", "cause": "", "explanation": ""}
    assert "alice" in str(answer["message"])


def test_a_row_that_cannot_be_read_or_written_says_why(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    assert save(Client(), stu, version="0", forecast="1")[0] == 401
    assert save(logged_in(members["alice"].user), stu, version="0", forecast="x")[0] == 422
    submitted = fill(members["alice"], march, stu, 250, 700)
    submit(membership=members["alice"], round_=march, only=[stu.pk])
    status, answer = save(logged_in(members["alice"].user), stu, version=str(submitted.version + 1), forecast="1")
    assert (status, answer["message"]) == (403, f"Opfølgningen er sendt og kan ikke ændres. {ADVICE[State.SUBMITTED]}")


def test_the_questions_before_sending_are_collected_with_links(
    rounds: list[FollowUpRound], members: dict[str, Membership], stu: Initiative
) -> None:
    first = approved(members, rounds[1], stu, 300, 1000)
    assert first.state == State.APPROVED
    fill(members["alice"], rounds[2], stu, 200, 10_000)

    html = logged_in(members["alice"].user).get("/ballerup/opfoelgning/2019-03/send/").content.decode()

    assert "Den opnåede effekt er lavere end i forrige runde." in html
    assert "mindst 10 gange så stort som i forrige runde. Kontrollér, om det er skrevet i den rigtige enhed." in html
    assert "Afvigelsen er over bagatelgrænsen og mangler en forklaring." in html
    assert f"#tiltag-{stu.pk}" in html
    assert "Ikke udfyldt" in html


def test_a_cost_that_is_not_spent_yet_is_no_question(
    march: FollowUpRound, members: dict[str, Membership], ballerup: Catalogue
) -> None:
    cost = ballerup.initiatives.get(key="investeringscase")
    fill(members["alice"], march, cost, 0, -1500)
    alice = logged_in(members["alice"].user)

    without_question = alice.get("/ballerup/opfoelgning/2019-03/send/").content.decode()
    fill(members["alice"], march, cost, -1600, -1500)
    with_question = alice.get("/ballerup/opfoelgning/2019-03/send/").content.decode()

    assert "Den forventede effekt er lavere end" not in without_question
    assert "Den forventede effekt er lavere end" in with_question


def test_the_largest_deviations_are_shown_first_before_sending(
    march: FollowUpRound, members: dict[str, Membership], ballerup: Catalogue
) -> None:
    for key, forecast in (("botilbud-107", 990), ("stu", 100), ("stoette-85", 700)):
        fill(members["alice"], march, ballerup.initiatives.get(key=key), 0, forecast)

    response = logged_in(members["alice"].user).get("/ballerup/opfoelgning/2019-03/send/")

    assert [row.initiative.key for row in response.context["ready"]] == ["stu", "stoette-85", "botilbud-107"]


def test_the_list_of_rounds_counts_empty_rows_and_marks_late_rounds(
    rounds: list[FollowUpRound], members: dict[str, Membership], stu: Initiative, ballerup: Catalogue
) -> None:
    approved(members, rounds[2], stu, 250, 700)
    fill(members["alice"], rounds[2], ballerup.initiatives.get(key="botilbud-107"), 0, 700)

    response = logged_in(members["bob"].user).get("/ballerup/opfoelgning/")

    (march,) = (row for row in response.context["rounds"] if row["round"] == rounds[2])
    assert [march[name] for name in ("total", "untouched", "draft", "approved", "late")] == [10, 8, 1, 1, True]


def test_a_month_goes_from_row_to_approval_on_the_pages(
    march: FollowUpRound, members: dict[str, Membership], stu: Initiative
) -> None:
    fill(members["alice"], march, stu, 250, 700)
    alice, mona = logged_in(members["alice"].user), logged_in(members["mona"].user)

    assert (
        "1 tiltag er sendt til godkendelse."
        in alice.post("/ballerup/opfoelgning/2019-03/send/", {"initiative": [stu.pk]}, follow=True).content.decode()
    )
    returned = mona.post(
        "/ballerup/opfoelgning/2019-03/godkend/", {"return": "1", "initiative": [stu.pk]}
    ).content.decode()
    assert "form-error-message" in returned
    none = mona.post("/ballerup/opfoelgning/2019-03/godkend/", {"approve": "1"}, follow=True).content.decode()
    assert "Vælg mindst ét tiltag." in none
    assert row_of(march, stu).state == State.SUBMITTED
    mona.post("/ballerup/opfoelgning/2019-03/godkend/", {"approve": "1", "initiative": [stu.pk]})

    assert row_of(march, stu).state == State.APPROVED
    assert logged_in(members["bob"].user).get("/ballerup/opfoelgning/2019-03/").status_code == 200
