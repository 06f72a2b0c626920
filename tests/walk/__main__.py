"""`python -m tests.walk keep FOLDER`, and `python -m tests.walk compare BEFORE AFTER`."""

import argparse
import sys
from pathlib import Path

from tests.walk.comparing import GROUPS_SHOWN, compare
from tests.walk.keeping import SUMMARY, Store, read_first
from tests.walk.walking import keep


def main() -> int:
    """Run the chosen action; exit status 1 if two walks differ."""
    options = _parser().parse_args()
    if options.action == "keep":
        return _write_lines([keep(options.folder)])
    before, after = Store(options.before), Store(options.after)
    report = compare(
        before.read_index(), after.read_index(), lambda digest: read_first((before, after), digest), most=options.groups
    )
    versions = [(store.folder / SUMMARY).read_text(encoding="utf-8").splitlines()[0] for store in (before, after)]
    _write_lines([f"Before: {versions[0]}", f"After: {versions[1]}", *(report or ["Everything is the same."])])
    return 1 if report else 0


def _write_lines(lines: list[str]) -> int:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.walk")
    actions = parser.add_subparsers(dest="action", required=True)
    keeping = actions.add_parser("keep", help="walk the demo and keep every answer in an empty folder")
    keeping.add_argument("folder", type=Path)
    comparing = actions.add_parser("compare", help="tell what differs between two folders")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--groups", type=int, default=GROUPS_SHOWN, help="how many causes are told in full")
    return parser


if __name__ == "__main__":
    sys.exit(main())
