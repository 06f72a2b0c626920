"""Proposals that are to be posted, with their areas, and the controller who posts them."""

import pytest

from budgets.areas.writing import write_areas
from budgets.foundation.models import Membership, Role
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import BudgetEffect
from tests.factories import make_member

KEYS = ["botilbud-107", "stu", "stoette-85"]


@pytest.fixture
def placed(ballerup: Catalogue) -> Catalogue:
    """Two proposals are to be posted and have an area, a third is to be posted and has none."""
    text = "50;Voksne;;;;;\n50.1;Botilbud;50;;;;\n50.2;Støtte;50;;;;"
    write_areas(actor=None, municipality=ballerup.municipality, text=text)
    ballerup.initiatives.filter(key__in=KEYS).update(budget_effect=BudgetEffect.TO_BE_POSTED)
    for key, code in (("botilbud-107", "50.1"), ("stoette-85", "50.2")):
        area = ballerup.municipality.areas.get(code=code)
        ballerup.initiatives.get(key=key).lines.update(area=area)
    return ballerup


@pytest.fixture
def controller(placed: Catalogue) -> Membership:
    return make_member("alice", Role.CONTROLLER)
