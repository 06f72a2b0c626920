"""The meaning of headings in a municipality's ledger files that the program does not know itself."""

from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.files.problems import ImportRefusedError, Problem
from budgets.foundation.files.rows import InputRow, duplicate_problem, find_duplicates, read_pasted
from budgets.foundation.models import Municipality, User
from budgets.ledger.models import LedgerHeading, LedgerRole

HEADING_COLUMNS = ("overskrift", "betyder")


@transaction.atomic
def write_headings(*, actor: User | None, municipality: Municipality, text: str) -> list[LedgerHeading]:
    """Save the whole list of headings, which may be empty, replacing the existing list.

    Raises ImportRefusedError with every problem, and then nothing is changed.
    """
    problems: list[Problem] = []
    rows = read_pasted(text, HEADING_COLUMNS, problems) if text.strip() else []
    read_headings = [heading for row in rows if (heading := _read_heading(row, municipality))]
    duplicates = find_duplicates(heading.heading for heading in read_headings)
    problems += [
        duplicate_problem(HEADING_COLUMNS[0], heading, "hver overskrift kun én gang") for heading in duplicates
    ]
    if problems:
        raise ImportRefusedError(problems)
    LedgerHeading.objects.filter(municipality=municipality).delete()
    headings = LedgerHeading.objects.bulk_create(read_headings)
    changes = [{"felt": heading.heading, "før": None, "efter": heading.get_role_display()} for heading in headings]
    audit.record(
        municipality=municipality, actor=actor, action="overskrifter skrevet", obj=municipality, changes=changes
    )
    return headings


def load_headings(municipality: Municipality) -> dict[str, LedgerRole]:
    """The role of each heading by its text in lower case; one query."""
    headings = LedgerHeading.objects.filter(municipality=municipality)
    return {heading: LedgerRole(role) for heading, role in headings.values_list("heading", "role")}


def _read_heading(row: InputRow, municipality: Municipality) -> LedgerHeading | None:
    heading = row.text("overskrift", required=True, longest=80).casefold()
    role = row.choice("betyder", LedgerRole, required=True)
    return LedgerHeading(municipality=municipality, heading=heading, role=role) if heading and role else None
