"""The users who write and approve notes."""

import pytest

from budgets.foundation.models import Membership, Role
from initiatives.catalogues.models.catalogues import Catalogue
from tests.factories import make_member


@pytest.fixture
def writer(ballerup: Catalogue) -> Membership:
    return make_member("alice", Role.CONTROLLER)


@pytest.fixture
def approver(ballerup: Catalogue) -> Membership:
    return make_member("mads", Role.MANAGER)
