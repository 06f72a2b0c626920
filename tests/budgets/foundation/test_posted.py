import pytest
from django.http import Http404, QueryDict
from django.test import Client

from budgets.foundation.models import Committee, Municipality
from budgets.foundation.posted import LARGEST_ID, get_posted, read_ids, read_named, read_number
from initiatives.catalogues.models.catalogues import Catalogue


@pytest.mark.parametrize(
    "text", ["", "abc", "a\0b", "-1", "1,5", " 1", "²", "٣", "9" * 19, "9" * 5_000, str(LARGEST_ID + 1)]
)
def test_what_is_no_id_is_nothing(text: str) -> None:
    assert read_number(text) is None


def test_a_number_above_its_bound_is_nothing() -> None:
    assert [read_number(text, 99) for text in ("0", "7", "99", "100", "099")] == [0, 7, 99, None, None]


def test_unreadable_ids_are_left_out() -> None:
    assert read_ids(["3", "x", "", "5"]) == [3, 5]


def test_fields_are_read_by_the_id_in_their_name() -> None:
    posted = QueryDict("ramme-3=a&ramme-x=b&ramme-=c&ramme=d&virkning-4=e")

    assert list(read_named(posted, "ramme")) == [(3, "a")]


def test_only_one_of_the_given_objects_is_found(db: None) -> None:
    here, there = Municipality.objects.order_by("pk")[:2]
    own = Committee.objects.create(municipality=here, name="Eget")
    foreign = Committee.objects.create(municipality=there, name="Fremmed")

    assert get_posted(here.committees.all(), QueryDict(f"udvalg={own.pk}"), "udvalg") == own
    for query in (f"udvalg={foreign.pk}", "udvalg=abc", "udvalg=", ""):
        with pytest.raises(Http404):
            get_posted(here.committees.all(), QueryDict(query), "udvalg")


def test_an_invisible_character_that_cannot_be_stored_is_shown_and_refused(bob: Client, ballerup: Catalogue) -> None:
    response = bob.get("/ballerup/statusnotater/", {"soeg": "støtte\0til hjemmet"})

    html = response.content.decode()
    assert response.status_code == 400
    assert "Der står “støtte␀til hjemmet”. ␀ er et usynligt tegn, som ikke kan gemmes." in html
    assert "Hovedmenu" not in html
