"""What the headings in a municipality's own ledger files mean, where the program does not know them."""

from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import Row, duplicate_problem, find_duplicates, read_pasted
from budgets.foundation.models import Municipality, User
from budgets.ledger.models import LedgerHeading, LedgerRole

HEADING_COLUMNS = ("overskrift", "betyder")


@transaction.atomic
def write_headings(*, actor: User | None, municipality: Municipality, text: str) -> list[LedgerHeading]:
    """The whole list of headings; it takes the place of the one that was there, and may be empty.

    Raises ImportRefusedError with every fault, and then nothing is changed.
    """
    problems: list[Problem] = []
    rows = read_pasted(text, HEADING_COLUMNS, problems) if text.strip() else []
    found = [heading for row in rows if (heading := _heading(row, municipality))]
    twice = find_duplicates(one.heading for one in found)
    problems += [duplicate_problem(HEADING_COLUMNS[0], one, "hver overskrift kun én gang") for one in twice]
    if problems:
        raise ImportRefusedError(problems)
    LedgerHeading.objects.filter(municipality=municipality).delete()
    headings = LedgerHeading.objects.bulk_create(found)
    changes = [{"felt": one.heading, "før": None, "efter": one.get_role_display()} for one in headings]
    audit.record(
        municipality=municipality, actor=actor, action="overskrifter skrevet", obj=municipality, changes=changes
    )
    return headings


def load_headings(municipality: Municipality) -> dict[str, LedgerRole]:
    """What each heading means, by its text in small letters; one query."""
    found = LedgerHeading.objects.filter(municipality=municipality)
    return {heading: LedgerRole(role) for heading, role in found.values_list("heading", "role")}


def _heading(row: Row, municipality: Municipality) -> LedgerHeading | None:
    heading = row.text("overskrift", required=True, longest=80).casefold()
    role = row.choice("betyder", LedgerRole, required=True)
    return LedgerHeading(municipality=municipality, heading=heading, role=role) if heading and role else None
