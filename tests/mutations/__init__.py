"""Puts faults into a copy of the program, one at a time, to prove that the test suite catches them.

Run it:

    python -m tests.mutations                   every fault; about five minutes
    python -m tests.mutations --only "price"    the faults whose names contain one of the texts
    python -m tests.mutations --list            their names, and which of them no longer fit the code
    python -m tests.mutations --seed 7          with other random examples, because a test may pass by luck

It ends with an error if a fault is not caught or no longer fits, or if a named test fails without any fault. The
working copy is not changed: the tests run in a temporary copy with its own test database.

Add a fault: choose the module of `tests/mutations/faults/` that it belongs to, and append a `Fault` to its list: a name
that says what goes wrong, the file, a text that is exactly once in it, the text that replaces it, and the narrowest
tests that should fail. Run it with `--only`. If it is not caught, a test is missing: write it, and keep the fault.
Comparisons with the documents (test_seed_*.py) cannot be named, because the documents are not beside the copy.

If files have moved, change their paths, which only these modules contain:

    sed -i 's#budgets/bookkeeping/#ledger/#' tests/mutations/faults/*.py

pytest collects nothing here.
"""
