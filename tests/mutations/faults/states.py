"""Faults in states, versions and the trail."""

from tests.mutations.fault import Fault

FAULTS = [
    Fault(
        name="an approved row can be written in",
        file="initiatives/results/states.py",
        text="    (State.APPROVED, Step.REVISE)",
        replacement="    (State.APPROVED, Step.EDIT): Transition(State.APPROVED),\n    (State.APPROVED, Step.REVISE)",
        tests=(
            "tests/initiatives/results/test_rules.py::test_no_steps_lead_an_approved_row_back_to_be_written_in_but_a_new_revision",
        ),
    ),
    Fault(
        name="a returned row cannot be sent again",
        file="initiatives/results/states.py",
        text="    (State.RETURNED, Step.SUBMIT): Transition(State.SUBMITTED),\n",
        replacement="",
        tests=(
            "tests/initiatives/followup/test_followup.py::test_a_returned_row_carries_its_question_and_is_mended_and_approved",
        ),
    ),
    Fault(
        name="the database lets a published note be changed",
        file="reports/migrations/0003_what_is_published_stands.py",
        text="published_note_stands BEFORE UPDATE OR DELETE ON",
        replacement="published_note_stands BEFORE DELETE ON",
        tests=(
            "tests/reports/notes/test_note_life.py::test_publishing_freezes_data_text_and_pdf_and_the_database_lets_nobody_change_them",
        ),
    ),
    Fault(
        name="a row that was read before another wrote in it is saved",
        file="initiatives/followup/saving.py",
        text="!= row.version:",
        replacement="< row.version:",
        tests=("tests/initiatives/followup/test_followup.py::test_two_people_on_one_row_do_not_write_over_each_other",),
    ),
    Fault(
        name="a replaced initiative counts in totals",
        file="initiatives/catalogues/models/initiatives.py",
        text="return self.lifecycle not in ENDED",
        replacement="return self.lifecycle != Lifecycle.DROPPED",
        tests=(
            "tests/initiatives/catalogues/test_plan.py::test_what_is_dropped_or_replaced_is_shown_and_counts_in_no_total[replaced]",
        ),
    ),
    Fault(
        name="a person's name stands in the trail",
        file="budgets/foundation/audit.py",
        text='"" if isinstance(obj, User) else ',
        replacement="",
        tests=(
            "tests/budgets/foundation/test_audit.py::test_people_stand_in_the_trail_by_key_alone_and_the_page_says_who_they_are",
        ),
    ),
    Fault(
        name="sending, approving and returning leave no trace in the trail",
        file="initiatives/followup/deciding.py",
        text="        _record(membership, follow_up, action, words)\n",
        replacement="",
        tests=(
            "tests/initiatives/followup/test_followup.py::test_sending_returning_and_approving_are_events_with_who_and_what_was_asked",
        ),
    ),
]
