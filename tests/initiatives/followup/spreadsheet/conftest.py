"""A controller, a contributor and the round of March for workbooks."""

import pytest

from budgets.foundation.models import Membership, Role
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.results.models import FollowUpRound
from tests.factories import make_member
from tests.initiatives.followup.spreadsheet.workbooks import open_rounds


@pytest.fixture
def controller(ballerup: Catalogue) -> Membership:
    return make_member("alice", Role.CONTROLLER)


@pytest.fixture
def contributor(ballerup: Catalogue) -> Membership:
    return make_member("bertha", Role.CONTRIBUTOR)


@pytest.fixture
def march(ballerup: Catalogue, controller: Membership) -> FollowUpRound:
    return open_rounds(controller, ballerup)
