"""Faults in pages as a whole."""

from tests.mutations.fault import Fault

FAULTS = [
    Fault(
        name="pages may load from any server",
        file="config/settings.py",
        text="""        "default-src": ["'self'"],""",
        replacement="""        "default-src": ["'self'", "https:"],""",
        tests=("tests/test_pages_in_general.py::test_every_answer_carries_a_strict_content_security_policy",),
    ),
    Fault(
        name="what is typed as an explanation is markup for the next reader",
        file="templates/initiatives/followup/partials/entry_row.html",
        text="{{ e.explanation }}</textarea>",
        replacement="{{ e.explanation|safe }}</textarea>",
        tests=(
            "tests/initiatives/followup/test_followup.py::test_what_is_typed_in_a_row_is_text_and_never_markup_for_the_next_who_reads_it",
        ),
    ),
    Fault(
        name="the list of ledger files asks once more for each file",
        file="budgets/ledger/views.py",
        text='.select_related("by")',
        replacement="",
        tests=("tests/test_query_counts.py::test_a_page_costs_the_pinned_queries_however_much_there_is_on_it",),
    ),
    Fault(
        name="a plan's totals include what was dropped",
        file="initiatives/catalogues/plan/catalogue.py",
        text="counted = [initiative for initiative in initiatives if initiative.counts]",
        replacement="counted = list(initiatives)",
        tests=(
            "tests/initiatives/catalogues/test_plan.py::test_what_is_dropped_or_replaced_is_shown_and_counts_in_no_total[dropped]",
        ),
    ),
]
