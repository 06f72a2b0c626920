"""A constructed catalogue for the demo, with proposals that are written, replaced, linked and decided."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from budgets.foundation.models import Committee, Membership
from initiatives.business_cases.connecting import connect, replace
from initiatives.business_cases.writing import (
    begin,
    discard_draft,
    make_catalogue,
    make_proposal,
    save_draft,
    save_version,
)
from initiatives.catalogues.models.catalogues import Catalogue, Theme
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import LinkKind
from initiatives.decisions.deciding import Agenda, Point, decide
from initiatives.decisions.models import Outcome
from initiatives.scenarios.proposals import Pick
from initiatives.scenarios.writing import Details, choose, make_alternative, version_of

FIRST_READING, SECOND_READING = date(2018, 6, 14), date(2018, 9, 6)


def load_proposal_samples(folder: Path) -> None:
    """Load the catalogue unless it exists; data entered by users are kept."""
    sample = json.loads((folder / "oevekatalog.json").read_text("utf-8"))
    if Catalogue.objects.filter(slug=sample["catalogue"]["slug"]).exists():
        return
    memberships = Membership.objects.filter(municipality__slug="koebenhavn")
    controller = memberships.select_related("user", "municipality").get(user__username="controller")
    fields = {**sample["catalogue"], "published": date.fromisoformat(sample["catalogue"]["published"])}
    catalogue = Catalogue(municipality=controller.municipality, is_constructed=True, **fields)
    make_catalogue(membership=controller, catalogue=catalogue, groups=sample["groups"])
    for proposal in sample["proposals"]:
        _write_proposal(controller, catalogue, proposal)
    _replace_and_decide(controller, catalogue)


def _write_proposal(controller: Membership, catalogue: Catalogue, sample: dict[str, Any]) -> None:
    theme = Theme.objects.get(catalogue=catalogue, order=sample["content"]["tiltag"][0]["gruppe"])
    proposal = make_proposal(
        membership=controller, catalogue=catalogue, code=sample["code"], title=sample["title"], theme=theme
    )
    draft = save_draft(membership=controller, initiative=proposal, content=sample["content"], version=1)
    save_version(membership=controller, initiative=proposal, version=draft.version)


def _replace_and_decide(controller: Membership, catalogue: Catalogue) -> None:
    """Revise one proposal, link an alternative to it, decide on it twice, and make alternatives."""

    def get(code: str) -> Initiative:
        initiative: Initiative = catalogue.initiatives.select_related("catalogue").get(code=code)
        return initiative

    revised = replace(
        membership=controller,
        initiative=get("ØV03"),
        code="ØV03b",
        title="Ens åbningstid i dagtilbud, to dage om ugen",
        version="REVIDERET",
        reason="Udvalget bad om en mindre ændring.",
        on=FIRST_READING,
    )
    discard_draft(membership=controller, initiative=revised)
    fields = {"membership": controller, "initiative": get("ØV02"), "reason": "", "on": FIRST_READING}
    connect(kind=LinkKind.ALTERNATIVE, other=get("ØV03b"), code="", **fields)  # type: ignore[arg-type]
    committee, _ = Committee.objects.get_or_create(municipality=controller.municipality, name="Socialudvalget")
    first_reading = Agenda(committee, FIRST_READING, "5", "Budget 2019, første behandling", is_constructed=True)
    postponed = [Point(get("ØV02"), Outcome.POSTPONED, "Udvalget vil se ruterne.")]
    decide(membership=controller, agenda=first_reading, points=postponed)
    second_reading = Agenda(committee, SECOND_READING, "3", "Budget 2019, anden behandling", is_constructed=True)
    rejected = [Point(get("ØV02"), Outcome.REJECTED, "Ruterne bliver for lange.")]
    decide(membership=controller, agenda=second_reading, points=rejected)
    _make_alternatives(controller, catalogue, get("ØV01"), get("ØV03b"))
    begin(membership=controller, initiative=get("ØV01"))


def _make_alternatives(controller: Membership, catalogue: Catalogue, homes: Initiative, hours: Initiative) -> None:
    """Make two alternatives that aim at three million kroner in 2020."""
    goal = {"target": Decimal(3_000_000), "target_year": 2020}
    moving = homes.parts.get(name="Flytning")
    choices = {"Kun flytning": [Pick(homes.pk, moving.pk)], "Det hele": [Pick(homes.pk), Pick(hours.pk)]}
    for name, picks in choices.items():
        details = Details(name, "Konstrueret eksempel.", **goal)  # type: ignore[arg-type]
        alternative = make_alternative(membership=controller, catalogue=catalogue, details=details)
        choose(membership=controller, alternative=alternative, seen=version_of(alternative), picks=picks)
