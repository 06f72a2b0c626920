"""The page where effects are posted: preview, post, undo, and read by all roles."""

from decimal import Decimal

from django.test import Client

from budgets.areas.models import BudgetDecision
from budgets.foundation.models import Membership, Municipality, Role
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.followup.deciding import approve, submit
from initiatives.followup.rounds import open_year
from initiatives.followup.saving import Row, save_row
from initiatives.posting.effects import PostingState
from initiatives.posting.loading import group_by_year, load_catalogue_approved, load_effects
from initiatives.posting.models import BudgetPosting
from tests.factories import MILLION, Person, logged_in
from tests.html import Tables
from tests.initiatives.posting.effects import effect, post

PATH = "/ballerup/kataloger/ballerup-2019/udmoentning/"


def follow_up(catalogue: Catalogue, controller: Membership, person: Person, forecast: int) -> None:
    """An approved round for March 2019 in which § 107 is expected to give the forecast."""
    (march,) = open_year(membership=controller, year=2019, periods=[3], days=10, catalogues=[catalogue])
    row = Row(catalogue.initiatives.get(key="botilbud-107"), 0)
    values = {"realised": Decimal(100_000), "forecast": Decimal(forecast), "posted": Decimal(700_000)}
    values |= {"cause": "price", "explanation": "Priserne er steget."}  # type: ignore[dict-item]
    save_row(membership=controller, round_=march, row=row, values=values)
    submit(membership=controller, round_=march, only=[row.initiative.pk])
    person("mia", Role.MANAGER)
    manager = Membership.objects.select_related("municipality", "user").get(user__username="mia")
    approve(membership=manager, round_=march, only=[row.initiative.pk])


def test_posted_more_than_the_newest_approved_forecast_is_posted_and_not_delivered(
    placed: Catalogue, controller: Membership, person: Person, bob: Client
) -> None:
    follow_up(placed, controller, person, 490_000)
    home = effect(placed, "botilbud-107")
    post(controller, placed, {home.pk: MILLION})

    rows = group_by_year([load_effects(placed)[home.pk]], load_catalogue_approved(placed.municipality, placed))
    html = bob.get(PATH).content.decode()

    assert [(row.delivered, row.state) for row in rows] == [(Decimal(490_000), PostingState.NOT_DELIVERED)]
    table = dict(next(rows for rows in Tables(html).found if "STU" in dict(rows)))
    assert table["§ 107"] == ["1,00", "1,00", "0,00", "0,49", "udmøntet, effekten mangler"]
    assert "har økonomi bekræftet 0,70 mio. kr. i budgettet i den godkendte opfølgning" in " ".join(html.split())


def typed(catalogue: Catalogue, **amounts: str) -> dict[str, object]:
    text_by_id = {effect(catalogue, key.replace("_", "-")).pk: text for key, text in amounts.items()}
    return {
        "round_year": "2019",
        "decided_on": "2019-01-30",
        "title": "Udmøntning i januar",
        "med": list(text_by_id),
        **{f"beloeb-{pk}": text for pk, text in text_by_id.items()},
    }


def test_a_controller_sees_the_appropriations_and_then_posts_them(placed: Catalogue, alice: Client) -> None:
    posted = typed(placed, botilbud_107="1", stoette_85="0,4")
    preview = alice.post(PATH, posted | {"handling": "se"}).content.decode()
    assert not BudgetDecision.objects.exists()
    preview_rows = dict(
        next(rows for rows in Tables(preview).found if any(heading == "50.1 Botilbud" for heading, _ in rows))
    )
    assert preview_rows["50.1 Botilbud"] == ["2019", "−1.000.000,00"]
    seal = preview.split('name="set" value="')[1].split('"')[0]

    html = alice.post(PATH, posted | {"handling": "udmoent", "set": seal}, follow=True).content.decode()

    assert "Udmøntning i januar er udmøntet i budget 2019." in html
    assert BudgetPosting.objects.count() == 2
    assert "Fortryd" in html


def test_a_posting_changed_after_its_preview_is_previewed_again(placed: Catalogue, alice: Client) -> None:
    preview = alice.post(PATH, typed(placed, botilbud_107="1") | {"handling": "se"}).content.decode()
    seal = preview.split('name="set" value="')[1].split('"')[0]

    html = alice.post(PATH, typed(placed, botilbud_107="0,9") | {"handling": "udmoent", "set": seal}).content.decode()

    assert "Tallene er ændret, siden du så bevillingerne. Kontrollér dem igen herunder." in html
    assert "−900.000,00" in html
    assert not BudgetDecision.objects.exists()


def test_unreadable_or_refused_input_is_reported_and_stays_on_the_page(placed: Catalogue, alice: Client) -> None:
    response = alice.post(PATH, typed(placed, botilbud_107="mange", stoette_85="") | {"handling": "se"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "§ 107, 2019: Der står “mange”. Skal være: et beløb i mio. kr." in html
    assert "Beløbet mangler. Skriv et beløb, eller fjern fluebenet." in html
    assert 'value="mange"' in html
    refused = alice.post(PATH, typed(placed, botilbud_107="2", stu="1") | {"handling": "udmoent", "set": "x"})
    assert refused.status_code == 422
    assert "er ikke en del af de" in refused.content.decode()
    assert "Linjen mangler en ramme. Angiv den" in refused.content.decode()


def test_a_posting_is_undone_from_the_page(placed: Catalogue, controller: Membership, alice: Client) -> None:
    decision = post(controller, placed, {effect(placed, "botilbud-107").pk: MILLION})

    html = alice.post(PATH, {"handling": "fortryd", "bevilling": decision.pk}, follow=True).content.decode()

    assert "Udmøntning er fortrudt. 1 beløb mangler igen at blive udmøntet." in html
    assert alice.post(PATH, {"handling": "fortryd", "bevilling": decision.pk}).status_code == 404
    assert alice.post(PATH, {"handling": "noget andet"}).status_code == 404


def test_readers_see_the_page_and_cannot_post(
    placed: Catalogue, controller: Membership, bob: Client, person: Person
) -> None:
    post(controller, placed, {effect(placed, "botilbud-107").pk: MILLION})
    manager = logged_in(person("mia", Role.MANAGER))

    for client in (bob, manager):
        html = client.get(PATH).content.decode()
        assert "Se bevillingerne" not in html
        assert 'name="bevilling"' not in html
        assert client.post(PATH, {"handling": "se"}).status_code == 403


def test_the_tables_of_the_page_are_downloaded(placed: Catalogue, controller: Membership, bob: Client) -> None:
    post(controller, placed, {effect(placed, "botilbud-107").pk: MILLION})

    years, lines = (bob.get(f"{PATH}?hent={name}.csv").content.decode() for name in ("aar", "linjer"))

    assert "Udmøntet;1000000,00;0,00;0,00;0,00" in years
    assert "§ 107, 2019;2019;50.1 Botilbud;1000000,00;1000000,00;0,00" in lines
    assert bob.get(f"{PATH}?hent=tiltag.xlsx&aar=2020").status_code == 200


def test_a_catalogue_with_nothing_adopted_says_so(db: None, person: Person, placed: Catalogue) -> None:
    placed.initiatives.update(lifecycle="proposed")
    assert Municipality.objects.filter(slug="ballerup").exists()

    html = logged_in(person("bob", Role.READER)).get(PATH).content.decode()

    assert "Intet er vedtaget i året." in html
    assert "Kataloget har ingen vedtagne linjer med beløb." in html
