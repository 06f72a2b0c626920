"""Success criteria are assessed, reminded of when they are due, and kept by an import."""

from datetime import date

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import SuccessCriterion
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.results.models import FollowUpRound
from tests.factories import logged_in


@pytest.fixture
def criterion(ballerup: Catalogue, stu: Initiative, rounds: list[FollowUpRound]) -> SuccessCriterion:
    return SuccessCriterion.objects.create(
        initiative=stu, order=1, text="Flere i job", measured_by="Antal i job", when="Hvert halve år"
    )


def look(membership: Membership, criterion: SuccessCriterion, **fields: str) -> str:
    path = f"/ballerup/opfoelgning/2019-06/tiltag/{criterion.initiative_id}/kriterium/"
    response = logged_in(membership.user).post(path, {"criterion": str(criterion.pk), **fields}, follow=True)
    return " ".join(response.content.decode().split())


def test_a_criterion_is_looked_at_with_what_was_seen_and_when_to_look_again(
    criterion: SuccessCriterion, members: dict[str, Membership]
) -> None:
    page = look(members["alice"], criterion, seen="on_the_way", seen_note="4 af 10", look_on="2019-12-31")

    criterion.refresh_from_db()
    assert (criterion.seen, criterion.seen_note) == (SuccessCriterion.Seen.ON_THE_WAY, "4 af 10")
    assert criterion.seen_on == timezone.localdate()
    assert criterion.look_on == date(2019, 12, 31)
    assert "På vej" in page
    assert "Næste vurdering 31. december 2019" in page


def test_a_date_that_cannot_be_read_is_reported_with_the_typed_text(
    criterion: SuccessCriterion, members: dict[str, Membership]
) -> None:
    page = look(members["alice"], criterion, seen="met", seen_note="Alle er i job", look_on="31/12")

    assert "Alle er i job" in page
    criterion.refresh_from_db()
    assert criterion.seen == ""


def test_changing_only_the_next_date_does_not_record_an_assessment(
    criterion: SuccessCriterion, members: dict[str, Membership]
) -> None:
    look(members["alice"], criterion, look_on="2019-12-31")

    criterion.refresh_from_db()
    assert criterion.seen_on is None


@pytest.fixture
def _alice_has_mail(criterion: SuccessCriterion, members: dict[str, Membership]) -> None:
    """With an e-mail address, and without a round that would cause another reminder."""
    FollowUpRound.objects.all().delete()
    members["alice"].user.email = "alice@example.org"
    members["alice"].user.save()


@pytest.mark.usefixtures("_alice_has_mail")
def test_responsible_users_are_reminded_once_for_each_new_date(criterion: SuccessCriterion) -> None:
    criterion.look_on = date(2019, 7, 1)
    criterion.save()

    for day in ("2019-06-30", "2019-07-01", "2019-07-02"):
        call_command("send_reminders", "--today", day)
    criterion.look_on = date(2019, 12, 1)
    criterion.save()
    call_command("send_reminders", "--today", "2019-12-01")

    assert len(mail.outbox) == 2
    assert "Succeskriteriet “Flere i job” for STU skulle vurderes senest den 1. juli 2019." in mail.outbox[0].body


@pytest.mark.usefixtures("_alice_has_mail")
def test_nobody_is_reminded_of_a_criterion_of_an_initiative_that_has_ended(criterion: SuccessCriterion) -> None:
    SuccessCriterion.objects.update(look_on=date(2019, 7, 1))
    Initiative.objects.filter(pk=criterion.initiative_id).update(
        lifecycle="dropped", ended_on=date(2019, 6, 1), ended_reason="Besluttet."
    )

    call_command("send_reminders", "--today", "2019-07-02")

    assert mail.outbox == []
