from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import URLResolver, get_resolver

from budgets.foundation.models import RESERVED_SLUGS, LegalBasis, Municipality, PriceIndex, ServiceCategory
from budgets.foundation.reference import load_reference_data
from tests.places import FIXTURES


def test_all_98_municipalities_are_there_with_three_digit_codes(db: None) -> None:
    assert Municipality.objects.count() == 98
    assert Municipality.objects.get(code="151").slug == "ballerup"
    assert Municipality.objects.get(code="101").name == "København"


def test_the_command_loads_and_counts(db: None) -> None:
    out = StringIO()

    call_command("load_reference_data", stdout=out)

    assert out.getvalue().startswith("kommuner: 98, lovgrundlag: 20, ")


def test_loading_again_adds_nothing_and_keeps_what_was_changed(db: None) -> None:
    LegalBasis.objects.filter(law="SEL", section="85").update(title="Støtte hjemme")

    load_reference_data(FIXTURES / "reference")

    assert Municipality.objects.count() == 98
    assert LegalBasis.objects.get(law="SEL", section="85").title == "Støtte hjemme"


@pytest.mark.parametrize(
    ("law", "section", "category"),
    [
        ("SEL", "85", ServiceCategory.SUPPORT),
        ("SEL", "107", ServiceCategory.HOUSING),
        ("ABL", "105", ServiceCategory.HOUSING),
        ("SEL", "104", ServiceCategory.ACTIVATION),
        ("SUL", "141", ServiceCategory.TREATMENT),
    ],
)
def test_sections_have_the_category_of_the_varde_document(
    db: None, law: str, section: str, category: ServiceCategory
) -> None:
    assert LegalBasis.objects.get(law=law, section=section).category == category


def test_every_price_index_that_comes_along_says_that_it_is_an_example(db: None) -> None:
    assert PriceIndex.objects.exists()
    assert not PriceIndex.objects.filter(is_example=False).exists()


def test_a_slug_that_hides_a_fixed_path_is_refused(db: None) -> None:
    municipality = Municipality(code="999", slug="konto", name="Prøve", region="Prøve")

    with pytest.raises(ValidationError, match="bruges af programmet"):
        municipality.full_clean()
    with pytest.raises(IntegrityError, match="municipality_slug_is_free"), transaction.atomic():
        municipality.save()


def test_every_fixed_first_part_of_an_address_is_reserved() -> None:
    fixed = {str(p.pattern).rstrip("/") for p in get_resolver().url_patterns if isinstance(p, URLResolver)} - {""}

    assert fixed <= RESERVED_SLUGS
