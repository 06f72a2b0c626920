"""Faults put into a copy of the program one at a time, to prove that the test suite catches them.

Run it:

    python -m tests.mutations                   every fault; about five minutes
    python -m tests.mutations --only "price"    the faults whose names contain one of the texts
    python -m tests.mutations --list            their names, and which of them no longer fit the code
    python -m tests.mutations --seed 7          with other random examples: a test that is lucky proves nothing

It ends with an error when a fault is not caught, no longer fits, or when a named test fails without any fault. Nothing
is changed in the working copy: a scratch copy of it, with a test database of its own, is made and removed.

Add a fault: choose the module of `tests/mutations/faults/` that it belongs to, and append a `Fault` to its list: a name
that says what goes wrong, the file, a text that stands exactly once in it, the text that replaces it, and the narrowest
tests that should fail. Run it with `--only`. Where it is not caught, a test is missing: write it, and keep the fault.
The comparisons with the documents (test_seed_*.py) cannot be named: the documents do not lie beside the copy.

Where files have moved, only these modules name them, each path in full:

    sed -i 's#budgets/bookkeeping/#ledger/#' tests/mutations/faults/*.py

pytest collects nothing here.
"""
