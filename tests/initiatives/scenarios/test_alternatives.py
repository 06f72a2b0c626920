"""Alternatives as working papers: made, changed, copied and deleted, with an audit entry for each."""

from decimal import Decimal

import pytest

from budgets.areas.writing import write_areas
from budgets.foundation.models import AuditEntry, LegalBasis, Membership
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import UnitCalculation
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import ProposalLink
from initiatives.catalogues.models.versions import CaseVersion
from initiatives.decisions.models import AgendaItem, Decision
from initiatives.scenarios.loading import load_material, picks_of
from initiatives.scenarios.models import Alternative
from initiatives.scenarios.overlaps import find_overlaps
from initiatives.scenarios.proposals import Pick, chosen_lines, refusals
from initiatives.scenarios.sums import per_year
from initiatives.scenarios.tables import Choice, sum_tables
from initiatives.scenarios.writing import (
    ChangedMeanwhileError,
    ChoiceRefusedError,
    Details,
    NameTakenError,
    change_details,
    choose,
    copy_alternative,
    delete_alternative,
    make_alternative,
    version_of,
)
from tests.factories import MILLION
from tests.initiatives.scenarios.picks import pick


def test_the_effect_of_a_choice_is_the_sum_of_its_lines(open_catalogue: Catalogue) -> None:
    material = load_material(open_catalogue)

    def given_in_2019(*chosen: Pick) -> Decimal:
        return per_year(chosen_lines(material.proposals, chosen))[2019]

    total = given_in_2019(pick(open_catalogue, "stu"))
    first, second = (given_in_2019(pick(open_catalogue, "stu", name)) for name in ("Del 1", "Del 2"))
    assert second == 250_000
    assert first + second == total
    assert given_in_2019(pick(open_catalogue, "stu"), pick(open_catalogue, "botilbud-107")) == total + MILLION


def test_a_part_that_a_decision_has_ended_cannot_be_chosen_and_counts_in_nothing(open_catalogue: Catalogue) -> None:
    stu = open_catalogue.initiatives.get(key="stu")
    committee = open_catalogue.municipality.committees.create(name="Socialudvalget")
    item = AgendaItem.objects.create(
        municipality=open_catalogue.municipality, committee=committee, held_on="2018-10-01", number="4", title="STU"
    )
    version = CaseVersion.objects.create(initiative=stu, number=1, kind="written", content={})
    part = stu.parts.get(name="Del 2")
    decision = Decision.objects.create(item=item, initiative=stu, part=part, outcome="rejected", version=version)
    stu.lines.filter(part="Del 2").update(ended_by=decision)

    proposal = next(part for part in load_material(open_catalogue).proposals if part.pk == stu.pk)

    assert [(part.name, part.is_ended) for part in proposal.parts] == [("Del 1", False), ("Del 2", True)]
    assert per_year(proposal.chosen_lines({Pick(stu.pk)})) == per_year(
        proposal.lines_of(stu.parts.get(name="Del 1").pk)
    )
    assert "udgået ved en beslutning" in refusals([proposal], {Pick(stu.pk, part.pk)}, ())[0]


def test_areas_legal_bases_services_and_relations_are_read(open_catalogue: Catalogue) -> None:
    write_areas(actor=None, municipality=open_catalogue.municipality, text="50;Voksne;;;;;")
    area = open_catalogue.municipality.areas.get()
    stu, home = (open_catalogue.initiatives.get(key=key) for key in ("stu", "botilbud-107"))
    for initiative in (stu, home):
        initiative.lines.update(area=area)
        initiative.legal_bases.set([LegalBasis.objects.get(law="SEL", section="85")])
        UnitCalculation.objects.create(
            initiative=initiative,
            order=1,
            service="Køb",
            quantity_before=2,
            price_before=1,
            quantity_after=1,
            price_after=1,
        )
    ProposalLink.objects.create(initiative=stu, kind="alternative", other=home)
    material = load_material(open_catalogue)

    overlaps = find_overlaps(material.proposals, {Pick(stu.pk), Pick(home.pk)}, material.areas)

    assert [overlap.heading.split(":")[0] for overlap in overlaps[:3]] == [
        "Enten – eller",
        "Samme sager",
        "Samme sager",
    ]
    assert [overlap.shared for overlap in overlaps[1:3]] == ["50 Voksne, SEL § 85", "køb"]


