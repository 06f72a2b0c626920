"""Loads the demo: reference data, the documents' catalogues, users of each role, and sample data."""

from pathlib import Path

from django.db import transaction

from budgets.foundation.members import give_role
from budgets.foundation.models import DeviationSign, Membership, Municipality, Role, User
from budgets.foundation.reference import load_reference_data
from budgets.overview.loading import load_budget
from initiatives.catalogues.imports.importing import import_catalogue
from initiatives.catalogues.models.catalogues import Catalogue
from reports.demo.cases import load_case_samples
from reports.demo.follow_up import load_samples
from reports.demo.notes import load_note_samples
from reports.demo.proposals import load_proposal_samples

DEMO_PASSWORD = "effektspor-demo"  # noqa: S105  the demo's published password; production refuses to load it
DEMO_MUNICIPALITIES = ("ballerup", "hedensted", "ishoej", "koebenhavn", "varde")
DEMO_ROLES = {
    "bidrag": Role.CONTRIBUTOR,
    "controller": Role.CONTROLLER,
    "leder": Role.MANAGER,
    "laeser": Role.READER,
    "admin": Role.ADMINISTRATOR,
}
DEMO_STRANGER = "fremmed"
DEMO_SIGNS = {"varde": DeviationSign.MORE_IS_MINUS}
"""The sign with which each municipality's documents print deviations."""


@transaction.atomic
def load_demo(fixtures: Path) -> None:
    """Load what is missing; data entered by users, including changed passwords, are kept."""
    load_reference_data(fixtures / "reference")
    loaded = set(Catalogue.objects.values_list("slug", flat=True))
    for folder in sorted((fixtures / "catalogues").iterdir()):
        if folder.name not in loaded:
            import_catalogue(path=folder, actor=None)
    for folder in sorted((fixtures / "budgets").iterdir()):
        municipality = Municipality.objects.get(slug=folder.name)
        if not municipality.areas.exists():
            load_budget(folder, municipality)
            municipality.deviation_sign = DEMO_SIGNS.get(folder.name, municipality.deviation_sign)
            municipality.save()
    users = {name: _get_or_create_user(name) for name in (*DEMO_ROLES, DEMO_STRANGER)}
    members = set(Membership.objects.values_list("user__username", "municipality__slug"))
    for municipality in Municipality.objects.filter(slug__in=DEMO_MUNICIPALITIES):
        for name, role in DEMO_ROLES.items():
            if (name, municipality.slug) not in members:
                give_role(actor=None, user=users[name], municipality=municipality, role=role)
    load_samples(fixtures / "samples")
    load_case_samples()
    load_proposal_samples(fixtures / "samples")
    load_note_samples()


def _get_or_create_user(name: str) -> User:
    existing = User.objects.filter(username=name).first()
    is_admin = name == "admin"
    return existing or User.objects.create_user(name, password=DEMO_PASSWORD, is_staff=is_admin, is_superuser=is_admin)
