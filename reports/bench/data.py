"""What is measured: a municipality of a whole country, one whose round is being filled, and one with a short note."""

from dataclasses import dataclass
from io import StringIO

from django.core.management import call_command
from django.test import Client

from budgets.foundation.members import give_role
from budgets.foundation.models import Municipality, Role, User
from reports.bench.national import MONTHS, Followed, make_country


@dataclass(frozen=True)
class Size:
    """How many municipalities there are, and how many initiatives each of them has."""

    municipalities: int
    initiatives: int

    @property
    def grid(self) -> int:
        """How many initiatives the entry grid has: 300 of 500."""
        return max(1, self.initiatives * 3 // 5)

    @property
    def note(self) -> int:
        """How many initiatives the status note is about: 30 of 500."""
        return max(1, self.initiatives * 3 // 50)

    @property
    def cases(self) -> int:
        """How many business cases the catalogue has: 50 of 500."""
        return max(1, self.initiatives // 10)


@dataclass(frozen=True)
class Data:
    """The municipalities that are measured, among all those of a size."""

    size: Size
    dashboards: Municipality
    grid: Municipality
    note: Municipality


def make_data(size: Size) -> Data:
    """Load the reference data, and make the country and two municipalities more."""
    call_command("load_reference_data", stdout=StringIO())
    country = list(Municipality.objects.order_by("code")[: size.municipalities])
    grid, note = _make_municipality("998", "Måling af skema"), _make_municipality("999", "Måling af notat")
    make_country(
        [
            *(Followed(municipality, size.initiatives) for municipality in country),
            Followed(grid, size.grid, months=MONTHS - 1),
            Followed(note, size.note),
        ]
    )
    return Data(size, dashboards=country[len(country) // 2], grid=grid, note=note)


def _make_municipality(code: str, name: str) -> Municipality:
    made = Municipality.objects.create(code=code, slug=f"maaling-{code}", name=name, region="Måling")
    made.refresh_from_db()
    return made


def logged_in(municipality: Municipality, role: Role) -> Client:
    """A browser in which a member with the role is logged in."""
    user = User.objects.create_user(f"maaling-{role}")
    give_role(actor=None, user=user, municipality=municipality, role=role)
    client = Client()
    client.force_login(user)
    return client
