"""The details of a row: lines, later years, activity, indicators, actions, evidence, revisions, reminders."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory
from initiatives.catalogues.models.descriptions import Measurement
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.grid import spread_by_target
from initiatives.followup.models import Action, ActivityMonth, ActivityPrice, Evidence, Reminder
from initiatives.followup.rounds import open_year
from initiatives.results.models import Basis, FollowUp, FollowUpRound, State
from tests.factories import approved, fill, load_catalogue, logged_in, row_of


@pytest.fixture
def alice(members: dict[str, Membership]) -> Client:
    return logged_in(members["alice"].user)


def post(client: Client, initiative: Initiative, change: str, in_month: str = "2019-03", **fields: object) -> str:
    path = f"/ballerup/opfoelgning/{in_month}/tiltag/{initiative.pk}/{change}/"
    return client.post(path, {"enhed": "tkr", **fields}, follow=True).content.decode()


def test_full_year_effect_later_years_and_finances_own_amounts_are_written(
    march: FollowUpRound, alice: Client, stu: Initiative, members: dict[str, Membership]
) -> None:
    fill(members["alice"], march, stu, 250, 700)

    post(
        alice, stu, "detaljer", version=1, full_year_effect="900", booked="200", posted="1.000", **{"year-2020": "950"}
    )

    follow_up = FollowUp.objects.get()
    assert [follow_up.full_year_effect, follow_up.booked, follow_up.posted] == [900_000, 200_000, 1_000_000]
    assert follow_up.booked_by == follow_up.posted_by == members["alice"].user
    assert {year.year: int(year.forecast) for year in follow_up.years.all()} == {2020: 950_000}


def test_an_amount_that_cannot_be_read_is_reported_and_nothing_is_written(
    march: FollowUpRound, alice: Client, stu: Initiative, members: dict[str, Membership]
) -> None:
    fill(members["alice"], march, stu, 250, 700)

    html = post(alice, stu, "detaljer", version=1, full_year_effect="mange", **{"year-2020": "x"})

    assert "Der står “mange”. Skal være: et beløb i 1.000 kr." in html
    assert "Der står “x”" in html
    assert 'value="mange"' in html
    assert FollowUp.objects.get().full_year_effect is None


def test_another_status_needs_a_reason(
    march: FollowUpRound, alice: Client, stu: Initiative, members: dict[str, Membership]
) -> None:
    fill(members["alice"], march, stu, 250, 700)

    assert "Skriv, hvorfor status er en anden" in post(alice, stu, "detaljer", version=1, chosen_status="risk")
    post(alice, stu, "detaljer", version=1, chosen_status="risk", status_reason="Forhandles igen")

    assert FollowUp.objects.get().chosen_status == "risk"


def test_lines_are_filled_all_or_none_and_the_row_is_their_sum(
    march: FollowUpRound, alice: Client, stu: Initiative, members: dict[str, Membership]
) -> None:
    second = EffectLine.objects.create(initiative=stu, order=2, text="Kørsel", category=EffectCategory.PERMANENT)
    YearlyEffect.objects.create(line=second, year=2019, amount=Decimal(500_000))
    fill(members["alice"], march, stu, 300, 1200)
    first = stu.lines.get(order=1)
    assert spread_by_target(row_of(march, stu), Decimal(1_200_000)) == {first.pk: 800_000, second.pk: 400_000}
    assert "fordelt: 800" in alice.get(f"/ballerup/opfoelgning/{march.code}/tiltag/{stu.pk}/").content.decode()
    first_line = {f"line-realised-{first.pk}": "200", f"line-forecast-{first.pk}": "700"}

    refused = post(alice, stu, "detaljer", version=1, **first_line, **{f"line-realised-{second.pk}": ""})
    assert "på alle linjer, eller lad alle linjer være tomme" in refused
    second_line = {f"line-realised-{second.pk}": "50", f"line-forecast-{second.pk}": "400"}
    post(alice, stu, "detaljer", version=1, **first_line, **second_line)

    row = FollowUp.objects.get()
    assert [row.realised, row.forecast] == [250_000, 1_100_000]
    assert row.lines.count() == 2
    fill(members["alice"], march, stu, 260, 1100)
    assert row.lines.count() == 0


def test_a_realised_effect_is_computed_from_activity_and_frozen_when_sent(
    rounds: list[FollowUpRound], alice: Client, ballerup: Catalogue, members: dict[str, Membership]
) -> None:
    line8 = ballerup.initiatives.get(key="ekstern-til-egen-85")
    post(alice, line8, "beregning", "2019-12", unit="borgere", price_difference="89,5")
    for month, moved in ((3, 4), (6, 5), (9, 5), (11, 3)):
        post(alice, line8, "aktivitet", "2019-12", month=month, moved=moved)
    assert ActivityMonth.objects.count() == 4

    row = row_of(rounds[11], line8)
    assert round((row.realised or 0) / 1000) == 753
    fill(members["alice"], rounds[11], line8, 0, 753)
    html = alice.get(f"/ballerup/opfoelgning/2019-12/tiltag/{line8.pk}/forloeb/").content.decode()
    assert "8,42 helårspersoner × 89.500 kr." in " ".join(html.split())
    assert "1.521.500 kr. i et helt år" in " ".join(html.split())
    sent = approved(members, rounds[11], line8, 0, 753)

    assert (sent.basis, sent.realised) == (Basis.COMPUTED, Decimal("753291.67"))
    ActivityPrice.objects.update(price_difference=1)
    assert row_of(rounds[11], line8).realised == Decimal("753291.67")


def test_cases_moved_last_year_still_give_effect_in_the_new_year(
    rounds: list[FollowUpRound], alice: Client, ballerup: Catalogue, members: dict[str, Membership]
) -> None:
    line8 = ballerup.initiatives.get(key="ekstern-til-egen-85")
    post(alice, line8, "beregning", "2019-12", unit="borgere", price_difference="89,5")
    for month, moved in ((3, 4), (6, 5), (9, 5), (11, 3)):
        post(alice, line8, "aktivitet", "2019-12", month=month, moved=moved)

    (january,) = open_year(membership=members["alice"], year=2020, periods=[1], days=10, catalogues=[ballerup])

    assert row_of(january, line8).realised == round(17 * Decimal(89_500) / 12, 2)
    html = alice.get(f"/ballerup/opfoelgning/2020-01/tiltag/{line8.pk}/forloeb/").content.decode()
    assert "17 borgere, heraf 17 i tidligere år" in " ".join(html.split())


def test_activity_under_a_row_that_was_sent_is_changed_only_by_a_revision(
    march: FollowUpRound, alice: Client, stu: Initiative, members: dict[str, Membership]
) -> None:
    post(alice, stu, "beregning", unit="elever", price_difference="120")
    post(alice, stu, "aktivitet", month=1, moved=2)
    approved(members, march, stu, 0, 700)

    html = post(alice, stu, "aktivitet", month=2, moved=9)
    html += post(alice, stu, "beregning", unit="elever", price_difference="999")

    assert "Opfølgningen er godkendt og kan ikke ændres. Åbn en rettelse, hvis tallene skal ændres." in html
    assert ActivityMonth.objects.get().moved == 2
    assert ActivityPrice.objects.get().price_difference == 120_000


def test_a_sent_row_whose_activity_was_corrected_in_a_later_round_says_so(
    rounds: list[FollowUpRound], alice: Client, stu: Initiative, members: dict[str, Membership]
) -> None:
    post(alice, stu, "beregning", unit="elever", price_difference="120")
    post(alice, stu, "aktivitet", month=1, moved=2)
    approved(members, rounds[2], stu, 0, 700)

    post(alice, stu, "aktivitet", "2019-04", month=1, moved=4)

    html = " ".join(alice.get(f"/ballerup/opfoelgning/2019-03/tiltag/{stu.pk}/forloeb/").content.decode().split())
    assert "Aktiviteten er ændret, siden opfølgningen blev sendt." in html
    assert "Den opnåede effekt i opfølgningen er stadig 60.000 kr." in html


def test_only_those_who_may_fill_rows_can_be_made_responsible(
    march: FollowUpRound, alice: Client, stu: Initiative, members: dict[str, Membership]
) -> None:
    html = alice.get(f"/ballerup/opfoelgning/2019-03/tiltag/{stu.pk}/maaltal/").content.decode()

    assert {name: f">{name}</option>" in html for name in ("alice", "bertha", "bob", "mona")} == {
        "alice": True,
        "bertha": True,
        "bob": False,
        "mona": False,
    }


def test_a_calculation_can_be_removed(march: FollowUpRound, alice: Client, stu: Initiative) -> None:
    post(alice, stu, "beregning", unit="timer", price_difference="1")

    post(alice, stu, "beregning", remove="1")

    assert not ActivityPrice.objects.exists()


def test_a_measurement_of_the_follow_up_survives_a_new_import_of_the_catalogue(
    march: FollowUpRound, alice: Client, stu: Initiative
) -> None:
    post(alice, stu, "maaling", indicator="Elever", on="2019-03-31", value="7,5")
    load_catalogue("ballerup-2019")

    assert [(m.indicator, m.value) for m in Measurement.objects.filter(initiative=stu)] == [("Elever", Decimal("7.5"))]


def test_a_new_goal_replaces_the_indicators_earlier_one(march: FollowUpRound, alice: Client, stu: Initiative) -> None:
    post(alice, stu, "maaling", indicator="Elever", on="2019-01-01", value="40")
    assert "Marker en gyldig valgmulighed" in post(alice, stu, "maal", indicator="x", value="10", by="2019-12-31")
    post(alice, stu, "maaling", indicator="Elever", on="2019-03-01", value="32,5")

    post(alice, stu, "maal", indicator="Elever", value="20", by="2019-06-30")
    page = " ".join(post(alice, stu, "maal", indicator="Elever", value="10", by="2019-12-31").split())

    assert "Elever: 32,5 (mål 10 senest 31. december 2019)" in page
    course = " ".join(alice.get("/ballerup/tiltag/ballerup-2019/stu/").content.decode().split())
    assert "Elever: mål 10 senest 31. december 2019; fra 40 til 32,5" in course


def test_an_action_is_carried_to_the_next_round_until_it_is_done(
    march: FollowUpRound, rounds: list[FollowUpRound], alice: Client, stu: Initiative
) -> None:
    post(alice, stu, "handling", text="Forhandl om", owner="Økonomi", deadline="2019-05-01")
    assert row_of(rounds[3], stu).open_actions == 1

    post(alice, stu, "luk-handling", action=Action.objects.get().pk, done="1")

    assert row_of(rounds[3], stu).open_actions == 0
    assert Action.objects.get().state == Action.ActionState.DONE


def test_evidence_is_a_link_or_a_file_and_comes_back_as_a_download(
    march: FollowUpRound, alice: Client, stu: Initiative
) -> None:
    assert "Angiv enten et link eller en fil" in post(alice, stu, "bilag", title="Aftale")
    post(alice, stu, "bilag", title="Aftale", file=SimpleUploadedFile("aftale.html", b"<script>alert(1)</script>"))

    evidence = Evidence.objects.get()
    response = alice.get(f"/ballerup/opfoelgning/2019-03/bilag/{evidence.pk}/")

    assert response.content == b"<script>alert(1)</script>"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == 'attachment; filename="aftale.html"'


def test_an_approved_row_is_reopened_from_its_page(
    march: FollowUpRound, alice: Client, stu: Initiative, members: dict[str, Membership]
) -> None:
    approved(members, march, stu, 250, 700)

    post(alice, stu, "ret", reason="131 var 141")

    assert [(f.revision, f.state) for f in FollowUp.objects.order_by("revision")] == [
        (0, State.APPROVED),
        (1, State.DRAFT),
    ]


def test_each_change_of_a_row_requires_its_role(
    march: FollowUpRound, stu: Initiative, members: dict[str, Membership]
) -> None:
    def status(username: str, change: str) -> int:
        path = f"/ballerup/opfoelgning/2019-03/tiltag/{stu.pk}/{change}/"
        return logged_in(members[username].user).post(path, {}).status_code

    assert [status("bob", change) for change in ("detaljer", "ret", "spoerg", "findes-ikke")] == [403, 403, 403, 404]
    assert status("bertha", "ret") == 403
    assert status("mona", "spoerg") == 422


def reminders(day: str, *arguments: str) -> str:
    out = StringIO()
    call_command("send_reminders", "--today", day, *arguments, stdout=out)
    return out.getvalue()


def test_users_with_open_rows_are_reminded_once_before_and_once_after_the_deadline(
    rounds: list[FollowUpRound], stu: Initiative, members: dict[str, Membership]
) -> None:
    FollowUpRound.objects.exclude(period=3).delete()
    members["alice"].user.email = "alice@example.org"
    members["alice"].user.save()

    assert reminders("2019-04-06") == "Der er ingen påmindelser at sende.\n"
    assert "10 tiltag i opfølgningen for marts 2019 i Ballerup er ikke sendt. Fristen er den 10. april 2019." in (
        reminders("2019-04-08", "--dry-run")
    )
    assert reminders("2019-04-08") == "alice: 1 påmindelse sendt.\n"
    assert reminders("2019-04-09") == "Der er ingen påmindelser at sende.\n"
    reminders("2019-04-11")

    assert [message.to for message in mail.outbox] == [["alice@example.org"]] * 2
    assert mail.outbox[1].subject == "Effektspor: 1 opgave med frist i Ballerup"
    assert "Fristen var den 10. april 2019." in mail.outbox[1].body
    assert mail.outbox[1].body.endswith("/ballerup/opfoelgning/2019-03/")
    assert Reminder.objects.count() == 2
    with pytest.raises(CommandError, match="er ikke en dato"):
        reminders("i morgen")


def test_the_responsible_user_is_reminded_of_the_row_and_its_actions(
    rounds: list[FollowUpRound], stu: Initiative, members: dict[str, Membership]
) -> None:
    FollowUpRound.objects.exclude(period=3).delete()
    bertha = members["bertha"].user
    bertha.email = "bertha@example.org"
    bertha.save()
    stu.responsible = bertha
    stu.save()
    Action.objects.create(initiative=stu, text="Forhandl", owner="Økonomi", deadline=date(2019, 4, 1), opened=rounds[2])

    reminders("2019-04-08")

    (message,) = mail.outbox
    assert "1 tiltag i opfølgningen for marts 2019 i Ballerup er ikke sendt." in message.body
    assert "Handlingen “Forhandl” for STU skulle være udført den 1. april 2019." in message.body


def test_another_start_month_proposes_a_forecast_and_keeps_the_target(
    march: FollowUpRound, alice: Client, stu: Initiative
) -> None:
    page = f"/ballerup/opfoelgning/2019-03/tiltag/{stu.pk}/maaltal/?enhed=tkr&start=5"

    assert "Med den startmåned giver tiltaget 667 i 2019 (beløb i 1.000 kr.)." in " ".join(
        alice.get(page).content.decode().split()
    )
    assert not FollowUp.objects.exists()
    post(alice, stu, "start", start="5")

    row = row_of(march, stu)
    assert row.forecast == Decimal("666666.67")
    assert row.target_year == 1_000_000


def test_finance_appoints_the_responsible_who_can_then_fill_the_row(
    march: FollowUpRound, alice: Client, stu: Initiative, members: dict[str, Membership]
) -> None:
    bertha = members["bertha"]

    post(alice, stu, "ansvarlig", responsible=bertha.user_id)

    assert fill(bertha, march, Initiative.objects.get(pk=stu.pk), 1, 2).edited_by == bertha.user
    assert "Det har du ikke adgang til" in post(logged_in(bertha.user), stu, "ansvarlig", responsible="")
    stu.refresh_from_db()
    assert stu.responsible == bertha.user
