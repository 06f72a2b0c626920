"""A municipality with areas."""

import pytest

from budgets.areas.writing import write_areas
from budgets.foundation.models import Municipality


@pytest.fixture
def town(db: None) -> Municipality:
    """Ballerup with one area that has two areas below it."""
    municipality = Municipality.objects.get(slug="ballerup")
    write_areas(
        actor=None,
        municipality=municipality,
        text="50;Voksne;;Socialudvalget;service;;\n50.1;Botilbud;50;;;SEL § 107 + SEL § 108;5.38.52\n"
        "50.2;Støtte;50;;;;",
    )
    return municipality
