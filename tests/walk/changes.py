"""The differences between two bodies as changes with a cause, by which they can be grouped. No database access."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from tests.walk.normalising import MANIFEST

Get = Callable[[str], bytes]
"""Returns the content with a digest."""

LONGEST_DIFF = 3000
"""The most lines that are compared by a diff; with more, all lines count as changed."""
LINE_SHOWN = 160
BEFORE_CHANGE = 40
BYTES_SHOWN = 24


@dataclass(frozen=True)
class Change:
    """`cause` is equal for the same change to different lines; `example` is how one of them is shown."""

    cause: str
    example: tuple[str, ...]


def find_changes(before: bytes, after: bytes, get: Get) -> list[Change]:
    """Compare archives part by part and texts line by line; of other files only the first differing byte is found."""
    if before == after:
        return []
    if before.startswith(MANIFEST) and after.startswith(MANIFEST):
        return list(_part_changes(before, after, get))
    try:
        return list(_line_changes(before.decode(), after.decode()))
    except UnicodeDecodeError:
        return [_byte_change(before, after)]


def _part_changes(before: bytes, after: bytes, get: Get) -> Iterator[Change]:
    old, new = _parts(before), _parts(after)
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield _change(f"the part {name} is gone")
        elif name not in old:
            yield _change(f"the part {name} is new")
        elif old[name] != new[name]:
            for change in find_changes(get(old[name]), get(new[name]), get):
                yield Change(f"{name}: {change.cause}", (f"in the part {name}:", *change.example))
    if list(old) != list(new) and set(old) == set(new):
        yield _change("the parts stand in another order")


def _parts(manifest: bytes) -> dict[str, str]:
    """The digest of each part by its name."""
    lines = manifest.decode().splitlines()[1:]
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def _change(words: str) -> Change:
    return Change(words, (words,))


def _byte_change(before: bytes, after: bytes) -> Change:
    at = _count_shared(before, after)
    old, new = (content[at : at + BYTES_SHOWN] for content in (before, after))
    place = f"{len(before)} and {len(after)} bytes, alike until byte {at}: {old!r}, {new!r}"
    return Change("other bytes", (place,))


def _line_changes(before: str, after: str) -> Iterator[Change]:
    old, new = _lines(before), _lines(after)
    for removed, added in _blocks(old, new):
        for pair in zip_longest(removed, added) if len(removed) == len(added) else _one_sided(removed, added):
            yield _line_change(*pair)


def _one_sided(removed: list[str], added: list[str]) -> Iterator[tuple[str | None, str | None]]:
    yield from ((line, None) for line in removed)
    yield from ((None, line) for line in added)


def _lines(text: str) -> list[str]:
    """The text's lines; XML, which has none, is divided between tags."""
    return (text.replace("><", ">\n<") if text.startswith("<?xml") else text).splitlines()


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The removed and added lines of each changed block."""
    start = _count_shared(old, new)
    end = _count_shared(old[start:][::-1], new[start:][::-1])
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if len(old) + len(new) > LONGEST_DIFF:
        yield old, new
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield old[a:b], new[c:d]


def _line_change(old: str | None, new: str | None) -> Change:
    """A replaced, removed or added line; of a replaced line the cause is the part between the common ends."""
    if old is None or new is None:
        sign, line = ("-", old) if new is None else ("+", new)
        example = f"{sign} {_shorten((line or '').strip(), 0)}"
        return Change(f"{sign} {(line or '').strip()}", (example,))
    start = _count_shared(old, new)
    end = _count_shared(old[start:][::-1], new[start:][::-1])
    cause = f"- {old[start : len(old) - end]}\n+ {new[start : len(new) - end]}"
    return Change(cause, (f"- {_shorten(old, start)}", f"+ {_shorten(new, start)}"))


def _count_shared(first: Sequence[object], second: Sequence[object]) -> int:
    """Number of equal items at the beginning of both."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(first), len(second)))


def _shorten(line: str, at: int) -> str:
    """The line from a little before `at`, shortened to the shown length."""
    start = max(0, at - BEFORE_CHANGE)
    piece = line[start : start + LINE_SHOWN].strip()
    return f"{'…' if start else ''}{piece}{'…' if start + LINE_SHOWN < len(line) else ''}"
