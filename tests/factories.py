"""Creates people and data for tests: people with roles, catalogues, follow-up and budgets.

Alice and Anna control Ballerup, Bertha contributes, Mona manages, Bob reads, and Charlie is a stranger.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.test import Client

from budgets.areas.decisions import write_decision
from budgets.areas.models import AppropriationKind, BudgetDecision
from budgets.foundation.members import give_role
from budgets.foundation.models import Committee, Membership, Municipality, Role, User
from initiatives.catalogues.imports.importing import import_catalogue
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.deciding import approve, submit
from initiatives.followup.grid import GridRow, build_grid
from initiatives.followup.saving import Row, save_row
from initiatives.followup.transfers import NewInitiative
from initiatives.results.models import FollowUp, FollowUpRound
from tests import snapshots
from tests.places import FIXTURES

PEOPLE = {
    "alice": Role.CONTROLLER,
    "anna": Role.CONTROLLER,
    "bertha": Role.CONTRIBUTOR,
    "mona": Role.MANAGER,
    "bob": Role.READER,
}
MILLION = Decimal(1_000_000)
SCREEN_VISITS = NewInitiative("Skærmbesøg", 5, "Det første, som resten kan bruges til.")
"""A new initiative that takes over a part of another initiative's target."""

Person = Callable[..., User]
"""The type of `make_person`."""

_catalogues: dict[str, snapshots.Rows] = {}


def make_person(name: str, role: Role | None = None, slug: str = "ballerup") -> User:
    """Create or get the user, and give the role in the municipality if there is one."""
    user, _ = User.objects.get_or_create(username=name)
    if role:
        give_role(actor=None, user=user, municipality=Municipality.objects.get(slug=slug), role=role)
    return user


def make_member(name: str, role: Role, slug: str = "ballerup") -> Membership:
    """Create a member; its user and municipality are loaded."""
    user = make_person(name, role, slug)
    members = Membership.objects.select_related("municipality", "user")
    member: Membership = members.get(user=user, municipality__slug=slug)
    return member


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def load_catalogue(slug: str) -> Catalogue:
    """Load a catalogue of the fixtures: imported the first time in a process, then copied.

    If it is loaded already, or its municipality has committees that it would use, it is always imported.
    """
    if Committee.objects.filter(municipality__slug=slug.split("-")[0]).exists() or Catalogue.objects.filter(slug=slug):
        _import(slug)
    elif slug in _catalogues:
        snapshots.put_back(_catalogues[slug])
    else:
        _catalogues[slug] = snapshots.keep(lambda: _import(slug))
    catalogue: Catalogue = Catalogue.objects.select_related("municipality").get(slug=slug)
    return catalogue


def _import(slug: str) -> None:
    import_catalogue(path=FIXTURES / "catalogues" / slug, actor=None)


def row_of(round_: FollowUpRound, initiative: Initiative) -> GridRow:
    return next(row for row in build_grid(round_).rows if row.initiative == initiative)


def fill(
    membership: Membership, round_: FollowUpRound, initiative: Initiative, realised: int, forecast: int
) -> FollowUp:
    """Save the realised and forecast effect of the row, in 1,000 kr."""
    row = row_of(round_, initiative)
    values = {"realised": Decimal(realised) * 1000, "forecast": Decimal(forecast) * 1000}
    return save_row(membership=membership, round_=round_, row=Row(initiative, row.version), values=values)


def approved(
    members: dict[str, Membership], round_: FollowUpRound, initiative: Initiative, realised: int, forecast: int
) -> FollowUp:
    """A row (1,000 kr.) that Alice filled and submitted and Mona approved."""
    fill(members["alice"], round_, initiative, realised, forecast)
    submit(membership=members["alice"], round_=round_, only=[initiative.pk])
    approve(membership=members["mona"], round_=round_, only=[initiative.pk])
    row: FollowUp = FollowUp.objects.filter(round=round_, initiative=initiative).latest("revision")
    return row


def decide(
    municipality: Municipality, kind: AppropriationKind, day: str, rows: str, year: int = 2019
) -> BudgetDecision:
    """Save a decision on the year's budget with its appropriations as pasted rows."""
    return write_decision(
        actor=None,
        municipality=municipality,
        round_year=year,
        kind=kind,
        decided_on=date.fromisoformat(day),
        title=kind.label,
        note="",
        text=rows,
    )
