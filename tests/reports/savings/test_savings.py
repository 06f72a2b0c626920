"""Target, realised and forecast effect: grouping, sums and changes are exact."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.foundation.models import Committee, Membership, Municipality
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle
from initiatives.followup.deciding import approve, submit
from initiatives.followup.details import LineValues, save_details
from initiatives.followup.saving import Row
from initiatives.followup.transfers import move_target
from initiatives.results.approved import ApprovedFigures
from initiatives.results.models import FollowUpRound
from reports.savings.changes import ChangeKind, build_changes_table, compare
from reports.savings.grouping import Dimension, group_rows, list_labels, select_rows
from reports.savings.loading import load_savings
from reports.savings.months import add_months, load_months
from reports.savings.reporting_period import ReportingPeriod
from reports.savings.rows import RISK_WEIGHTS, ZERO, SavingRow, Savings, Sums, add_known, add_up
from reports.statements.sentences import describe_savings
from tests.factories import SCREEN_VISITS, approved, load_catalogue

MARCH = ReportingPeriod(2019, 3)
THOUSAND = Decimal(1000)
MONEY = st.decimals(Decimal("-99999999.99"), Decimal("99999999.99"), places=2)


def test_without_follow_up_nothing_is_expected_and_every_row_is_not_assessed(ballerup: Catalogue) -> None:
    savings = load_savings(ballerup.municipality, MARCH)

    assert savings.sums.target == savings.sums.unassessed_target == Decimal(7_250_000)
    assert [savings.sums.forecast, savings.sums.deviation, savings.sums.rate] == [None, None, None]
    assert [figures.forecast for figures in savings.by_year.values()] == [None] * 4
    assert len(savings.unassessed_rows) == len(savings.counted_rows) == 10
    assert [row.initiative.key for row in savings.ended_rows] == ["ledsagerordning", "koersel-fritid"]


def test_the_sum_of_what_is_expected_is_compared_with_the_target_of_the_same_initiatives(
    rounds: list[FollowUpRound], stu: Initiative, members: dict[str, Membership]
) -> None:
    approved(members, rounds[2], stu, 30, 700)

    savings = load_savings(stu.catalogue.municipality, MARCH)

    sums = savings.sums
    assert [sums.forecast, sums.assessed_target, sums.deviation] == [
        700 * THOUSAND,
        1000 * THOUSAND,
        -300 * THOUSAND,
    ]
    assert sums.rate == 70
    assert [sums.target, sums.unassessed_target] == [7_250 * THOUSAND, 6_250 * THOUSAND]
    year = savings.by_year[2019]
    assert [year.target, year.assessed_target, year.forecast] == [7_250 * THOUSAND, 1000 * THOUSAND, 700 * THOUSAND]
    assert savings.by_year[2020].forecast is None
    assert "9 tiltag er ikke vurderet og er ikke regnet med her (forudsat 6,25 mio. kr.)." in describe_savings(savings)


def test_the_newest_approved_of_the_round_counts_and_nothing_that_is_only_sent(
    rounds: list[FollowUpRound], stu: Initiative, members: dict[str, Membership]
) -> None:
    approved(members, rounds[1], stu, 40, 900)
    approved(members, rounds[3], stu, 100, 250)
    submit(membership=members["alice"], round_=rounds[2])

    def row(period: int) -> SavingRow:
        savings = load_savings(stu.catalogue.municipality, ReportingPeriod(2019, period))
        return next(row for row in savings.rows if row.initiative == stu)

    assert [row(period).forecast for period in (1, 2, 3, 4)] == [
        None,
        900 * THOUSAND,
        900 * THOUSAND,
        250 * THOUSAND,
    ]
    assert row(1).is_followed is False
    assert row(4).deviation == -750 * THOUSAND
    assert row(4).rate == 25


@pytest.mark.parametrize("slug", ["ballerup-2019", "koebenhavn-2018", "hedensted-2022"])
def test_groups_are_the_whole_and_asking_for_one_finds_it_whatever_they_are_gathered_by(slug: str, db: None) -> None:
    catalogue = load_catalogue(slug)
    savings = load_savings(catalogue.municipality, ReportingPeriod(catalogue.first_year + 1, 12))
    labels = list_labels(savings)

    for dimension in Dimension:
        groups = group_rows(select_rows(savings, {}), dimension)
        assert add_up(group.sums for group in groups) == savings.sums, dimension
        assert {selected.row.initiative for group in groups for selected in group.selected_rows} == {
            r.initiative for r in savings.rows
        }
        for group in groups:
            selected_rows = select_rows(savings, {dimension: group.label})
            assert add_up(selected.sums for selected in selected_rows if selected.row.counts) == group.sums, (
                dimension,
                group.label,
            )
            assert group.label in labels[dimension]


def test_one_of_several_legal_bases_finds_the_initiative(ballerup: Catalogue) -> None:
    savings = load_savings(ballerup.municipality, MARCH)

    keys = {selected.row.initiative.key for selected in select_rows(savings, {Dimension.LEGAL_BASIS: "SEL § 108"})}

    assert "botilbud-108-105" in keys
    assert select_rows(savings, {Dimension.LEGAL_BASIS: "SEL § 999"}) == []


def test_an_initiative_is_spread_by_its_lines_unless_it_is_followed_up_line_by_line(
    rounds: list[FollowUpRound], stu: Initiative, members: dict[str, Membership]
) -> None:
    municipality: Municipality = stu.catalogue.municipality
    first_committee, second_committee = (
        Committee.objects.create(municipality=municipality, name=name) for name in ("Et", "To")
    )
    stu.lines.update(committee=first_committee)
    line = stu.lines.get()
    second_line = stu.lines.create(order=2, text="Anden linje", category=line.category, committee=second_committee)
    second_line.effects.create(year=2019, amount=3 * line.effects.get(year=2019).amount)
    approved(members, rounds[1], stu, 40, 400)

    def by_committee(period: int) -> dict[str, Sums]:
        selected_rows = select_rows(load_savings(municipality, ReportingPeriod(2019, period)), {})
        return {
            group.label: group.sums
            for group in group_rows(selected_rows, Dimension.COMMITTEE)
            if group.label in ("Et", "To")
        }

    before = by_committee(2)
    assert [before[name].forecast for name in ("Et", "To")] == [100 * THOUSAND, 300 * THOUSAND]
    values = [LineValues(line, Decimal(1), 350 * THOUSAND), LineValues(second_line, Decimal(2), 50 * THOUSAND)]
    save_details(membership=members["alice"], round_=rounds[2], row=Row(stu, 0), values={}, years={}, lines=values)
    submit(membership=members["alice"], round_=rounds[2], only=[stu.pk])
    approve(membership=members["mona"], round_=rounds[2], only=[stu.pk])
    after = by_committee(3)
    assert [after[name].forecast for name in ("Et", "To")] == [350 * THOUSAND, 50 * THOUSAND]
    assert [after[name].realised for name in ("Et", "To")] == [1, 2]


@given(MONEY, MONEY, st.sampled_from(["", *RISK_WEIGHTS]))
def test_risk_takes_only_from_what_is_still_to_come(realised: Decimal, forecast: Decimal, risk: str) -> None:
    figures = ApprovedFigures(2019, 3, forecast, forecast, realised, forecast)
    row = SavingRow(Initiative(risk=risk), (), forecast, forecast, figures)

    assert row.weighted <= forecast
    if forecast <= realised or not risk or risk == "low":
        assert row.weighted == forecast
    else:
        assert realised <= row.weighted < forecast


def test_a_month_without_a_round_of_its_own_counts_what_was_told_before(
    rounds: list[FollowUpRound], ballerup: Catalogue, stu: Initiative, members: dict[str, Membership]
) -> None:
    other_initiative = ballerup.initiatives.get(key="botilbud-107")
    approved(members, rounds[0], stu, 10, 900)
    approved(members, rounds[1], other_initiative, 5, 800)
    approved(members, rounds[2], stu, 30, 700)

    savings = load_savings(ballerup.municipality, MARCH)
    by_month = add_months(savings.rows, load_months(ballerup.municipality, MARCH))

    assert [figures.realised for figures in by_month.values()] == [10 * THOUSAND, 15 * THOUSAND, 35 * THOUSAND]
    assert by_month[3].realised == savings.sums.realised


class TestChanges:
    """Changes in forecast effect since an earlier round."""

    def changes(
        self, municipality: Municipality, before: int, after: int
    ) -> dict[str, tuple[ChangeKind, Decimal | None]]:
        """Kind and difference by key; the differences add up to those of the initiatives that can be compared."""
        savings_before, savings_after = (
            load_savings(municipality, ReportingPeriod(2019, period)) for period in (before, after)
        )
        as_of = date(2019, before, 28)
        changes = compare(savings_before, savings_after, year=2019, as_of=as_of)
        both = [change for change in changes if change.before is not None and change.after is not None]
        assert add_known(*(change.difference for change in changes)) == (
            sum((change.after or ZERO) - (change.before or ZERO) for change in both) if both else None
        )
        not_in_both = [change.after for change in changes if change not in both]
        assert (add_known(*(change.after for change in both), *not_in_both) or 0) == (savings_after.sums.forecast or 0)
        return {change.initiative.key: (change.kind, change.difference) for change in changes}

    def test_up_down_and_the_same_sum_exactly(
        self, rounds: list[FollowUpRound], ballerup: Catalogue, stu: Initiative, members: dict[str, Membership]
    ) -> None:
        approved(members, rounds[1], stu, 10, 900)
        approved(members, rounds[3], stu, 30, 250)
        approved(members, rounds[1], ballerup.initiatives.get(key="stoette-85"), 30, 1000)
        approved(members, rounds[3], ballerup.initiatives.get(key="stoette-85"), 30, 1200)
        approved(members, rounds[0], ballerup.initiatives.get(key="botilbud-107"), 30, 1000)
        approved(members, rounds[3], ballerup.initiatives.get(key="botilbud-108-105"), 30, 1000)

        changes = self.changes(ballerup.municipality, 2, 4)

        assert changes["stu"] == (ChangeKind.DOWN, -650 * THOUSAND)
        assert changes["stoette-85"] == (ChangeKind.UP, 200 * THOUSAND)
        assert changes["botilbud-107"] == (ChangeKind.SAME, Decimal(0))
        assert changes["botilbud-108-105"] == (ChangeKind.ASSESSED, None)
        assert changes["oevrige-tiltag"] == (ChangeKind.UNASSESSED, None)
        assert "ledsagerordning" not in changes

    def test_the_table_sums_what_is_compared_and_then_names_what_was_assessed_for_the_first_time(
        self, rounds: list[FollowUpRound], ballerup: Catalogue, stu: Initiative, members: dict[str, Membership]
    ) -> None:
        approved(members, rounds[1], stu, 10, 900)
        approved(members, rounds[3], stu, 30, 250)
        approved(members, rounds[1], ballerup.initiatives.get(key="stoette-85"), 30, 1000)
        approved(members, rounds[3], ballerup.initiatives.get(key="botilbud-107"), 30, 900)
        savings_before, savings_after = (
            load_savings(ballerup.municipality, ReportingPeriod(2019, period)) for period in (2, 4)
        )
        changes = compare(savings_before, savings_after, year=2019, as_of=date(2019, 2, 28))

        table = build_changes_table(changes, 2019, lambda initiative: initiative.key, is_constructed=False)

        assert [(row.heading, *row.cells[1:4]) for row in table.rows] == [
            ("STU", 900 * THOUSAND, 250 * THOUSAND, -650 * THOUSAND),
            ("Uændrede tiltag: 1", 1_000 * THOUSAND, 1_000 * THOUSAND, 0),
            ("I alt, vurderet begge gange", 1_900 * THOUSAND, 1_250 * THOUSAND, -650 * THOUSAND),
            ("§ 107", None, 900 * THOUSAND, None),
            ("Tiltag, der ikke er vurderet: 7", None, None, None),
        ]
        assert [row.is_total for row in table.rows] == [False, False, True, False, False]

    def test_what_a_new_initiative_is_expected_to_give_is_new_and_its_giver_gives_less(
        self, rounds: list[FollowUpRound], ballerup: Catalogue, members: dict[str, Membership]
    ) -> None:
        giver = ballerup.initiatives.get(key="oevrige-tiltag")
        approved(members, rounds[1], giver, 0, 1000)
        move_target(
            membership=members["alice"],
            round_=rounds[4],
            source_initiative=giver,
            new=SCREEN_VISITS,
            amounts={2019: 300 * THOUSAND},
        )

        assert self.changes(ballerup.municipality, 2, 5)["skaermbesoeg"] == (ChangeKind.UNASSESSED, None)
        approved(members, rounds[4], giver, 0, 700)
        approved(members, rounds[4], ballerup.initiatives.get(key="skaermbesoeg"), 0, 300)

        changes = self.changes(ballerup.municipality, 2, 5)

        assert changes["skaermbesoeg"] == (ChangeKind.NEW, 300 * THOUSAND)
        assert changes["oevrige-tiltag"] == (ChangeKind.DOWN, -300 * THOUSAND)

    def test_an_initiative_that_ended_in_between_is_ended(
        self, ballerup: Catalogue, stu: Initiative, rounds: list[FollowUpRound], members: dict[str, Membership]
    ) -> None:
        approved(members, rounds[2], stu, 0, 1000)
        Initiative.objects.filter(pk=stu.pk).update(
            lifecycle=Lifecycle.DROPPED, ended_on=date(2019, 4, 2), ended_reason="Besluttet."
        )

        assert self.changes(ballerup.municipality, 3, 5)["stu"] == (ChangeKind.ENDED, -1000 * THOUSAND)
        assert "stu" not in self.changes(ballerup.municipality, 4, 5)

    def test_what_belongs_to_other_years_or_is_only_proposed_is_not_among_them(
        self, ballerup: Catalogue, rounds: list[FollowUpRound]
    ) -> None:
        ballerup.initiatives.filter(key="stu").update(lifecycle=Lifecycle.PROPOSED)
        past = ballerup.initiatives.get(key="stoette-85")
        YearlyEffect.objects.filter(line__initiative=past).exclude(year=2019).delete()
        savings_before, savings_after = (
            load_savings(ballerup.municipality, ReportingPeriod(2020, period)).decided for period in (1, 2)
        )

        keys = {
            change.initiative.key
            for change in compare(savings_before, savings_after, year=2020, as_of=date(2020, 1, 31))
        }

        assert "botilbud-107" in keys
        assert keys & {"stu", "stoette-85"} == set()


def test_the_years_are_targets_until_somebody_tells_otherwise(ballerup: Catalogue) -> None:
    savings: Savings = load_savings(ballerup.municipality, MARCH)

    assert [figures.target for figures in savings.by_year.values()] == [
        Decimal(amount) for amount in (7_250_000, 10_750_000, 12_750_000, 13_250_000)
    ]
    assert all(figures.realised is None for figures in savings.by_year.values())
