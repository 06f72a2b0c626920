"""Faults in status notes."""

from tests.mutations.fault import Fault

FAULTS = [
    Fault(
        name="the Word file of a published note has the figures of today",
        file="reports/notes/files.py",
        text="write_word(edition.data)",
        replacement="write_word(compose_month(edition.note.municipality, edition.note.month))",
        tests=(
            "tests/reports/notes/test_note_editions.py::test_files_and_page_tell_what_was_frozen_whatever_the_data_say_now",
        ),
    ),
    Fault(
        name="a closed section stands in the open edition",
        file="reports/notes/document.py",
        text="if text.is_closed and variant == Variant.OPEN:",
        replacement="if text.is_closed and not text.text:",
        tests=("tests/reports/notes/test_note_editions.py::test_the_closed_section_is_in_the_closed_edition_alone",),
    ),
    Fault(
        name="any file is verified as a published note",
        file="reports/notes/editions.py",
        text="NoteEdition.objects.filter(sha256=sha256(pdf).hexdigest())",
        replacement="NoteEdition.objects",
        tests=(
            "tests/reports/notes/test_note_editions.py::test_a_page_and_a_command_tell_a_published_file_from_a_changed_one",
        ),
    ),
    Fault(
        name="a note about constructed figures does not say so",
        file="reports/notes/document.py",
        text='"constructed": material.is_constructed,',
        replacement='"constructed": False,',
        tests=(
            "tests/reports/notes/test_note_editions.py::test_a_note_about_constructed_figures_says_so_on_the_page_and_in_every_file",
        ),
    ),
]
