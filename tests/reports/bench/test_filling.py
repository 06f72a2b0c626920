"""Rows inserted by SQL get the defaults of the model's fields, and a field without value is an error."""

import pytest

from budgets.foundation.models import Municipality
from initiatives.catalogues.models.catalogues import Theme
from reports.bench.filling import Filling, FillingError, fill, get_default_values


def test_a_field_that_has_no_default_and_is_not_given_is_refused_by_its_name() -> None:
    with pytest.raises(FillingError, match=r"^Theme needs SQL for order, title: no default, and not null\.$"):
        get_default_values(Theme, {"catalogue": "1"})


def test_what_is_given_for_a_field_that_the_model_does_not_have_is_refused_by_its_name() -> None:
    with pytest.raises(FillingError, match=r"^Theme has no field colour\.$"):
        get_default_values(Theme, {"catalogue": "1", "order": "1", "title": "''", "colour": "'red'"})


def test_other_fields_take_their_defaults_or_stay_empty(db: None) -> None:
    expressions = {
        "code": "'9' || number",
        "slug": "'prøve-' || number",
        "name": "'Prøve ' || number",
        "region": "%(region)s",
    }

    fill(Filling(Municipality, expressions, "generate_series(10, 12) number"), {"region": "Prøven"})

    municipalities = Municipality.objects.filter(region="Prøven").order_by("code")
    assert [municipality.name for municipality in municipalities] == ["Prøve 10", "Prøve 11", "Prøve 12"]
    unchanged = Municipality.objects.get(slug="ballerup")
    for name in ("on_track_from", "risk_from", "minimum_amount", "deviation_sign", "costly_case"):
        assert getattr(municipalities[0], name) == getattr(unchanged, name)
