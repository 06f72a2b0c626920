"""Put each fault into a temporary copy, run the tests that should fail, and report whether one did."""

import argparse
import signal
import sys
from collections.abc import Sequence

from tests.mutations.fault import Fault, put_in
from tests.mutations.faults import FAULTS
from tests.mutations.scratch import PROJECT, Run, Scratch, make_scratch

LINES_OF_OUTPUT = 30


def main() -> int:
    """The exit status: 0 if every chosen fault is caught."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options = parse_options()
    faults = choose(options.only)
    if not faults:
        raise SystemExit(f"No fault has a name with {', '.join(options.only)} in it; see --list.")
    misfits = {fault: reason for fault in faults if (reason := fault.find_misfit(PROJECT))}
    if options.list:
        for fault in faults:
            say(f"{fault.name} ({fault.file})")
    for fault, reason in misfits.items():
        say(f"No longer fits: {fault.name}: {reason}")
    if misfits or options.list:
        return 1 if misfits else 0
    with make_scratch(options.seed) as scratch:
        return run_all(faults, scratch)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="faults with any of these in their names")
    parser.add_argument("--list", action="store_true", help="name the faults and run nothing")
    parser.add_argument(
        "--seed", type=int, default=0, help="of the random examples; every seed should catch every fault"
    )
    return parser.parse_args()


def choose(names: Sequence[str]) -> list[Fault]:
    """The faults whose names contain any of the texts; all without texts."""
    return [fault for fault in FAULTS if not names or any(name.casefold() in fault.name.casefold() for name in names)]


def run_all(faults: Sequence[Fault], scratch: Scratch) -> int:
    """Run the tests without faults, when they must pass, and then with each fault; 0 if every fault is caught."""
    tests = list(dict.fromkeys(test for fault in faults for test in fault.tests))
    untouched = scratch.run_tests(tests, keeps_byte_code=True)
    if untouched.exit_code != 0:
        say(f"The tests fail without any fault:\n{untouched.output}")
        return 1
    say(f"Without any fault the named tests pass in {untouched.seconds:.0f} s.")
    width = max(len(fault.name) for fault in faults)
    missed = 0
    for fault in faults:
        run = run_with(fault, scratch)
        missed += not run.is_caught
        say(report(fault, run, width))
    say(f"{len(faults) - missed} of {len(faults)} faults are caught.")
    return 1 if missed else 0


def run_with(fault: Fault, scratch: Scratch) -> Run:
    """Run the fault's tests with it, on a new database if the fault changes the database."""
    if not fault.changes_database:
        with put_in(fault, scratch.folder):
            return scratch.run_tests(fault.tests)
    scratch.drop_database()
    try:
        with put_in(fault, scratch.folder):
            return scratch.run_tests(fault.tests)
    finally:
        scratch.drop_database()


def report(fault: Fault, run: Run, width: int) -> str:
    """A line about a fault, with pytest's output if pytest itself failed."""
    verdict, detail = ("caught", run.failed_test) if run.is_caught else ("NOT CAUGHT", explain_not_caught(run))
    return f"{fault.name:<{width}}  {verdict:<10}  {run.seconds:4.1f} s  {detail}"


def explain_not_caught(run: Run) -> str:
    """Why the fault was not caught."""
    if run.exit_code == 0:
        return "all of its tests pass"
    if run.is_broken_code:
        return f"the fault is no program: {run.error}"
    end = "\n".join(run.output.splitlines()[-LINES_OF_OUTPUT:])
    return f"no test failed, but pytest ended with {run.exit_code}:\n{end}"


def say(text: str) -> None:
    """Write a line and flush it, also if the output is a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
