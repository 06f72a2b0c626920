"""People and data that tests make: named people with their roles, catalogues, rounds, follow-up, budgets.

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
"""What takes over a part of another initiative's target."""

Person = Callable[..., User]
"""Makes a user with a role in a municipality, or in none: see `make_person`."""

_catalogues: dict[str, snapshots.Rows] = {}


def make_person(name: str, role: Role | None = None, slug: str = "ballerup") -> User:
    """The user of that name, with the role in the municipality, or without any."""
    user, _ = User.objects.get_or_create(username=name)
    if role:
        give_role(actor=None, user=user, municipality=Municipality.objects.get(slug=slug), role=role)
    return user


def make_member(name: str, role: Role, slug: str = "ballerup") -> Membership:
    """A new member, with user and municipality at hand."""
    user = make_person(name, role, slug)
    members = Membership.objects.select_related("municipality", "user")
    member: Membership = members.get(user=user, municipality__slug=slug)
    return member


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def load_catalogue(slug: str) -> Catalogue:
    """One of the five catalogues: imported the first time in a process, copied from then on.

    Where it is loaded already, or its municipality has committees that it would use, it is imported all the same.
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
    """Save what has been realised and is expected, in 1,000 kr."""
    row = row_of(round_, initiative)
    values = {"realised": Decimal(realised) * 1000, "forecast": Decimal(forecast) * 1000}
    return save_row(membership=membership, round_=round_, row=Row(initiative, row.version), values=values)


def approved(
    members: dict[str, Membership], round_: FollowUpRound, initiative: Initiative, realised: int, forecast: int
) -> FollowUp:
    """A row that Alice filled, in 1,000 kr., and submitted, and Mona approved."""
    fill(members["alice"], round_, initiative, realised, forecast)
    submit(membership=members["alice"], round_=round_, only=[initiative.pk])
    approve(membership=members["mona"], round_=round_, only=[initiative.pk])
    row: FollowUp = FollowUp.objects.filter(round=round_, initiative=initiative).latest("revision")
    return row


def decide(
    municipality: Municipality, kind: AppropriationKind, day: str, rows: str, year: int = 2019
) -> BudgetDecision:
    """A decision on the budget of the year, with appropriations as they are pasted."""
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
