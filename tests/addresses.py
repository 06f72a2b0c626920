"""All addresses with the expected status by role and method, and their data; new addresses must be added here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils import timezone

from budgets.areas.decisions import write_decision
from budgets.areas.models import AppropriationKind, BudgetDecision
from budgets.areas.writing import write_areas
from budgets.caseload.writing import write_caseload
from budgets.forecasting.models import Forecast
from budgets.forecasting.storing import enter_forecast
from budgets.foundation.access import ALLOWED, Action
from budgets.foundation.models import Committee, Membership, Municipality, Role, User
from initiatives.business_cases.writing import begin
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.versions import VersionKind
from initiatives.catalogues.versions import keep_version
from initiatives.decisions.models import AgendaItem, Decision, Outcome
from initiatives.followup.models import Evidence
from initiatives.followup.rounds import open_year
from initiatives.results.models import FollowUp
from initiatives.scenarios.models import Alternative
from reports.notes.models import Form, NoteEdition, PublicLink, StatusNote, Variant

OK, FOUND, UNAUTHORISED, FORBIDDEN, NOT_FOUND, NOT_ALLOWED, CONFLICT, UNREADABLE = (
    200,
    302,
    401,
    403,
    404,
    405,
    409,
    422,
)


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


WHO = (*Role.values, "stranger", "nobody")


def by_role(allowed: frozenset[Role], ok: int = OK, nobody: int = FOUND) -> dict[str, int]:
    """Statuses of a municipal page: members by role, 404 for a stranger, `nobody` (log-in) without log-in."""
    members = {role.value: ok if role in allowed else FORBIDDEN for role in Role}
    return members | {"stranger": NOT_FOUND, "nobody": nobody}


def by_action(action: Action, ok: int = OK, nobody: int = FOUND) -> dict[str, int]:
    return by_role(ALLOWED[action], ok, nobody)


def alike(status: int, nobody: int = FOUND) -> dict[str, int]:
    return dict.fromkeys(WHO, status) | {"nobody": nobody}


@dataclass(frozen=True)
class Page:
    """URL arguments, and statuses by method and role; other methods are not allowed."""

    methods: dict[str, dict[str, int]]
    kwargs: dict[str, str] = field(default_factory=dict)


READ, EVENTS, IMPORT = map(by_action, (Action.READ, Action.SEE_EVENTS, Action.IMPORT))


EDIT_BUDGET, EDIT_CASES, FORECASTS, LEDGER = map(
    by_action, (Action.EDIT_BUDGET, Action.EDIT_CASES, Action.MAKE_FORECASTS, Action.IMPORT_LEDGER)
)


WRITE_NOTES = by_action(Action.WRITE_NOTES)


WRITE_CASES, DECIDE = by_action(Action.WRITE_CASES), by_action(Action.DECIDE_CASES)


FILL, SUBMIT = by_action(Action.FILL_OWN_ROWS, FOUND), by_action(Action.SUBMIT_ROWS, FOUND)


IN_BALLERUP = {"municipality": "ballerup"}


CATALOGUE = IN_BALLERUP | {"slug": "ballerup-2019"}


MARCH = IN_BALLERUP | {"period": "2019-03"}


PUBLISHED, DRAFT = IN_BALLERUP | {"note": "published"}, IN_BALLERUP | {"note": "draft"}


STU = MARCH | {"initiative": "stu"}
"""The initiative's key, which `address` replaces by its number."""


