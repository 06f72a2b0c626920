"""Choosing among proposals: sums that count each line once, and overlaps; without the database."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.scenarios.overlaps import Area, Overlap, OverlapKind, find_overlaps
from initiatives.scenarios.proposals import Line, Pick, Proposal, SelectablePart, Stage, chosen_lines, refusals
from initiatives.scenarios.sums import SavingsTarget, by_category, by_committee, by_steering_area, per_label, per_year
from initiatives.scenarios.tables import Choice, comparison_table, only_in, read_picks

MILLION = Decimal(1_000_000)

amounts = st.dictionaries(st.integers(2019, 2022), st.decimals(-(10**9), 10**9, places=2), max_size=4)
lines = st.builds(
    Line,
    amounts=amounts,
    category=st.sampled_from(EffectCategory.values),
    part=st.sampled_from([None, 1, 2, 3]),
    committee=st.sampled_from(["", "Socialudvalget", "Børneudvalget"]),
    steering_area=st.sampled_from(["", "service", "anlæg"]),
)
proposals = st.lists(
    st.builds(lambda found, stage: (found, stage), st.lists(lines, max_size=5), st.sampled_from([*Stage])),
    max_size=5,
).map(
    lambda drawn: [
        Proposal(pk, f"Forslag {pk}", found, [SelectablePart(n, f"Del {n}") for n in (1, 2, 3)], stage)
        for pk, (found, stage) in enumerate(drawn)
    ]
)
picks = st.frozensets(st.builds(Pick, st.integers(0, 4), st.sampled_from([None, 1, 2, 3])))


@given(proposals, picks)
def test_the_sums_by_committee_steering_area_and_category_are_the_sum_of_the_years(
    proposals: list[Proposal], chosen: frozenset[Pick]
) -> None:
    lines = chosen_lines(proposals, chosen)
    total = sum(per_year(lines).values(), Decimal(0))

    for groups in (per_label(lines, by_committee), per_label(lines, by_steering_area), by_category(lines)):
        assert sum((amount for group in groups.values() for amount in group.values()), Decimal(0)) == total


@given(st.lists(lines, max_size=8))
def test_all_parts_add_up_to_the_whole_and_no_line_counts_twice(lines: list[Line]) -> None:
    proposal = Proposal(7, "Forslag", lines, [SelectablePart(n, f"Del {n}") for n in (1, 2, 3)])
    parts = {Pick(7, n) for n in (1, 2, 3)}

    assert (
        proposal.chosen_lines(parts)
        == proposal.chosen_lines({Pick(7)})
        == proposal.chosen_lines({Pick(7), Pick(7, 1)})
        == lines
    )


@given(st.lists(lines, max_size=8))
def test_a_part_and_the_rest_add_up_to_the_whole_counting_shared_lines_once(lines: list[Line]) -> None:
    proposal = Proposal(7, "Forslag", lines, [SelectablePart(n, f"Del {n}") for n in (1, 2, 3)])
    single, other_lines = proposal.chosen_lines({Pick(7, 1)}), proposal.chosen_lines({Pick(7, 2), Pick(7, 3)})

    total = sum((sum(line.amounts.values()) for line in lines), Decimal(0))
    separate_total = sum((sum(line.amounts.values()) for line in [*single, *other_lines]), Decimal(0))
    shared_total = sum((sum(line.amounts.values()) for line in proposal.shared_lines), Decimal(0))
    assert separate_total - shared_total == total


def test_dropped_initiatives_count_in_no_total() -> None:
    dropped = Proposal(1, "Udgået", [Line({2019: MILLION}, "permanent")], stage=Stage.ENDED)

    assert chosen_lines([dropped], {Pick(1)}) == []


def test_the_target_shows_the_deviation_in_words() -> None:
    target = SavingsTarget(5 * MILLION, 2019)
    results = [(target.deviation({2019: n * MILLION}), target.word({2019: n * MILLION})) for n in (1, 5, 6)]

    assert results == [(-4 * MILLION, "mangler"), (0, "målet er nået"), (MILLION, "over målet")]
    assert target.deviation({2020: MILLION}) == -5 * MILLION


def test_every_reason_against_a_choice_is_reported_together() -> None:
    proposals = [
        Proposal(1, "Åbent", parts=[SelectablePart(10, "A"), SelectablePart(11, "B", is_ended=True)]),
        Proposal(2, "Vedtaget", stage=Stage.ADOPTED, lifecycle="vedtaget"),
        Proposal(3, "Udgået", stage=Stage.ENDED, lifecycle="udgået"),
        Proposal(4, "Valgt før", stage=Stage.ADOPTED, lifecycle="vedtaget"),
    ]
    picks = {Pick(1), Pick(1, 10), Pick(1, 11), Pick(1, 99), Pick(2), Pick(3), Pick(4), Pick(9)}

    reasons = refusals(proposals, picks, {Pick(4)})

    assert [words in " ".join(reasons) for words in ("Åbent har ikke den del", "Åbent, B, er udgået")] == [True, True]
    assert sum("Vedtaget er allerede vedtaget" in reason for reason in reasons) == 1
    assert sum("Udgået er udgået og kan ikke vælges" in reason for reason in reasons) == 1
    assert sum("nr. 9 er ikke i kataloget" in reason for reason in reasons) == 1
    assert sum("både som helhed og i dele" in reason for reason in reasons) == 1
    assert len(reasons) == 6


def overlap_of(kind: OverlapKind, overlaps: list[Overlap]) -> list[tuple[str, list[str]]]:
    return [(overlap.shared, [p.title for p in overlap.proposals]) for overlap in overlaps if overlap.kind is kind]


AREAS = {1: Area("50 Voksne"), 2: Area("50.1 Botilbud", 1), 3: Area("50.2 Støtte", 1)}


def on(*areas: int) -> list[Line]:
    return [Line({}, "permanent", area=area) for area in areas]


def test_chosen_proposals_on_one_area_overlap_and_those_on_two_do_not() -> None:
    proposals = [Proposal(1, "A", on(2)), Proposal(2, "B", on(2)), Proposal(3, "C", on(3))]

    overlaps = find_overlaps(proposals, {Pick(1), Pick(2), Pick(3)}, AREAS)

    assert overlap_of(OverlapKind.AREA, overlaps) == [("50.1 Botilbud", ["A", "B"])]
    assert find_overlaps(proposals, {Pick(1), Pick(3)}, AREAS) == []


def test_a_proposal_on_a_frame_overlaps_one_on_a_part_of_the_frame() -> None:
    proposals = [Proposal(1, "A", on(1)), Proposal(2, "B", on(2))]

    overlaps = find_overlaps(proposals, {Pick(1), Pick(2)}, AREAS)

    assert overlap_of(OverlapKind.AREA, overlaps) == [("50 Voksne med underliggende rammer", ["A", "B"])]


def test_a_part_overlaps_only_by_its_own_lines() -> None:
    parts = [SelectablePart(10, "Del 1"), SelectablePart(11, "Del 2")]
    split = Proposal(1, "A", [Line({}, "permanent", part=10, area=2), Line({}, "permanent", part=11, area=3)], parts)
    proposals = [split, Proposal(2, "B", on(2))]

    assert find_overlaps(proposals, {Pick(1, 11), Pick(2)}, AREAS) == []
    assert len(find_overlaps(proposals, {Pick(1, 10), Pick(2)}, AREAS)) == 1


def test_adopted_proposals_overlap_chosen_ones_but_not_each_other() -> None:
    basis = frozenset({"SEL § 85"})
    proposals = [
        Proposal(1, "A", legal_bases=basis, stage=Stage.ADOPTED),
        Proposal(2, "B", legal_bases=basis, stage=Stage.ADOPTED),
        Proposal(3, "C", legal_bases=basis),
    ]

    assert find_overlaps(proposals, set(), {}) == []
    assert overlap_of(OverlapKind.LEGAL_BASIS, find_overlaps(proposals, {Pick(3)}, {})) == [
        ("SEL § 85", ["C", "A", "B"])
    ]


def test_the_same_area_and_legal_basis_are_one_overlap_of_cases() -> None:
    basis = frozenset({"SEL § 107"})
    proposals = [Proposal(pk, str(pk), on(2), legal_bases=basis) for pk in (1, 2)]

    overlaps = find_overlaps(proposals, {Pick(1), Pick(2)}, AREAS)

    assert [(overlap.kind, overlap.shared) for overlap in overlaps] == [(OverlapKind.CASES, "50.1 Botilbud, SEL § 107")]
    assert "to gange" in overlaps[0].reason


def test_the_same_service_or_printed_number_is_an_overlap_of_cases() -> None:
    alike = {"services": frozenset({"køb af pladser"}), "printed": frozenset({(8, "9")})}
    proposals = [Proposal(1, "A", **alike), Proposal(2, "B", **alike)]  # type: ignore[arg-type]

    overlaps = find_overlaps(proposals, {Pick(1), Pick(2)}, {})

    assert [shared for shared, _ in overlap_of(OverlapKind.CASES, overlaps)] == ["køb af pladser", "nummer 9 i kilden"]


def test_replacements_and_alternatives_overlap_whichever_way_they_name_each_other() -> None:
    proposals = [
        Proposal(1, "Ny", named={"HA07": "erstatter"}),
        Proposal(2, "Gammel", key="ha07"),
        Proposal(3, "Anden", linked={2: "er et alternativ til"}),
    ]

    overlaps = overlap_of(OverlapKind.RELATION, find_overlaps(proposals, {Pick(1), Pick(2), Pick(3)}, {}))

    assert overlaps == [
        ("Ny erstatter Gammel", ["Ny", "Gammel"]),
        ("Anden er et alternativ til Gammel", ["Anden", "Gammel"]),
    ]


def test_a_comparison_shows_what_only_one_alternative_has() -> None:
    proposals = [
        Proposal(1, "A", [Line({2019: MILLION}, "permanent")]),
        Proposal(2, "B", parts=[SelectablePart(10, "Del 1")]),
    ]
    wide = Choice("Bredt", frozenset({Pick(1), Pick(2)}), SavingsTarget(3 * MILLION, 2019))
    small = Choice("Smalt", frozenset({Pick(2, 10)}))

    table = comparison_table(proposals, [wide, small], range(2019, 2021))

    assert only_in(proposals, [wide, small]) == {"Bredt": ["A", "B"], "Smalt": []}
    assert {row.heading: row.cells for row in table.rows} == {
        "Mål": [3 * MILLION, None],
        "Målets år": ["2019", None],
        "Valgt i 2019": [MILLION, 0],
        "Valgt i 2020": [0, 0],
        "Valgt minus mål i målets år": [-2 * MILLION, None],
        "Resultat": ["mangler", "intet mål"],
        "Antal forslag": ["2", "1"],
    }
    assert table.notes == ["Kun i Bredt: A; B."]


def test_ticks_are_read_and_invalid_values_are_ignored() -> None:
    assert read_picks(["12", "3-4,5", "", "x", "7-y", "9" * 40]) == {Pick(12), Pick(3, 4), Pick(5)}
