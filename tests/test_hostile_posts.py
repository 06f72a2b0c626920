"""Hostile values in every field of every form, and in every parameter of an address: refused, and nothing breaks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as new
from decimal import Decimal
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import resolve

from budgets.areas.models import BudgetArea
from budgets.foundation.models import Membership, Role, User
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import Measurement, SuccessCriterion
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import BudgetEffect
from initiatives.catalogues.models.proposals import LinkKind, ProposalLink
from initiatives.followup.deciding import submit
from initiatives.followup.models import Action, ActivityPrice
from initiatives.followup.rounds import open_year
from initiatives.followup.transfers import move_target
from initiatives.posting.loading import load_effects
from initiatives.posting.posting import post_effects
from initiatives.results.models import FollowUpRound
from tests.addresses import ACCOUNT_PAGES, FOUND, OK, PAGES, address, make_world
from tests.factories import SCREEN_VISITS, fill, load_catalogue, logged_in, make_member
from tests.hostile.foreign import DAY, FOREIGN, make_foreign, read_foreign
from tests.hostile.forms import Pairs, PostForm, ReadPage, kind_of, read_page

HOSTILE = {
    "a NUL byte": "a\0b",
    "letters": "abc",
    "5,000 digits": "9" * 5_000,
    "more digits than a key": "9" * 20,
    "more digits than an amount": "9" * 14,
    "nothing": "",
    "a foreign id": str(FOREIGN),
}

POSTED = [name for name, page in PAGES.items() if "POST" in page.methods and name not in ACCOUNT_PAGES]
READ = [name for name, page in PAGES.items() if "GET" in page.methods and name not in ACCOUNT_PAGES]

BY_SCRIPT = {"save_row": ["realised", "forecast", "cause", "explanation", "version", "enhed"]}
"""The fields of addresses that only scripts post to."""

ALSO_READ = {
    "alternative": ["regn", "valg", "hent"],
    "note_preview": ["del"],
    "row_target": ["start"],
    "notes": ["soeg"],
    "note_public": ["pdf"],
}
"""Parameters that no link or form of the pages shows."""

MANY, SAVED_FOR_GOOD = 60, "udgave"
"""A business case has more kinds of fields than this, and this button saves it."""

ROWS = {
    "population": "2019;28.300;48.602",
    "areas": "50.3;Dagtilbud;50;Socialudvalget;service;SEL § 104;5.38.59",
    "decision": "50.1;2019;125.000.000;−2.000.000;−500.000",
    "shares": "50.1;2019;målgruppe;Unge;80.000;;Notat",
    "expected": "50.1;2019;1.000.000;12,5;20.000;30.000",
    "cases_write": "50.1;SEL § 107;unge;egen;2019;3;24;22;1,85;2;1;1.250.000",
    "costly_cases": "50.1;2019;3;12;7;19.500.000",
    "entrants": "50.1;SEL § 107;2020;8;2;0,75;to fra STU",
    "ledger_rules": "5.38.50*;50.1;bruttoudgift",
    "ledger_headings": "Ompostering;beløb",
}
"""A row that the page accepts, for each page with rows as text."""

BESIDE = {
    "decision": {"round_year": "2019", "kind": "supplementary"},
    "expected": {"year": "2019", "month": "4"},
}
"""Values beside the rows, with which the page accepts them."""

PASTED = {"tekst": "Tabel 1. Mål i 1.000 kr.\nTiltag\t2019\t2020\nSTU\t100\t200\nI alt\t100\t200\n", "trin": "se"}

EDITORS = (Role.ADMINISTRATOR, Role.MANAGER)
ERROR = 500


@dataclass(frozen=True)
class World:
    """The editors, their municipality's addresses by name, and what the pages at these addresses show."""

    users: Sequence[User]
    urls: Mapping[str, Sequence[str]]
    forms: dict[str, list[tuple[int, PostForm]]] = new(default_factory=dict)
    """By the name of the address they are posted to: the number of the editor who gets it, and the form."""
    parameters: dict[str, set[str]] = new(default_factory=dict)


