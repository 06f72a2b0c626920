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
        name="the title of a refused page is as if nothing was wrong",
        file="templates/base.html",
        text="{% if page_faults %}Fejl: {% endif %}",
        replacement="",
        tests=("tests/browser/test_refusals.py::test_a_refused_row_names_each_of_its_fields",),
    ),
    Fault(
        name="the fault of a group of boxes is tied to nothing",
        file="templates/partials/form_boxes.html",
        text="""{% if field.aria_describedby %}aria-describedby="{{ field.aria_describedby }}"{% endif %}""",
        replacement="",
        tests=("tests/browser/test_refusals.py::test_the_fault_of_a_group_of_boxes_is_tied_to_the_group",),
    ),
    Fault(
        name="a message that comes with the page does not take the focus",
        file="static/js/page.js",
        text="  place.focus({ preventScroll: true });",
        replacement="",
        tests=("tests/browser/test_keyboard.py::test_one_logs_in_and_changes_municipality",),
    ),
    Fault(
        name="the municipality's menu stays open when the focus leaves it",
        file="static/js/page.js",
        text="    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;",
        replacement="",
        tests=("tests/browser/test_keyboard.py::test_one_logs_in_and_changes_municipality",),
    ),
    Fault(
        name="a notice lies over the cell that was pasted in",
        file="static/js/grid/showing.js",
        text="""document.activeElement.scrollIntoView({ block: "nearest" });""",
        replacement=";",
        tests=(
            "tests/browser/test_keyboard.py::test_the_cells_of_the_grid_are_seen_though_a_notice_lies_over_the_page",
        ),
    ),
    Fault(
        name="the focus goes to another link when a panel is drawn again",
        file="static/js/saving/redrawing.js",
        text="found.find((one) => nameOf(one) === nameOf(held)) ?? found[position]",
        replacement="found[position]",
        tests=(
            "tests/browser/test_keyboard.py::test_the_focus_stays_on_its_link_though_the_panel_of_a_case_is_drawn_again",
        ),
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
