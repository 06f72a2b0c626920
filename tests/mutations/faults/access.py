"""Faults in who may see and do what."""

from tests.mutations.fault import Fault

FAULTS = [
    Fault(
        name="whoever may return a row may also approve it",
        file="initiatives/followup/approval_views.py",
        text='Action.RETURN_ROWS if "return" in request.POST else Action.APPROVE_ROWS',
        replacement="Action.RETURN_ROWS",
        tests=("tests/test_access.py::test_each_role_gets_what_the_list_says[decide]",),
    ),
    Fault(
        name="a posted id finds what belongs to another municipality",
        file="budgets/foundation/posted.py",
        text="objects.filter(pk=number).first()",
        replacement="objects.model._default_manager.filter(pk=number).first()",
        tests=("tests/budgets/foundation/test_posted.py::test_only_one_of_the_given_objects_is_found",),
    ),
    Fault(
        name="a stranger is told that a municipality exists",
        file="budgets/foundation/access.py",
        text="raise Http404",
        replacement="raise PermissionDenied",
        tests=("tests/test_access.py::test_a_stranger_cannot_tell_a_municipality_that_exists_from_one_that_does_not",),
    ),
    Fault(
        name="a note's file is found under another municipality",
        file="reports/notes/views.py",
        text="        note__municipality=membership.municipality,\n",
        replacement="",
        tests=(
            "tests/test_access.py::test_what_belongs_to_another_municipality_is_not_found_under_ones_own[note_file]",
        ),
    ),
    Fault(
        name="whoever sent a row may approve it",
        file="initiatives/followup/deciding.py",
        text="follow_up.submitted_by_id == membership.user_id",
        replacement="follow_up.decided_by_id == membership.user_id",
        tests=("tests/initiatives/followup/test_followup.py::test_nobody_approves_what_she_sent_herself",),
    ),
    Fault(
        name="a public link that was closed can still be read",
        file="reports/notes/life.py",
        text="deleted, _ = PublicLink.objects.filter(note=note).delete()",
        replacement="deleted = PublicLink.objects.filter(note=note).exists()",
        tests=(
            "tests/reports/notes/test_note_editions.py::TestWhoMayRead::test_the_open_link_needs_no_log_in_and_shows_the_open_edition",
        ),
    ),
]
