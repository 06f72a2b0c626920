"""The pages of alternatives: choosing, sums, comparison, download, and reading by all roles."""

from decimal import Decimal

import pytest
from django.test import Client

from budgets.foundation.models import Membership, Role
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.scenarios.loading import picks_of
from initiatives.scenarios.models import Alternative
from initiatives.scenarios.proposals import Pick
from initiatives.scenarios.writing import choose, version_of
from tests.factories import Person, logged_in
from tests.html import Tables
from tests.initiatives.scenarios.picks import pick

PATH = "/ballerup/kataloger/ballerup-2019/valg/"


def value(picked: Pick) -> str:
    return f"{picked.proposal}-{picked.part}" if picked.part else str(picked.proposal)


def test_a_manager_makes_one_and_a_reader_only_reads(open_catalogue: Catalogue, person: Person, bob: Client) -> None:
    manager = logged_in(person("mia", Role.MANAGER))
    typed = {"name": "Lederens", "note": "", "target": "2,5", "unit": "mio", "target_year": "2019"}

    response = manager.post(PATH, typed, follow=True)

    made = Alternative.objects.get()
    assert made.target == Decimal(2_500_000)
    assert "Lederens er oprettet" in response.content.decode()
    assert bob.post(PATH, typed).status_code == 403
    html = bob.get(f"{PATH}{made.pk}/").content.decode()
    assert "Gem og regn" not in html
    assert 'type="checkbox"' not in html


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("target", "mange", "Der står “mange”. Skal være: et beløb"),
        ("target_year", "2031", "Der står “2031”. Skal være: et af katalogets år, 2019–2022"),
        ("target_year", "", "Et mål er et beløb i et år"),
        ("target", "", "Et mål er et beløb i et år"),
        ("name", "", "påkrævet"),
    ],
)
def test_unreadable_input_is_reported_and_stays_on_the_page(
    open_catalogue: Catalogue, alice: Client, field: str, typed: str, words: str
) -> None:
    posted = {"name": "Nyt navn", "target": "1,5", "unit": "mio", "target_year": "2019", field: typed}

    response = alice.post(PATH, posted)

    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert "Nyt navn" in html or field == "name"
    assert not Alternative.objects.exists()


def test_the_page_shows_what_is_ticked_and_what_is_missing_to_the_target(wide: Alternative, alice: Client) -> None:
    stu, home = (pick(wide.catalogue, key) for key in ("stu", "botilbud-107"))
    posted = {"handling": "gem", "version": version_of(wide), "valg": [value(stu), value(home)]}

    html = alice.post(f"{PATH}{wide.pk}/", posted, follow=True).content.decode()

    assert "De 2 valgte forslag giver 2,25 mio. kr. i 2019." in html
    assert "Der mangler 2,75 mio. kr. i at nå målet på 5,0 mio. kr." in html
    total = next(dict(rows) for rows in Tables(html).found if "Samlet økonomisk påvirkning" in dict(rows))
    assert total["Mål"][0] == "5,00"
    assert total["Valgt minus mål"][0] == "−2,75"


def test_refused_proposals_stay_ticked_on_the_page(wide: Alternative, alice: Client) -> None:
    whole, part = pick(wide.catalogue, "stu"), pick(wide.catalogue, "stu", "Del 1")
    posted = {"handling": "gem", "version": version_of(wide), "valg": [value(whole), value(part)]}

    response = alice.post(f"{PATH}{wide.pk}/", posted)

    assert response.status_code == 422
    html = " ".join(response.content.decode().split())
    assert "både som helhed og i dele" in html
    assert html.count("checked>") == 2


def test_of_two_simultaneous_users_the_second_sees_both_choices_and_may_keep_hers(
    wide: Alternative, alice: Client, alice_member: Membership
) -> None:
    stu, home = pick(wide.catalogue, "stu"), pick(wide.catalogue, "botilbud-107")
    posted = {"handling": "gem", "version": version_of(wide), "valg": [value(home)]}
    choose(membership=alice_member, alternative=wide, seen=version_of(wide), picks={stu})

    response = alice.post(f"{PATH}{wide.pk}/", posted)

    html = response.content.decode()
    assert response.status_code == 409
    assert "alice har ændret alternativet, mens du arbejdede." in html
    assert "Gemte valg: " in html
    wide.refresh_from_db()
    alice.post(f"{PATH}{wide.pk}/", posted | {"version": version_of(wide)})
    assert picks_of(Alternative.objects.get()) == {home}


def test_the_sums_of_unsaved_ticks_are_returned_as_a_fragment_and_as_a_file(wide: Alternative, bob: Client) -> None:
    ticked = f"{PATH}{wide.pk}/?regn=1&valg={value(pick(wide.catalogue, 'stu', 'Del 2'))}"

    part, file = bob.get(ticked).content.decode(), bob.get(f"{ticked}&hent=summer.csv")

    assert "<html" not in part
    assert "Det valgte forslag giver 0,25 mio. kr. i 2019." in part
    assert "Samlet økonomisk påvirkning;250000,00" in file.content.decode()
    assert "ikke gemt" in file.content.decode()
    assert not wide.picks.exists()


def test_the_comparison_and_the_choice_are_downloaded_from_the_rows_of_the_page(
    wide: Alternative, alice_member: Membership, bob: Client
) -> None:
    choose(membership=alice_member, alternative=wide, seen=version_of(wide), picks={pick(wide.catalogue, "stu")})

    comparison = bob.get(f"{PATH}?hent=alternativer.csv").content.decode()
    choice = bob.get(f"{PATH}{wide.pk}/?hent=forslag.csv").content.decode()

    assert "Valgt minus mål i målets år;-3750000,00" in comparison
    assert any(row.endswith(";valgt") and "STU" in row for row in choice.splitlines())
    assert bob.get(f"{PATH}{wide.pk}/?hent=forslag.xlsx").status_code == 200


def test_an_alternative_is_renamed_copied_and_deleted_from_its_page(wide: Alternative, alice: Client) -> None:
    page = f"{PATH}{wide.pk}/"

    alice.post(page, {"handling": "ret", "name": "Andet", "target": "", "unit": "mio", "target_year": ""})
    copied = alice.post(page, {"handling": "kopi"})
    alice.post(page, {"handling": "slet"})

    (copy,) = Alternative.objects.all()
    assert copy.name == "Andet, kopi"
    assert copy.target is None
    assert copied.headers["Location"] == f"{PATH}{copy.pk}/"
    assert alice.post(f"{PATH}{copy.pk}/", {"handling": "vedtag"}).status_code == 404


def test_a_catalogue_without_open_proposals_says_so(ballerup: Catalogue, bob: Client) -> None:
    html = bob.get(PATH).content.decode()

    assert "Kataloget har ingen forslag, der venter på en beslutning." in html
    assert "Der er ingen alternativer endnu." in html
