"""Faults in files that leave the program."""

from tests.mutations.fault import Fault

FAULTS = [
    Fault(
        name="a text that begins with = is a formula in a spreadsheet",
        file="budgets/foundation/files/cells.py",
        text='DANGEROUS = ("=", ',
        replacement="DANGEROUS = (",
        tests=("tests/initiatives/catalogues/test_exports.py::test_no_text_can_begin_a_formula_and_none_is_lost",),
    ),
    Fault(
        name="amounts of a Danish file have a decimal point",
        file="budgets/foundation/downloads.py",
        text='return f"{exact:f}".replace(".", ",")',
        replacement='return f"{exact:f}"',
        tests=(
            "tests/reports/dashboard/test_dashboards.py::test_the_bridge_goes_from_the_corrected_budget_to_what_is_expected_without_a_rest",
        ),
    ),
    Fault(
        name="the file of changes lacks its total",
        file="reports/savings/changes.py",
        text="    rows += [total] if rows else []\n",
        replacement="",
        tests=(
            "tests/reports/savings/test_savings.py::TestChanges::test_the_table_sums_what_is_compared_and_then_names_what_was_assessed_for_the_first_time",
        ),
    ),
]
