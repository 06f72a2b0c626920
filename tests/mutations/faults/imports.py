"""Faults in what is read from files and pasted tables."""

from tests.mutations.fault import Fault

FAULTS = [
    Fault(
        name="an empty cell of a catalogue is read as 0",
        file="initiatives/catalogues/columns/cells.py",
        text="return None if amount is None else amount *",
        replacement="return (amount or Decimal(0)) *",
        tests=(
            "tests/initiatives/catalogues/test_import.py::test_an_empty_cell_is_no_effect_and_a_printed_zero_is_one",
        ),
    ),
    Fault(
        name="a row about an unknown initiative is read on",
        file="initiatives/catalogues/columns/column.py",
        text="            if values[name] is None:\n                break\n",
        replacement="",
        tests=("tests/initiatives/catalogues/test_columns.py::test_a_row_about_an_unknown_initiative_is_one_fault",),
    ),
    Fault(
        name="a column of a sheet is asked for twice in the form",
        file="initiatives/business_cases/fields.py",
        text="and asked.block == name",
        replacement="and asked.block in (name, '')",
        tests=(
            "tests/initiatives/catalogues/test_columns.py::test_every_column_with_a_label_has_one_place_in_the_form",
        ),
    ),
    Fault(
        name="a thousand dot is read as a decimal point",
        file="budgets/foundation/amounts.py",
        text='digits.replace(".", "").replace(",", ".")',
        replacement='digits.replace(",", ".")',
        tests=("tests/budgets/foundation/test_amounts.py::test_numbers_read_as_documents_print_them",),
    ),
    Fault(
        name="income of an adopted budget may be positive",
        file="budgets/areas/decisions.py",
        text="amount is not None and amount > 0 and",
        replacement="amount is not None and amount < 0 < amount and",
        tests=(
            "tests/budgets/areas/test_budget.py::test_every_fault_of_a_decision_is_told_at_once_and_nothing_is_written",
        ),
    ),
    Fault(
        name="a refused catalogue is left half written",
        file="initiatives/catalogues/imports/importing.py",
        text="@transaction.atomic\ndef _import(",
        replacement="def _import(",
        tests=(
            "tests/initiatives/business_cases/test_business_cases.py::test_a_file_does_not_change_what_is_decided_and_leaves_what_is_written_here",
        ),
    ),
    Fault(
        name="the same ledger file is taken again under another name",
        file="budgets/ledger/importing.py",
        text="sha256(content)",
        replacement="sha256(name.encode() + content)",
        tests=("tests/budgets/ledger/test_ledger_files.py::test_the_same_file_again_is_recognised",),
    ),
    Fault(
        name="a newer ledger file leaves the areas that it no longer has",
        file="budgets/ledger/importing.py",
        text=".filter(replaced).delete()",
        replacement=".filter(replaced, area__in={area for area, *_ in plan.mapped.sums}).delete()",
        tests=(
            "tests/budgets/ledger/test_ledger_files.py::test_an_area_that_a_newer_file_of_the_month_no_longer_has_is_emptied_and_told",
        ),
    ),
    Fault(
        name="a sum line of a ledger is counted as a posting",
        file="budgets/ledger/reading.py",
        text='elif sum_word := next((t for t in map(_cell_text, self.cells) if SUM_WORDS.fullmatch(t)), ""):',
        replacement='elif sum_word := "":',
        tests=("tests/budgets/ledger/test_ledger_files.py::test_a_broken_file_tells_where_and_what_and_has_no_rows",),
    ),
    Fault(
        name="the unit of a pasted table is ignored",
        file="initiatives/pasting/filling.py",
        text="unit = self.table.unit or self.target.unit",
        replacement="unit = self.target.unit",
        tests=(
            "tests/initiatives/pasting/test_filling.py::test_every_amount_is_the_same_kroner_in_the_catalogues_form_and_stands_as_it_is_printed",
        ),
    ),
    Fault(
        name="a person's number without a mark in it is let through",
        file="budgets/foundation/files/cells.py",
        text="{DAY}[ -]?",
        replacement="{DAY}[ -]",
        tests=(
            "tests/budgets/caseload/test_caseload.py::test_a_number_of_a_person_is_refused_everywhere_and_never_repeated",
        ),
    ),
]