@pytest.fixture(scope="module")
def world(module_db: None) -> World:
    """An administrator and a manager of a municipality in which every form has something to show."""
    members = {role: make_member(role.value, role) for role in (*EDITORS, Role.CONTROLLER)}
    catalogue = load_catalogue("ballerup-2019")
    make_world(members[Role.CONTROLLER], catalogue)
    _fill_rows(members[Role.CONTROLLER], catalogue)
    urls = {name: [address(name), *_more_of(name)] for name in {*READ, *POSTED}}
    make_foreign(catalogue)
    made = World([members[role].user for role in EDITORS], urls)
    _read_pages(made)
    return made


def _fill_rows(controller: Membership, catalogue: Catalogue) -> None:
    march = FollowUpRound.objects.get(municipality=controller.municipality, year=2019, period=3)
    stu, sent = (catalogue.initiatives.get(key=key) for key in ("stu", "stoette-85"))
    fill(controller, march, stu, 100, 200)
    fill(controller, march, sent, 100, 200)
    submit(membership=controller, round_=march, only=[sent.pk])
    SuccessCriterion.objects.create(initiative=stu, order=50, text="Flere i job")
    Action.objects.create(initiative=stu, text="Ring", owner="Bo", deadline=DAY, opened=march)
    ProposalLink.objects.create(initiative=stu, kind=LinkKind.ALTERNATIVE, code="X1")
    catalogue.initiatives.filter(key="dagbeskaeftigelse-103-104").update(lifecycle="proposed")
    (accounts,) = open_year(membership=controller, year=2019, periods=[13], days=10, catalogues=[catalogue])
    fill(controller, accounts, stu, 1, 1)
    Measurement.objects.create(initiative=stu, order=50, indicator="I job", on=DAY, value=3)
    ActivityPrice.objects.create(initiative=stu, unit="borgere", price_difference=1000)
    move_target(
        membership=controller, round_=march, source_initiative=stu, new=SCREEN_VISITS, amounts={2019: Decimal(1000)}
    )
    _post_effects(controller, catalogue)


def _post_effects(controller: Membership, catalogue: Catalogue) -> None:
    """Place the lines in the budget, and take one effect out of it; the others can be posted."""
    EffectLine.objects.filter(initiative__catalogue=catalogue).update(area=BudgetArea.objects.get(code="50.1"))
    catalogue.initiatives.update(budget_effect=BudgetEffect.TO_BE_POSTED)
    effect = next(effect for effect in load_effects(catalogue).values() if effect.may_be_posted)
    amounts = {effect.pk: effect.remaining}
    post_effects(
        membership=controller,
        catalogue=catalogue,
        round_year=effect.year,
        decided_on=DAY,
        title="Udmøntning",
        amounts=amounts,
    )


def _more_of(name: str) -> list[str]:
    """Where the page has a form of its own: the row in the accounts of the year, and another start of the effect."""
    more = {"row": {"period": "2019-regnskab"}, "row_target": {}}
    return [f"{address(name, **more[name])}?start=3"] if name in more else []


def _read_pages(world: World) -> None:
    """Find every form once, and every parameter."""
    world.parameters.update({name: set(ALSO_READ.get(name, [])) for name in READ})
    known = set()
    for number, page in _pages(world):
        for form in page.forms:
            path = urlsplit(form.action).path
            if (kind_of(path), form.shape) not in known:
                known.add((kind_of(path), form.shape))
                world.forms.setdefault(str(resolve(path).url_name), []).append((number, form))
        for path, parameter in page.parameters:
            if path.startswith("/ballerup/"):
                world.parameters[str(resolve(path).url_name)].add(parameter)
    for name, fields in BY_SCRIPT.items():
        world.forms[name] = [(0, PostForm(world.urls[name][0], [(field, "1") for field in fields]))]


def _pages(world: World) -> Iterator[tuple[int, ReadPage]]:
    """The pages that each editor may read."""
    for number, user in enumerate(world.users):
        client = logged_in(user)
        for url in (url for name in READ for url in world.urls[name]):
            answer = client.get(url)
            if answer.status_code == OK and answer["Content-Type"].startswith("text/html"):
                yield number, read_page(answer.content.decode(), url)
    pasted = logged_in(world.users[0]).post(world.urls["paste"][0], PASTED)
    yield 0, read_page(pasted.content.decode(), world.urls["paste"][0])