PAGES = {
    "account_login": Page({"GET": alike(FOUND, OK), "POST": alike(FOUND, OK)}),
    "account_logout": Page({"GET": alike(OK), "POST": alike(FOUND)}),
    "account_change_password": Page({"GET": alike(OK), "POST": alike(OK)}),
    "municipality_list": Page({"GET": alike(OK)}),
    "event_list": Page({"GET": EVENTS}, IN_BALLERUP),
    "glossary": Page({"GET": READ}, IN_BALLERUP),
    "population": Page({"GET": READ, "POST": by_action(Action.EDIT_POPULATION)}, IN_BALLERUP),
    "budget": Page({"GET": READ}, IN_BALLERUP),
    "ledger": Page({"GET": LEDGER, "POST": LEDGER}, IN_BALLERUP),
    "ledger_rules": Page({"GET": LEDGER, "POST": LEDGER}, IN_BALLERUP),
    "ledger_headings": Page({"GET": LEDGER, "POST": by_action(Action.IMPORT_LEDGER, FOUND)}, IN_BALLERUP),
    "cases": Page({"GET": READ}, IN_BALLERUP),
    "benchmark": Page({"GET": READ}, IN_BALLERUP),
    "cases_csv": Page({"GET": READ}, IN_BALLERUP),
    "cases_write": Page({"GET": EDIT_CASES, "POST": EDIT_CASES}, IN_BALLERUP),
    "costly_cases": Page({"GET": EDIT_CASES, "POST": EDIT_CASES}, IN_BALLERUP),
    "entrants": Page({"GET": EDIT_CASES, "POST": by_action(Action.EDIT_CASES, FOUND)}, IN_BALLERUP),
    "forecasts": Page({"GET": READ}, IN_BALLERUP),
    "forecast_make": Page({"GET": FORECASTS, "POST": by_action(Action.MAKE_FORECASTS, UNREADABLE)}, IN_BALLERUP),
    "forecast": Page({"GET": READ}, IN_BALLERUP | {"forecast": "newest"}),
    "forecast_changes": Page(
        {"GET": READ, "POST": by_action(Action.MAKE_FORECASTS, FOUND)}, IN_BALLERUP | {"forecast": "newest"}
    ),
    "accuracy": Page({"GET": READ}, IN_BALLERUP | {"code": "50.1"}),
    "areas": Page({"GET": READ, "POST": EDIT_BUDGET}, IN_BALLERUP),
    "area": Page({"GET": READ}, IN_BALLERUP | {"code": "50.1"}),
    "decision": Page({"GET": EDIT_BUDGET, "POST": EDIT_BUDGET}, IN_BALLERUP),
    "expected": Page({"GET": FORECASTS, "POST": FORECASTS}, IN_BALLERUP),
    "shares": Page({"GET": EDIT_BUDGET, "POST": EDIT_BUDGET}, IN_BALLERUP),
    "upload": Page({"GET": IMPORT, "POST": IMPORT}, IN_BALLERUP),
    "template": Page({"GET": IMPORT}, IN_BALLERUP),
    "paste": Page({"GET": IMPORT, "POST": IMPORT}, IN_BALLERUP),
    "municipality": Page({"GET": READ}, IN_BALLERUP),
    "savings": Page({"GET": READ}, IN_BALLERUP),
    "savings_changes": Page({"GET": READ}, IN_BALLERUP),
    "cohorts": Page({"GET": READ}, IN_BALLERUP),
    "course": Page({"GET": READ}, CATALOGUE | {"key": "stu"}),
    "catalogues": Page({"GET": READ}, IN_BALLERUP),
    "catalogue": Page({"GET": READ}, CATALOGUE),
    "catalogue_search": Page({"GET": READ}, IN_BALLERUP),
    "catalogue_overview": Page({"GET": READ}, CATALOGUE),
    "reconciliation": Page({"GET": READ}, CATALOGUE),
    "workbook": Page({"GET": READ}, CATALOGUE),
    "placing": Page({"GET": EDIT_BUDGET, "POST": by_action(Action.EDIT_BUDGET, FOUND)}, CATALOGUE),
    "catalogue_make": Page({"GET": IMPORT, "POST": by_action(Action.IMPORT, UNREADABLE)}, IN_BALLERUP),
    "case_make": Page({"GET": WRITE_CASES, "POST": by_action(Action.WRITE_CASES, UNREADABLE)}, CATALOGUE),
    "case_write": Page(
        {"GET": WRITE_CASES, "POST": by_action(Action.WRITE_CASES, CONFLICT)}, CATALOGUE | {"key": "stu"}
    ),
    "case_versions": Page({"GET": READ}, CATALOGUE | {"key": "stu"}),
    "case_links": Page(
        {"GET": WRITE_CASES, "POST": by_action(Action.WRITE_CASES, UNREADABLE)}, CATALOGUE | {"key": "stu"}
    ),
    "case_frame": Page(
        {"GET": EDIT_BUDGET, "POST": by_action(Action.EDIT_BUDGET, FOUND)}, CATALOGUE | {"key": "botilbud-107"}
    ),
    "decisions": Page({"GET": DECIDE, "POST": by_action(Action.DECIDE_CASES, UNREADABLE)}, CATALOGUE),
    "agenda": Page({"GET": READ}, IN_BALLERUP),
    "appropriation": Page({"GET": READ}, IN_BALLERUP | {"decision": "bevilling"}),
    "agenda_item": Page({"GET": READ}, IN_BALLERUP | {"item": "punkt"}),
    "alternatives": Page({"GET": READ, "POST": by_action(Action.CHOOSE, UNREADABLE)}, CATALOGUE),
    "alternative": Page(
        {"GET": READ, "POST": by_action(Action.CHOOSE, NOT_FOUND)}, CATALOGUE | {"alternative": "Bredt"}
    ),
    "posting": Page({"GET": READ, "POST": by_action(Action.EDIT_BUDGET, NOT_FOUND)}, CATALOGUE),
    "joined_estimate": Page({"GET": READ}, IN_BALLERUP),
    "effects": Page({"GET": READ}, CATALOGUE),
    "initiative": Page({"GET": READ}, CATALOGUE | {"key": "stu"}),
    "initiative_tables": Page({"GET": READ}, CATALOGUE | {"key": "stoette-85"}),
    "rounds": Page({"GET": READ, "POST": by_action(Action.OPEN_ROUNDS)}, IN_BALLERUP),
    "grid": Page({"GET": READ, "POST": FILL}, MARCH),
    "save_row": Page({"POST": by_action(Action.FILL_OWN_ROWS, nobody=UNAUTHORISED)}, STU),
    "sums": Page({"GET": READ}, MARCH),
    "token": Page({"GET": alike(OK, UNAUTHORISED)}),
    "send": Page({"GET": by_action(Action.SUBMIT_ROWS), "POST": SUBMIT}, MARCH),
    "decide": Page({"GET": by_action(Action.APPROVE_ROWS), "POST": by_action(Action.APPROVE_ROWS, FOUND)}, MARCH),
    "row": Page({"GET": READ}, STU),
    "row_course": Page({"GET": READ}, STU),
    "row_target": Page({"GET": READ}, STU),
    "row_history": Page({"GET": READ}, STU),
    "change_row": Page({"POST": FILL}, STU | {"what": "detaljer"}),
    "evidence": Page({"GET": READ}, MARCH | {"evidence": "bilag"}),
    "round_workbook": Page({"GET": READ}, MARCH),
    "round_upload": Page({"GET": by_action(Action.FILL_OWN_ROWS), "POST": by_action(Action.FILL_OWN_ROWS)}, MARCH),
    "status_note": Page({"GET": READ}, IN_BALLERUP | {"month": "2019-01"}),
    "catalogue_pdf": Page({"GET": READ}, CATALOGUE),
    "case_pdf": Page({"GET": READ}, CATALOGUE | {"key": "stu"}),
    "notes": Page({"GET": READ}, IN_BALLERUP),
    "note_make": Page({"GET": WRITE_NOTES, "POST": by_action(Action.WRITE_NOTES, UNREADABLE)}, IN_BALLERUP),
    "note_arrangement": Page(
        {"GET": by_action(Action.ARRANGE_NOTES), "POST": by_action(Action.ARRANGE_NOTES, UNREADABLE)}, IN_BALLERUP
    ),
    "note_verify": Page({"GET": READ, "POST": READ}, IN_BALLERUP),
    "note": Page({"GET": READ}, PUBLISHED),
    "note_file": Page({"GET": READ}, PUBLISHED | {"variant": "open", "form": "full", "extension": "pdf"}),
    "note_write": Page({"GET": WRITE_NOTES, "POST": by_action(Action.WRITE_NOTES, NOT_FOUND)}, DRAFT),
    "note_preview": Page({"GET": WRITE_NOTES}, DRAFT),
    "note_page": Page({"GET": WRITE_NOTES}, DRAFT | {"name": "side", "number": "1"}),
    "note_draft": Page({"GET": WRITE_NOTES}, DRAFT),
    "note_step": Page({"POST": by_action(Action.DECIDE_NOTES, FOUND)}, DRAFT | {"step": "send-tilbage"}),
    "note_public": Page({"GET": alike(OK, OK)}, IN_BALLERUP | {"key": "link"}),
}


