"""Spreading a frame saving over units, never more than its amount."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from budgets.areas.writing import write_areas
from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.members import give_role
from budgets.foundation.models import Membership, Municipality, Role, User
from initiatives.business_cases.frames import load_spread, spread, spread_as_text
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import FrameShare
from tests.factories import load_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def controller(db: None) -> Membership:
    load_catalogue("koebenhavn-2018")
    municipality = Municipality.objects.get(slug="koebenhavn")
    write_areas(actor=None, municipality=municipality, text="50;Handicap;;;;;")
    user = User.objects.create_user("karen")
    return give_role(actor=None, user=user, municipality=municipality, role=Role.CONTROLLER)


@pytest.fixture
def frame(controller: Membership) -> Initiative:
    initiative: Initiative = Initiative.objects.select_related("catalogue").get(key="ha07b")
    return initiative


def test_a_frame_is_spread_over_units_and_the_remainder_is_shown(controller: Membership, frame: Initiative) -> None:
    text = "1;Bosted Nord;50;;-4.000;-4.000;;\n1;Bosted Syd;;;-5.500;-5.000;;"

    spread(membership=controller, initiative=frame, text=text)

    own, _ = load_spread(frame)
    assert own.years[:2] == [
        (2018, Decimal(9_500_000), Decimal(9_500_000), Decimal(0)),
        (2019, Decimal(9_500_000), Decimal(9_000_000), Decimal(500_000)),
    ]
    assert FrameShare.objects.get(unit="Bosted Nord", effect__year=2018).area.code == "50"  # type: ignore[union-attr]
    assert spread_as_text(frame).splitlines()[0] == "1;Bosted Nord;50;;−4.000;−4.000;;"
    spread(membership=controller, initiative=frame, text=spread_as_text(frame))
    assert FrameShare.objects.count() == 4


def test_every_fault_is_reported_and_nothing_is_written(controller: Membership, frame: Initiative) -> None:
    text = "1;Nord;99;;-9.000;;;\n1;Syd;;;-501;;;\n1;Syd;;;;100;;\n7;Vest;;;-1;;;\n1;;;;-1;;;"

    with pytest.raises(ImportRefusedError) as refusal:
        spread(membership=controller, initiative=frame, text=text)

    problems = "\n".join(map(str, refusal.value.problems))
    for words in (
        *(
            "“99”. Skal være: koden på en ramme i budgettet",
            "Der står “−9.502”. Skal være: i alt højst linjens −9.500",
            "samme fortegn som linjen",
        ),
        *("linje 7 har et beløb", "kolonnen “enhed”: Cellen er tom"),
    ):
        assert words in problems
    assert not FrameShare.objects.exists()


def test_typed_values_are_kept_when_they_are_refused(controller: Membership, frame: Initiative) -> None:
    client = Client()
    client.force_login(controller.user)

    page = client.post(
        reverse("case_frame", args=["koebenhavn", "koebenhavn-2018", "ha07b"]), {"text": "1;Nord;;;x;;;"}
    )

    assert page.status_code == 422
    assert "1;Nord;;;x;;;" in page.content.decode()
    assert "Der står “x”" in page.content.decode()
