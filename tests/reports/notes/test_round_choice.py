"""The rounds that a page can be shown for, with the number of rows of those that need it."""

from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.followup.rounds import open_year
from initiatives.results.models import FollowUpRound
from reports.notes.round_choice import RoundChoice, load_round_choice
from tests.factories import approved


def choose(catalogue: Catalogue, code: str = "") -> RoundChoice:
    return load_round_choice(catalogue.municipality, code, fallback_year=2000)


def counts(choice: RoundChoice) -> dict[str, int | None]:
    return {round_.code: round_.row_count for round_ in choice.rounds}  # type: ignore[attr-defined]


def test_the_chosen_round_and_those_of_the_two_newest_years_have_their_rows_counted(
    rounds: list[FollowUpRound], members: dict[str, Membership], ballerup: Catalogue, stu: Initiative
) -> None:
    for year in (2020, 2021):
        open_year(membership=members["alice"], year=year, periods=[1], days=10, catalogues=[ballerup])

    assert counts(choose(ballerup)) == {
        "2021-01": 10,
        "2020-01": 10,
        **dict.fromkeys([round_.code for round_ in rounds]),
    }
    assert counts(choose(ballerup, "2019-03"))["2019-03"] == 10
    assert counts(choose(ballerup, "9999-99")) == counts(choose(ballerup))

    approved(members, rounds[1], stu, 10, 900)
    choice = choose(ballerup)
    assert choice.chosen == rounds[1]
    assert counts(choice)["2019-02"] == 10


def test_a_dropped_initiative_has_no_row_and_of_a_person_only_hers_are_counted(
    rounds: list[FollowUpRound], members: dict[str, Membership], ballerup: Catalogue, stu: Initiative
) -> None:
    stu.responsible = members["bob"].user
    stu.save()
    own = load_round_choice(ballerup.municipality, "", fallback_year=2000, responsible=stu.responsible_id)

    assert set(counts(own).values()) == {1}
    Initiative.objects.filter(pk=stu.pk).update(lifecycle="dropped", ended_on="2019-01-01", ended_reason="Besluttet.")
    assert set(counts(choose(ballerup)).values()) == {9}
