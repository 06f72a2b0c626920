"""Faults in hiding small counts of citizens."""

from tests.mutations.fault import Fault

FAULTS = [
    Fault(
        name="a count of four citizens is shown",
        file="budgets/caseload/suppression.py",
        text="SMALLEST_SHOWN = 5",
        replacement="SMALLEST_SHOWN = 4",
        tests=(
            "tests/reports/notes/test_note_suppression.py::test_no_count_below_five_is_told_and_a_total_only_of_what_is_told",
        ),
    ),
    Fault(
        name="a single hidden count can be found as the rest",
        file="budgets/caseload/suppression.py",
        text="is_hidden[min(shown)[1]] = True",
        replacement="is_hidden[min(shown)[1]] = False",
        tests=(
            "tests/budgets/caseload/test_caseload.py::test_no_small_count_is_told_and_none_can_be_found_as_the_rest",
        ),
    ),
]