FOR_SCRIPTS = {"save_row", "token"}
"""Requested by scripts: without log-in they answer 401 instead of redirecting to the log-in page."""


OPEN_TO_ALL = {"note_public"}
"""Public pages, readable by everybody who has the address."""


ACCOUNT_PAGES = {name for name in PAGES if name.startswith("account_")}


NUMBERS: dict[str, Callable[[str], int]] = {
    "initiative": lambda key: Initiative.objects.get(key=key).pk,
    "forecast": lambda _: Forecast.objects.latest("pk").pk,
    "note": lambda state: StatusNote.objects.filter(state=state).earliest("pk").pk,
    "alternative": lambda name: Alternative.objects.get(name=name).pk,
    "evidence": lambda _: Evidence.objects.get().pk,
    "item": lambda _: AgendaItem.objects.get().pk,
    "decision": lambda _: BudgetDecision.objects.earliest("pk").pk,
}
"""Finds the primary key in an address by the word in its place in PAGES."""


def address(name: str, **overrides: str) -> str:
    """The page's address with primary keys from the database."""
    kwargs: dict[str, str | int] = {**PAGES[name].kwargs, **overrides}
    numbers = {word: find_number(str(kwargs[word])) for word, find_number in NUMBERS.items() if word in kwargs}
    if name == "note_public":
        kwargs["key"] = PublicLink.objects.get().key
    return reverse(name, kwargs=kwargs | numbers)


