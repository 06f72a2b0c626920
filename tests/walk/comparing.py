"""Two walks beside each other: what is new, what is gone, and what differs, told once for each cause. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from tests.walk.changes import Change, Get, find_changes
from tests.walk.keeping import Answer

Place = tuple[str, str]
"""A role and an address."""
Pair = tuple[Answer, Answer]
Group = tuple[list[Pair], list[str]]
"""Answers, and how what was changed in all of them looks in the first."""

GROUPS_SHOWN = 25
ADDRESSES_SHOWN = 3
PAGES_SHOWN = 6
LINES_SHOWN = 12


def compare(before: Iterable[Answer], after: Iterable[Answer], get: Get, *, most: int = GROUPS_SHOWN) -> list[str]:
    """The report, line by line; empty where both are the same.

    `get` finds what either of them kept, and `most` groups are told in full.
    """
    old, new = _by_place(before), _by_place(after)
    gone = [answer for place, answer in old.items() if place not in new]
    added = [answer for place, answer in new.items() if place not in old]
    both = [(answer, new[place]) for place, answer in old.items() if place in new]
    changed = [pair for pair in both if _content(pair[0]) != _content(pair[1])]
    if not gone and not added and not changed:
        return []
    alike = len(both) - len(changed)
    head = f"{alike} answers are the same, {len(changed)} differ, {len(gone)} are gone, {len(added)} are new."
    return [head, *_missing("Gone", gone), *_missing("New", added), *_differing(changed, get, most)]


def _by_place(answers: Iterable[Answer]) -> dict[Place, Answer]:
    return {(answer.role, answer.address): answer for answer in answers}


def _content(answer: Answer) -> tuple[int, str, str, str]:
    return answer.status, answer.kind, answer.headers, answer.body


def _missing(word: str, answers: list[Answer]) -> Iterator[str]:
    """What stands in one of them alone, page by page."""
    by_page: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_page[answer.page].append(answer)
    for page, found in by_page.items():
        yield f"\n{word}: {len(found)} answers of the page {page} ({_roles(found)})"
        yield from _addresses(found)


def _differing(changed: list[Pair], get: Get, most: int) -> Iterator[str]:
    """The groups that the most answers share come first; of the rest only the pages are told."""
    groups = sorted(_groups(changed, get), key=lambda group: -len(group[0]))
    for pairs, shown in groups[:most]:
        answers = [old for old, _ in pairs]
        yield f"\nDiffers: {len(answers)} answers of {_pages(answers)} ({_roles(answers)})"
        yield from _addresses(answers)
        yield from (f"    {line}" for line in shown[:LINES_SHOWN])
        if len(shown) > LINES_SHOWN:
            yield f"    … and {len(shown) - LINES_SHOWN} lines more"
    rest = [pairs for pairs, _ in groups[most:]]
    if rest:
        yield f"\nAnd {len(rest)} groups more, of {_pages([old for pairs in rest for old, _ in pairs])}"


def _groups(changed: list[Pair], get: Get) -> Iterator[Group]:
    """Each cause with the answers that it changed; causes that changed the same answers are one group."""
    pairs: dict[str, list[Pair]] = defaultdict(list)
    shown: dict[str, Change] = {}
    find = cache(lambda old, new: find_changes(get(old), get(new), get))
    for pair in changed:
        for change in {change.cause: change for change in _changes(pair, find)}.values():
            pairs[change.cause].append(pair)
            shown.setdefault(change.cause, change)
    together: dict[tuple[Place, ...], list[str]] = defaultdict(list)
    for cause, found in pairs.items():
        together[tuple((old.role, old.address) for old, _ in found)].append(cause)
    for causes in together.values():
        yield pairs[causes[0]], [line for cause in causes for line in shown[cause].shown]


def _changes(pair: Pair, find: Callable[[str, str], list[Change]]) -> Iterator[Change]:
    """With another status or type the bodies are two things, and are not compared."""
    old, new = pair
    for word, one, other in (("status", old.status, new.status), ("type", old.kind, new.kind)):
        if one != other:
            words = f"{word}: {one}, now {other}"
            yield Change(words, (words,))
    if (old.status, old.kind) == (new.status, new.kind):
        for one, other in ((old.headers, new.headers), (old.body, new.body)):
            if one != other:
                yield from find(one, other)


def _roles(answers: list[Answer]) -> str:
    return ", ".join(f"{role} {count}" for role, count in Counter(answer.role for answer in answers).items())


def _pages(answers: list[Answer]) -> str:
    counts = Counter(answer.page for answer in answers).most_common()
    more = f", {len(counts) - PAGES_SHOWN} pages more" if len(counts) > PAGES_SHOWN else ""
    return ", ".join(f"{page} {count}" for page, count in counts[:PAGES_SHOWN]) + more


def _addresses(answers: list[Answer]) -> Iterator[str]:
    addresses = list(dict.fromkeys(answer.address for answer in answers))
    yield from (f"  {address}" for address in addresses[:ADDRESSES_SHOWN])
    if len(addresses) > ADDRESSES_SHOWN:
        yield f"  … and {len(addresses) - ADDRESSES_SHOWN} addresses more"
