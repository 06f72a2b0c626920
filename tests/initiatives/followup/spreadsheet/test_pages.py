"""A round's workbook on its page: previewed first, then imported."""

import re
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from budgets.foundation.models import AuditEntry, Membership, StagedFile
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.results.models import FollowUp, FollowUpRound
from tests.factories import logged_in
from tests.initiatives.followup.spreadsheet.workbooks import (
    FORECAST,
    GRID,
    ROUND_BEFORE,
    UPLOAD,
    WORKBOOK,
    add_initiatives,
    edited,
    fill,
    unlocked_cells,
)


def uploaded(content: bytes, name: str = "marts.xlsx") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content)}


def preview_mark(html: str) -> str:
    """The mark of the previewed file, which the page's confirm button sends."""
    match = re.search(r'name="confirm"\s+value="([^"]+)"', html)
    assert match is not None
    return match[1]


def test_choosing_a_file_shows_each_change_and_writes_nothing(
    alice: Client, controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    content = edited(alice.get(WORKBOOK).content, {(stu.title, FORECAST): 1250.5, (stu.title, "Årsag"): "pris"})

    html = alice.post(UPLOAD, uploaded(content)).content.decode()

    assert "marts.xlsx ændrer 2 felter i 1 tiltag" in html
    assert re.search(r'class="amount"\s*>1\.250,5</td>', html)
    assert not FollowUp.objects.exists()


def test_the_previewed_file_is_imported_without_choosing_it_again(
    alice: Client, controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    content = edited(alice.get(f"{WORKBOOK}?enhed=mio").content, {(stu.title, FORECAST): 1.25})
    html = alice.post(UPLOAD, uploaded(content)).content.decode()

    response = alice.post(UPLOAD, {"confirm": preview_mark(html)}, follow=True)

    assert response.redirect_chain == [(f"{GRID}?enhed=mio", 302)]
    assert "1 felt i 1 tiltag er ændret." in response.content.decode()
    follow_up = march.follow_ups.get()
    assert follow_up.forecast == 1_250_000
    assert follow_up.edited_by == controller.user
    assert not StagedFile.objects.exists()
    entry = AuditEntry.objects.of_municipality(controller.municipality)[0]
    assert entry.action == "opfølgning skrevet"
    assert entry.actor == controller.user


def test_another_file_than_the_previewed_one_is_previewed_first(
    alice: Client, controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    content = alice.get(WORKBOOK).content
    first = alice.post(UPLOAD, uploaded(edited(content, {(stu.title, FORECAST): 1.0}))).content.decode()
    alice.post(UPLOAD, uploaded(edited(content, {(stu.title, FORECAST): 2.0})))

    html = alice.post(UPLOAD, {"confirm": preview_mark(first)}).content.decode()

    assert "ændrer 1 felt i 1 tiltag" in html
    assert not FollowUp.objects.exists()
    alice.post(UPLOAD, {"confirm": preview_mark(html)})
    assert march.follow_ups.get().forecast == 2_000


def test_faults_and_changes_are_shown_and_nothing_can_be_confirmed(
    alice: Client, controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    content = edited(alice.get(WORKBOOK).content, {(stu.title, FORECAST): "x", (stu.title, "Årsag"): "pris"})

    html = alice.post(UPLOAD, uploaded(content)).content.decode()

    assert "marts.xlsx er ikke indlæst. Ret 1 fejl, og indlæs filen igen." in html
    assert "kolonnen “Forventet 2019”: Der står “x”" in html
    assert ">pris</td>" in html
    assert 'name="confirm"' not in html


def test_changes_between_preview_and_confirmation_are_refused(
    alice: Client, controller: Membership, march: FollowUpRound, stu: Initiative
) -> None:
    content = edited(alice.get(WORKBOOK).content, {(stu.title, FORECAST): 1.0})
    html = alice.post(UPLOAD, uploaded(content)).content.decode()
    fill(controller, march, stu, forecast=Decimal(5))

    html = alice.post(UPLOAD, {"confirm": preview_mark(html)}).content.decode()

    assert "er ændret, siden filen blev hentet" in html
    assert march.follow_ups.get().forecast == 5


def test_last_months_file_is_refused_on_the_page(alice: Client, march: FollowUpRound) -> None:
    html = alice.post(UPLOAD, uploaded(alice.get(ROUND_BEFORE).content)).content.decode()

    assert "Filen hører til februar 2019 i Ballerup, ikke til marts 2019 i Ballerup." in html


def test_confirming_without_a_file_asks_for_one(alice: Client, march: FollowUpRound) -> None:
    assert "form-error-message" in alice.post(UPLOAD, {"confirm": "x"}).content.decode()


def test_readers_get_a_locked_workbook_and_cannot_send_one(bob: Client, charlie: Client, march: FollowUpRound) -> None:
    assert unlocked_cells(bob.get(WORKBOOK).content) == 0
    assert bob.get(UPLOAD).status_code == 403
    assert bob.post(UPLOAD).status_code == 403
    assert charlie.get(WORKBOOK).status_code == charlie.get(UPLOAD).status_code == 404


def test_a_contributor_gets_the_page(contributor: Membership, march: FollowUpRound) -> None:
    assert logged_in(contributor.user).get(UPLOAD).status_code == 200


def test_the_queries_do_not_grow_with_the_rows(
    ballerup: Catalogue,
    alice: Client,
    march: FollowUpRound,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    content = alice.get(WORKBOOK).content
    add_initiatives(ballerup, 50)

    with django_assert_max_num_queries(15):
        alice.get(WORKBOOK)
    with django_assert_max_num_queries(25):
        alice.post(UPLOAD, uploaded(content))
