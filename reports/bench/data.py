"""Makes the data to measure: a whole country, a municipality that fills in a round, and one with a short note."""

from dataclasses import dataclass
from io import StringIO

from django.core.management import call_command
from django.test import Client

from budgets.foundation.members import give_role
from budgets.foundation.models import Municipality, Role, User
from reports.bench.national import MONTHS, FollowedMunicipality, make_country


@dataclass(frozen=True)
class Size:
    """The number of municipalities, and of initiatives in each."""

    municipalities: int
    initiatives: int

    @property
    def grid(self) -> int:
        """Number of initiatives in the entry grid: 300 of 500."""
        return max(1, self.initiatives * 3 // 5)

    @property
    def note(self) -> int:
        """Number of initiatives in the status note: 30 of 500."""
        return max(1, self.initiatives * 3 // 50)

    @property
    def cases(self) -> int:
        """Number of business cases in the catalogue: 50 of 500."""
        return max(1, self.initiatives // 10)


@dataclass(frozen=True)
class Data:
    """The measured municipalities of a size."""

    size: Size
    dashboards: Municipality
    grid: Municipality
    note: Municipality


def make_data(size: Size) -> Data:
    """Load the reference data, and make the country's data and two more municipalities."""
    call_command("load_reference_data", stdout=StringIO())
    country = list(Municipality.objects.order_by("code")[: size.municipalities])
    grid, note = _make_municipality("998", "Måling af skema"), _make_municipality("999", "Måling af notat")
    make_country(
        [
            *(FollowedMunicipality(municipality, size.initiatives) for municipality in country),
            FollowedMunicipality(grid, size.grid, months=MONTHS - 1),
            FollowedMunicipality(note, size.note),
        ]
    )
    return Data(size, dashboards=country[len(country) // 2], grid=grid, note=note)


def _make_municipality(code: str, name: str) -> Municipality:
    municipality = Municipality.objects.create(code=code, slug=f"maaling-{code}", name=name, region="Måling")
    municipality.refresh_from_db()
    return municipality


def log_in(municipality: Municipality, role: Role) -> Client:
    """A test client that is logged in as a new member with the role."""
    user = User.objects.create_user(f"maaling-{role}")
    give_role(actor=None, user=user, municipality=municipality, role=role)
    client = Client()
    client.force_login(user)
    return client