def follow_up(catalogue: Catalogue, controller: Membership) -> None:
    """Create rounds of February and March, a row with a file in March, an alternative, and a draft of a case."""
    _, march = open_year(membership=controller, year=2019, periods=[2, 3], days=10, catalogues=[catalogue])
    row = FollowUp.objects.create(round=march, initiative=catalogue.initiatives.get(key="botilbud-107"))
    Evidence.objects.create(follow_up=row, title="Bilag", file_name="bilag.txt", content=b"x", added_by=controller.user)
    Alternative.objects.create(catalogue=catalogue, name="Bredt", by=controller.user)
    begin(membership=controller, initiative=catalogue.initiatives.select_related("catalogue").get(key="stu"))
    decided(catalogue, controller)


def decided(catalogue: Catalogue, controller: Membership) -> None:
    """Create an agenda item with a decision that changes no figure."""
    committee, _ = Committee.objects.get_or_create(municipality=catalogue.municipality, name="Socialudvalget")
    about = {"municipality": catalogue.municipality, "committee": committee, "held_on": date(2019, 1, 8)}
    item = AgendaItem.objects.create(number="4", title="Handlingsplan", **about)
    initiative = catalogue.initiatives.select_related("catalogue").get(key="stu")
    version = keep_version(initiative, kind=VersionKind.IMPORTED, by=controller.user)
    Decision.objects.create(item=item, initiative=initiative, outcome=Outcome.ADOPTED, version=version)


def budget(municipality: Municipality) -> None:
    """Create an area with two areas below it, with budget, forecasts and caseloads."""
    text = "50;Voksne;;Socialudvalget;;;\n50.1;Botilbud;50;;;SEL § 107;\n50.2;Støtte;50;;;SEL § 85;"
    write_areas(actor=None, municipality=municipality, text=text)
    write_decision(
        actor=None,
        municipality=municipality,
        round_year=2019,
        kind=AppropriationKind.ADOPTED,
        decided_on=date(2018, 10, 10),
        title="Budget 2019",
        note="",
        text="50.1;2019;1.000.000;;\n50.2;2019;500.000;;",
    )
    enter_forecast(actor=None, municipality=municipality, year=2019, month=2, text="50.1;2019;1.000.000;;;")
    enter_forecast(actor=None, municipality=municipality, year=2019, month=3, text="50.1;2019;1.100.000;;;")
    months = [(year, month) for year in (2017, 2018) for month in range(1, 13)]
    caseload_rows = [f"50.1;SEL § 107;;egen;{year};{month};9;9;0,75;1;1;90.000" for year, month in [*months, (2019, 1)]]
    write_caseload(actor=None, municipality=municipality, text="\n".join(caseload_rows))


EMPTY_DOCUMENT = {
    "unit": "mio",
    "month": "december 2018",
    "title": "Statusnotat",
    "municipality": "Ballerup",
    "about": [],
    "front": [],
    "sections": [],
    "closed": False,
    "constructed": False,
    "logo": "",
    "standing": "",
    "year": 2018,
    "forecasts": [],
}


def notes(controller: Membership) -> None:
    """Create a published note with a public link, and a draft, without typesetting them, which takes time."""
    about = {"municipality": controller.municipality, "seq": 1, "written_by": controller.user}
    published = StatusNote.objects.create(month=date(2018, 12, 1), **about)
    NoteEdition.objects.create(
        note=published, variant=Variant.OPEN, form=Form.FULL, data=EMPTY_DOCUMENT, pdf=b"%PDF", words="ord"
    )
    PublicLink.objects.create(note=published, key="link", opened_by=controller.user)
    manager, _ = User.objects.get_or_create(username="note-manager")
    StatusNote.objects.filter(pk=published.pk).update(
        state="published", approved_by=manager, published_by=manager, published_at=timezone.now()
    )
    StatusNote.objects.create(month=date(2019, 1, 1), **about)


def make_world(controller: Membership, catalogue: Catalogue) -> None:
    """Create the data of all addresses, in the controller's municipality."""
    follow_up(catalogue, controller)
    notes(controller)
    budget(catalogue.municipality)