def test_an_alternative_is_created_with_its_target_and_recorded_in_the_trail(wide: Alternative) -> None:
    entry = AuditEntry.objects.get(action="alternativ oprettet")

    assert entry.label == "Bredt"
    assert {"felt": "mål", "før": None, "efter": "5.000.000"} in entry.changes


def test_a_name_is_used_once_in_a_catalogue(wide: Alternative, alice_member: Membership) -> None:
    with pytest.raises(NameTakenError, match="Bredt"):
        make_alternative(membership=alice_member, catalogue=wide.catalogue, details=Details("Bredt"))
    other = make_alternative(membership=alice_member, catalogue=wide.catalogue, details=Details("Smalt"))
    with pytest.raises(NameTakenError):
        change_details(membership=alice_member, alternative=other, details=Details("Bredt"))


def test_choosing_adds_and_removes_picks_and_records_which(wide: Alternative, alice_member: Membership) -> None:
    catalogue = wide.catalogue
    stu, home = pick(catalogue, "stu"), pick(catalogue, "botilbud-107")
    choose(membership=alice_member, alternative=wide, seen=version_of(wide), picks={stu})
    wide.refresh_from_db()

    changed = choose(membership=alice_member, alternative=wide, seen=version_of(wide), picks={home})

    assert changed == 2
    assert picks_of(Alternative.objects.get()) == {home}
    entry = AuditEntry.objects.filter(action="valg i alternativ ændret").first()
    assert entry is not None
    assert [(change["før"], change["efter"]) for change in entry.changes] == [("valgt", None), (None, "valgt")]


def test_a_choice_never_overwrites_another_users_newer_choice(wide: Alternative, alice_member: Membership) -> None:
    seen_version, stu = version_of(wide), pick(wide.catalogue, "stu")
    choose(membership=alice_member, alternative=wide, seen=seen_version, picks={stu})

    with pytest.raises(ChangedMeanwhileError, match="alice har ændret"):
        choose(membership=alice_member, alternative=wide, seen=seen_version, picks=set())

    assert picks_of(Alternative.objects.get()) == {stu}


def test_an_invalid_choice_changes_nothing(wide: Alternative, alice_member: Membership) -> None:
    whole_and_part = {pick(wide.catalogue, "stu"), pick(wide.catalogue, "stu", "Del 1")}
    adopted = pick(wide.catalogue, "stoette-85")

    with pytest.raises(ChoiceRefusedError) as refusal:
        choose(membership=alice_member, alternative=wide, seen=version_of(wide), picks=whole_and_part | {adopted})

    assert len(refusal.value.problems) == 2
    assert not wide.picks.exists()


def test_a_choice_that_was_adopted_later_still_counts_and_may_be_removed(
    wide: Alternative, alice_member: Membership
) -> None:
    stu = pick(wide.catalogue, "stu")
    choose(membership=alice_member, alternative=wide, seen=version_of(wide), picks={stu})
    Initiative.objects.filter(pk=stu.proposal).update(lifecycle="adopted")
    wide = Alternative.objects.get()
    proposals = load_material(wide.catalogue).proposals

    assert sum_tables(proposals, Choice("", picks_of(wide)), wide.catalogue.years)[0].rows[3].cells[0] == 1_250_000
    assert choose(membership=alice_member, alternative=wide, seen=version_of(wide), picks=set()) == 1


def test_a_copy_has_the_choice_and_a_name_of_its_own(wide: Alternative, alice_member: Membership) -> None:
    choose(
        membership=alice_member, alternative=wide, seen=version_of(wide), picks={pick(wide.catalogue, "stu", "Del 2")}
    )
    wide = Alternative.objects.get()

    first, second = (copy_alternative(membership=alice_member, alternative=wide) for _ in range(2))

    assert (first.name, second.name) == ("Bredt, kopi", "Bredt, kopi 2")
    assert picks_of(first) == picks_of(wide)
    assert (first.target, first.target_year) == (5 * MILLION, 2019)


def test_deleting_an_alternative_records_what_was_chosen(wide: Alternative, alice_member: Membership) -> None:
    choose(membership=alice_member, alternative=wide, seen=version_of(wide), picks={pick(wide.catalogue, "stu")})

    delete_alternative(membership=alice_member, alternative=Alternative.objects.get())

    assert not Alternative.objects.exists()
    assert "STU" in AuditEntry.objects.get(action="alternativ slettet").changes[0]["felt"]
