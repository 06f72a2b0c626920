"""Faults in amounts and arithmetic."""

from tests.mutations.fault import Fault

FAULTS = [
    Fault(
        name="a saving printed with a minus is stored as a cost",
        file="initiatives/catalogues/columns/cells.py",
        text="amount * Sign(catalogue.sign).factor",
        replacement="amount",
        tests=(
            "tests/initiatives/catalogues/test_import.py::test_a_catalogue_that_prints_savings_with_a_minus_is_stored_with_our_sign",
        ),
    ),
    Fault(
        name="1.000 kr. is worth a hundred kroner",
        file="budgets/foundation/amounts.py",
        text="Unit.THOUSANDS: 1_000,",
        replacement="Unit.THOUSANDS: 100,",
        tests=("tests/budgets/foundation/test_amounts.py::test_amounts_are_shown_as_danes_write_them",),
    ),
    Fault(
        name="the last øre of an amount in parts are lost",
        file="budgets/foundation/splitting.py",
        text="rounded_up = set(by_remainder[:remaining])",
        replacement="rounded_up = set(by_remainder[:0])",
        tests=("tests/budgets/foundation/test_splitting.py::test_the_parts_are_whole_ore_and_add_up_to_the_amount",),
    ),
    Fault(
        name="what no follow-up has assessed is expected to give its target",
        file="reports/savings/rows.py",
        text="return self.approved.forecast if self.approved and self.counts else None",
        replacement="return self.approved.forecast if self.approved and self.counts else self.target",
        tests=(
            "tests/reports/savings/test_savings.py::test_without_follow_up_nothing_is_expected_and_every_row_is_not_assessed",
        ),
    ),
    Fault(
        name="the first approved follow-up of the year is taken for the newest",
        file="initiatives/results/approved.py",
        text="    ORDER BY round.period DESC\n",
        replacement="    ORDER BY round.period\n",
        tests=(
            "tests/initiatives/results/test_approved.py::test_the_statement_finds_what_the_rule_says_as_of_every_round",
        ),
    ),
    Fault(
        name="a later year's forecast of a corrected follow-up still holds",
        file="initiatives/results/approved.py",
        text="            ~Exists(newer),\n",
        replacement="",
        tests=(
            "tests/initiatives/results/test_approved.py::test_a_later_years_forecast_holds_until_a_newer_round_or_a_correction_says_otherwise",
        ),
    ),
    Fault(
        name="phasing begins the month after the start",
        file="initiatives/results/phasing.py",
        text="w if m >= start_month",
        replacement="w if m > start_month",
        tests=(
            "tests/initiatives/results/test_rules.py::test_an_even_profile_grows_by_the_same_part_each_month_from_the_start",
        ),
    ),
    Fault(
        name="the target to date is phased in later years too",
        file="initiatives/results/targets.py",
        text="is_phased = amount.line is None or first_years.get(amount.line) == year",
        replacement="is_phased = True",
        tests=(
            "tests/initiatives/followup/test_followup.py::test_the_target_to_date_follows_start_and_weights_in_the_first_year_only",
        ),
    ),
    Fault(
        name="a realisation rate right at the threshold is a risk",
        file="initiatives/results/status.py",
        text="rate >= limits.on_track_from",
        replacement="rate > limits.on_track_from",
        tests=("tests/initiatives/results/test_rules.py::test_the_status_follows_the_rules",),
    ),
    Fault(
        name="rounded parts give the krone to the smallest remainder",
        file="budgets/foundation/splitting.py",
        text="parts[place] - floors[place], reverse=True",
        replacement="parts[place] - floors[place], reverse=False",
        tests=(
            "tests/budgets/foundation/test_splitting.py::test_rounded_parts_add_up_to_the_rounded_sum_and_none_is_off_by_one",
        ),
    ),
    Fault(
        name="the corrected budget leaves out what is carried over",
        file="budgets/areas/models.py",
        text="decision__decided_on__lte=as_of)",
        replacement='decision__decided_on__lte=as_of).exclude(decision__kind="carry_over")',
        tests=(
            "tests/budgets/areas/test_budget.py::test_every_kind_of_later_decision_is_in_the_corrected_budget_and_not_in_the_adopted",
        ),
    ),
    Fault(
        name="price indices are added instead of chained",
        file="budgets/foundation/prices.py",
        text="product *= 1 + self._percents[key] / 100",
        replacement="product += self._percents[key] / 100",
        tests=("tests/budgets/foundation/test_prices.py::test_the_rise_of_each_year_after_the_level_is_counted",),
    ),
    Fault(
        name="volume is priced as it was before, which leaves a residual",
        file="budgets/forecasting/decomposition.py",
        text="(prices[0] + prices[1]) / 2",
        replacement="prices[0]",
        tests=(
            "tests/budgets/forecasting/test_decomposition.py::test_more_persons_at_a_higher_price_are_each_counted_at_the_mean_of_the_other",
        ),
    ),
    Fault(
        name="the forecast's interval is half as wide as it says",
        file="budgets/forecasting/assembling.py",
        text="QUANTILES = (0.1, 0.9)",
        replacement="QUANTILES = (0.25, 0.75)",
        tests=(
            "tests/budgets/forecasting/test_calibration.py::test_four_intervals_in_five_hold_what_came_where_the_world_is_like_the_model",
        ),
    ),
]