@pytest.fixture
def clients(world: World, db: None) -> list[Client]:
    return [logged_in(user) for user in world.users]


@pytest.mark.slow
@pytest.mark.parametrize("name", POSTED)
def test_no_posted_value_breaks_a_page_or_touches_another_municipality(
    clients: list[Client], world: World, name: str
) -> None:
    forms = world.forms.get(name, [])
    before = read_foreign()

    faults = [
        f"{kind} in {field}: {fault}"
        for number, form in forms
        for field, kind, pairs in _attacks(form)
        if (fault := _fault_of_post(clients[number], form.action, pairs, before))
    ]

    assert forms
    assert faults == []


def _submissions(form: PostForm) -> Iterator[Pairs]:
    """What the form's buttons send; a form with very many kinds of fields only what saves them for good."""
    for sent in form.submissions():
        if len(form.kinds) < MANY or SAVED_FOR_GOOD in dict(sent):
            yield sent


def _attacks(form: PostForm) -> Iterator[tuple[str, str, Pairs]]:
    """Each kind of field with each hostile value, sent by each button; and a foreign id in the field's own name.

    A foreign id is also sent with all other fields filled, so that there is something to save.
    """
    for sent in _submissions(form):
        yield "no field", "no attack", sent
        for field in {kind_of(name): name for name, _ in sent if name != "csrfmiddlewaretoken"}.values():
            others = [(name, value) for name, value in sent if name != field]
            for kind, value in HOSTILE.items():
                yield field, kind, [*others, (field, value)]
            filled = [(name, value or form.fillings.get(name, "")) for name, value in others]
            yield field, "a foreign id among filled fields", [*filled, (field, str(FOREIGN))]
            value = dict(sent)[field]
            yield field, "a foreign id in the name", [*others, (kind_of(field).replace("#", str(FOREIGN)), value)]


def _fault_of_post(client: Client, url: str, pairs: Pairs, before: list[tuple[str, str]]) -> str:
    """What went wrong, or nothing; what was changed is rolled back."""
    body = urlencode(pairs)
    with transaction.atomic():
        fault = _fault_of(lambda: client.post(url, body, "application/x-www-form-urlencoded"))
        if not fault and str(FOREIGN) in body and read_foreign() != before:
            fault = "changed another municipality"
        transaction.set_rollback(True)
    return fault


def _fault_of(ask: Callable[[], HttpResponseBase]) -> str:
    try:
        answer = ask()
        connection.check_constraints()
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:120]}"
    return f"status {answer.status_code}" if answer.status_code >= ERROR else ""


@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
def test_no_cell_of_typed_rows_breaks_a_page(clients: list[Client], world: World, name: str) -> None:
    _, form = world.forms[name][0]
    cells = ROWS[name].split(";")
    attacked = {
        f"{kind} in cell {place}": ";".join([*cells[:place], value, *cells[place + 1 :]])
        for place in range(len(cells))
        for kind, value in HOSTILE.items()
    }

    before, sent = read_foreign(), {**dict(form.pairs), **BESIDE.get(name, {})}

    def post(rows: str) -> str:
        return _fault_of_post(clients[0], form.action, [*sent.items(), ("rows", rows)], before)

    assert clients[0].post(form.action, {**sent, "rows": ROWS[name]}).status_code == FOUND
    assert {place: fault for place, rows in attacked.items() if (fault := post(rows))} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", READ)
def test_no_parameter_of_an_address_breaks_a_page(clients: list[Client], world: World, name: str) -> None:
    url, editor = world.urls[name][0], clients[1 if name == "decide" else 0]

    faults = [
        f"{kind} in {parameter}: {fault}"
        for parameter in sorted(world.parameters[name])
        for kind, value in HOSTILE.items()
        if (fault := _fault_of_get(editor, f"{url}?{urlencode({parameter: value})}"))
    ]

    assert faults == []


def _fault_of_get(client: Client, url: str) -> str:
    with transaction.atomic():
        fault = _fault_of(lambda: client.get(url))
        transaction.set_rollback(True)
    return fault
