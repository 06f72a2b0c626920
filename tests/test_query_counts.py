"""The number of queries of every page, fixed, for small and large data: it must not grow with the data."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from budgets.areas.decisions import write_decision
from budgets.areas.models import AppropriationKind
from budgets.areas.writing import write_areas, write_shares
from budgets.caseload.writing import write_caseload, write_costly_cases, write_entrants
from budgets.forecasting.storing import enter_forecast
from budgets.foundation import audit
from budgets.foundation.members import give_role
from budgets.foundation.models import LegalBasis, Municipality, Role, User
from budgets.ledger.importing import write_rules
from budgets.ledger.models import Expenditure, ImportBatch
from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory, Theme
from initiatives.catalogues.models.descriptions import Assumption, DecidedBy
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedFigure, PublishedRow, PublishedTable
from initiatives.results.models import FollowUp
from initiatives.scenarios.models import Alternative
from reports.notes.models import NoteText, Section, StatusNote
from tests.addresses import ACCOUNT_PAGES, PAGES, address, make_world
from tests.factories import make_member

QUERIES: dict[str, int] = {
    "municipality_list": 3,
    "event_list": 5,
    "upload": 3,
    "template": 3,
    "paste": 4,
    "municipality": 15,
    "savings": 9,
    "savings_changes": 12,
    "cohorts": 8,
    "course": 15,
    "catalogues": 4,
    "glossary": 3,
    "population": 4,
    "budget": 12,
    "ledger": 4,
    "ledger_rules": 4,
    "ledger_headings": 4,
    "cases": 8,
    "benchmark": 9,
    "cases_csv": 6,
    "cases_write": 3,
    "costly_cases": 3,
    "entrants": 4,
    "forecasts": 4,
    "forecast_make": 15,
    "forecast": 6,
    "forecast_changes": 11,
    "accuracy": 6,
    "areas": 5,
    "area": 12,
    "decision": 3,
    "expected": 3,
    "shares": 3,
    "joined_estimate": 15,
    "placing": 7,
    "catalogue_make": 3,
    "case_make": 5,
    "case_write": 11,
    "case_versions": 8,
    "case_links": 7,
    "case_frame": 7,
    "decisions": 9,
    "agenda": 4,
    "appropriation": 5,
    "agenda_item": 8,
    "alternatives": 11,
    "alternative": 11,
    "posting": 10,
    "catalogue": 15,
    "catalogue_search": 5,
    "catalogue_overview": 13,
    "reconciliation": 14,
    "effects": 6,
    "workbook": 26,
    "initiative": 12,
    "initiative_tables": 8,
    "status_note": 32,
    "rounds": 6,
    "grid": 14,
    "sums": 13,
    "token": 2,
    "send": 14,
    "row": 13,
    "row_course": 15,
    "row_target": 15,
    "row_history": 15,
    "evidence": 5,
    "round_workbook": 14,
    "round_upload": 4,
    "catalogue_pdf": 28,
    "case_pdf": 18,
    "notes": 5,
    "note_make": 6,
    "note_arrangement": 5,
    "note_verify": 3,
    "note": 5,
    "note_file": 4,
    "note_write": 8,
    "note_preview": 34,
    "note_page": 34,
    "note_draft": 34,
    "note_public": 3,
}
WITHOUT_A_PAGE = {"save_row", "change_row", "decide", "note_step"}
"""Addresses that accept only POST, or that Alice may not open: the approval has the same rows as the grid."""

MAX_QUERIES = 15
DOWNLOADS_OF_EVERYTHING = {
    *("workbook", "status_note", "catalogue_pdf", "case_pdf"),
    *("note_preview", "note_page", "note_draft"),
}
"""Documents with many kinds of content need one or two queries for each."""


def test_every_page_is_pinned_and_below_the_limit() -> None:
    assert set(QUERIES) == set(PAGES) - ACCOUNT_PAGES - WITHOUT_A_PAGE
    assert max(count for name, count in QUERIES.items() if name not in DOWNLOADS_OF_EVERYTHING) <= MAX_QUERIES


def test_a_page_costs_the_pinned_queries_however_much_there_is_on_it(ballerup: Catalogue, alice: Client) -> None:
    make_world(make_member("alice", Role.CONTROLLER), ballerup)
    small = {name: count_queries(alice, name) for name in QUERIES}
    grow(ballerup)

    large = {name: count_queries(alice, name) for name in QUERIES}

    assert small == QUERIES
    assert large == QUERIES, "with more data"


def count_queries(client: Client, name: str) -> int:
    path = address(name)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def grow(catalogue: Catalogue) -> None:
    """Add twenty municipalities, ten groups of ten initiatives, and more content of the initiative with a page."""
    basis = LegalBasis.objects.get(law="SEL", section="107")
    for municipality in Municipality.objects.exclude(pk=catalogue.municipality_id)[:20]:
        give_role(actor=None, user=User.objects.get(username="alice"), municipality=municipality, role=Role.READER)
    grow_budget(catalogue.municipality)
    grow_ledger(catalogue.municipality)
    grow_notes(catalogue.municipality)
    grow_alternatives(catalogue)
    for group in range(10, 20):
        theme = Theme.objects.create(catalogue=catalogue, order=group, title=f"Gruppe {group}")
        table = PublishedTable.objects.create(
            catalogue=catalogue,
            theme=theme,
            ordinal=group + 10,
            kind=PublishedTable.TableKind.PLAN,
            caption=theme.title,
        )
        for number in range(10):
            key = f"tiltag-{group}-{number}"
            initiative = Initiative.objects.create(
                catalogue=catalogue, theme=theme, order=group * 10 + number, key=key, title=key, lifecycle="adopted"
            )
            initiative.legal_bases.add(basis)
            add_to(initiative, table, number + 1)
        add_to(catalogue.initiatives.get(key="stu"), table, 99)
        audit.record(municipality=catalogue.municipality, actor=None, action="prøvet", obj=theme)
    grow_follow_up(catalogue)


def grow_follow_up(catalogue: Catalogue) -> None:
    """Add a row in both rounds for each new initiative, with a question from Alice."""
    alice = User.objects.get(username="alice")
    FollowUp.objects.bulk_create(
        FollowUp(
            round=round_, initiative=initiative, forecast=1, edited_by=alice, question="Hvorfor?", question_by=alice
        )
        for round_ in catalogue.municipality.follow_up_rounds.all()
        for initiative in catalogue.initiatives.filter(key__startswith="tiltag-")
    )


def grow_alternatives(catalogue: Catalogue) -> None:
    """Add ten alternatives, and choose everything in each."""
    alice = User.objects.get(username="alice")
    for number in range(10):
        Alternative.objects.create(catalogue=catalogue, name=f"Alternativ {number}", by=alice)
    for alternative in Alternative.objects.all():
        for initiative in catalogue.initiatives.all():
            alternative.picks.create(initiative=initiative)


def grow_notes(municipality: Municipality) -> None:
    """Add ten published notes, and a text in every section of the draft."""
    alice = User.objects.get(username="alice")
    manager = User.objects.get(username="note-manager")
    draft = StatusNote.objects.get(state="draft")
    for section in Section:
        NoteText.objects.create(note=draft, section=section, text="Der er 9,99 mio. kr. og [et link](https://a.dk).")
    for month in range(1, 11):
        StatusNote.objects.create(
            municipality=municipality,
            month=date(2018, month, 1),
            seq=1,
            state="published",
            written_by=alice,
            approved_by=manager,
            published_by=manager,
            published_at=timezone.now(),
        )


def grow_budget(municipality: Municipality) -> None:
    """Add twenty areas under the first, each with budget, expenditure and forecast, and ten more forecasts."""
    alice = User.objects.get(username="alice")
    codes = [f"50.1.{number}" for number in range(20)]
    text = "\n".join(f"{code};Del;50.1;;;SEL § 108;" for code in codes)
    for area in write_areas(actor=None, municipality=municipality, text=text):
        for month in range(1, 13):
            Expenditure.objects.create(area=area, year=2019, month=month, gross=1000)
    caseload_rows = [f"{code};SEL § 85;;egen;2019;1;9;9;0,75;1;1;90.000" for code in codes]
    caseload_rows += [
        f"50.1;SEL § 85;{code};egen;2018;{month};9;9;0,75;1;1;90.000" for code in codes for month in range(1, 13)
    ]
    write_caseload(actor=None, municipality=municipality, text="\n".join(caseload_rows))
    for number, kind in enumerate((AppropriationKind.ADOPTED, AppropriationKind.SUPPLEMENTARY), start=1):
        write_decision(
            actor=None,
            municipality=municipality,
            round_year=2019,
            kind=kind,
            decided_on=date(2019, number, 1),
            title="Mere",
            note="",
            text="\n".join(f"{code};2019;1000;;" for code in [*codes, "50.1"]),
        )
    for month in range(1, 11):
        enter_forecast(actor=alice, municipality=municipality, year=2018, month=month, text="50.1;2018;9;;;")
    enter_forecast(
        actor=None, municipality=municipality, year=2019, month=4, text="\n".join(f"{code};2019;9;;;" for code in codes)
    )


def grow_ledger(municipality: Municipality) -> None:
    """Add ten ledger files, and ten of each kind of row about an area, each for another area."""
    alice = User.objects.get(username="alice")
    codes = [f"50.1.{number}" for number in range(10)]
    for code in codes:
        ImportBatch.objects.create(
            municipality=municipality, kind="expenditure", sha256=code, name=code, by=alice, rows=1, total=1
        )
    write_rules(actor=alice, municipality=municipality, text="\n".join(f"{code};{code};" for code in codes))
    for write, row in (
        (write_shares, "{};2019;målgruppe;Alle;;5;"),
        (write_costly_cases, "{};2019;1;2;1;3.000.000"),
        (write_entrants, "{};SEL § 107;2020;1;1;0,5;"),
    ):
        write(actor=alice, municipality=municipality, text="\n".join(row.format(code) for code in codes))


def add_to(initiative: Initiative, table: PublishedTable, order: int) -> None:
    """Add an effect line, a row in the table, and an assumption."""
    line = EffectLine.objects.create(
        initiative=initiative, order=table.ordinal * 100, text="Linje", category=EffectCategory.PERMANENT
    )
    YearlyEffect.objects.create(line=line, year=2019, amount=Decimal(1000), source_table=table)
    row = PublishedRow.objects.create(table=table, initiative=initiative, order=order, kind="line", label="Linje")
    PublishedFigure.objects.create(row=row, year=2019, printed="0,001", value=Decimal(1000))
    Assumption.objects.create(
        catalogue=initiative.catalogue,
        initiative=initiative,
        order=table.ordinal * 100 + order,
        text="Forudsætning",
        decided_by=DecidedBy.OWN,
        due=date(2019, 12, 31),
    )
