"""A catalogue with open proposals, and an alternative."""

import pytest

from budgets.foundation.models import Membership, Role
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.scenarios.models import Alternative
from initiatives.scenarios.writing import Details, make_alternative
from tests.factories import MILLION, make_member


@pytest.fixture
def alice_member(ballerup: Catalogue) -> Membership:
    return make_member("alice", Role.CONTROLLER)


@pytest.fixture
def open_catalogue(ballerup: Catalogue) -> Catalogue:
    """Two of the proposals are still to be decided, and one of them has two parts."""
    ballerup.initiatives.filter(key__in=["stu", "botilbud-107"]).update(lifecycle="proposed")
    stu = ballerup.initiatives.get(key="stu")
    line = stu.lines.get()
    line.part = "Del 1"
    line.save()
    second_line = stu.lines.create(order=9, text="Mere", part="Del 2", category="permanent")
    second_line.effects.create(year=2019, amount=250_000)
    for order, name in enumerate(["Del 1", "Del 2"]):
        stu.parts.create(order=order, name=name)
    return ballerup


@pytest.fixture
def wide(open_catalogue: Catalogue, alice_member: Membership) -> Alternative:
    details = Details("Bredt", target=5 * MILLION, target_year=2019)
    return make_alternative(membership=alice_member, catalogue=open_catalogue, details=details)
