"""Compares two walks: new, missing and changed answers, grouped by cause. No database access."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from tests.walk.changes import Change, Get, find_changes
from tests.walk.keeping import Answer

Place = tuple[str, str]
"""A role and an address."""
Pair = tuple[Answer, Answer]
Group = tuple[list[Pair], list[str]]
"""Changed answers with the same causes, and the lines that show the causes in the first of them."""

GROUPS_SHOWN = 25
ADDRESSES_SHOWN = 3
PAGES_SHOWN = 6
LINES_SHOWN = 12


def compare(before: Iterable[Answer], after: Iterable[Answer], get: Get, *, most: int = GROUPS_SHOWN) -> list[str]:
    """The lines of the report; empty if both walks are the same.

    `get` returns the content that either walk kept; `most` groups are reported in full.
    """
    old, new = _by_place(before), _by_place(after)
    missing = [answer for place, answer in old.items() if place not in new]
    added = [answer for place, answer in new.items() if place not in old]
    pairs = [(answer, new[place]) for place, answer in old.items() if place in new]
    changed = [pair for pair in pairs if _content(pair[0]) != _content(pair[1])]
    if not missing and not added and not changed:
        return []
    alike = len(pairs) - len(changed)
    head = f"{alike} answers are the same, {len(changed)} differ, {len(missing)} are gone, {len(added)} are new."
    return [
        head,
        *_report_missing("Gone", missing),
        *_report_missing("New", added),
        *_report_differing(changed, get, most),
    ]


def _by_place(answers: Iterable[Answer]) -> dict[Place, Answer]:
    return {(answer.role, answer.address): answer for answer in answers}


def _content(answer: Answer) -> tuple[int, str, str, str]:
    return answer.status, answer.kind, answer.headers, answer.body


def _report_missing(word: str, answers: list[Answer]) -> Iterator[str]:
    """Report the answers that only one walk has, page by page."""
    by_page: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_page[answer.page].append(answer)
    for page, page_answers in by_page.items():
        yield f"\n{word}: {len(page_answers)} answers of the page {page} ({_count_roles(page_answers)})"
        yield from _list_addresses(page_answers)


def _report_differing(changed: list[Pair], get: Get, most: int) -> Iterator[str]:
    """Report the groups, those with most answers first; of further groups only the pages."""
    groups = sorted(_build_groups(changed, get), key=lambda group: -len(group[0]))
    for pairs, lines in groups[:most]:
        answers = [old for old, _ in pairs]
        yield f"\nDiffers: {len(answers)} answers of {_count_pages(answers)} ({_count_roles(answers)})"
        yield from _list_addresses(answers)
        yield from (f"    {line}" for line in lines[:LINES_SHOWN])
        if len(lines) > LINES_SHOWN:
            yield f"    … and {len(lines) - LINES_SHOWN} lines more"
    further_groups = [pairs for pairs, _ in groups[most:]]
    if further_groups:
        answers = [old for pairs in further_groups for old, _ in pairs]
        yield f"\nAnd {len(further_groups)} groups more, of {_count_pages(answers)}"


def _build_groups(changed: list[Pair], get: Get) -> Iterator[Group]:
    """Group the changed answers by cause; causes that changed the same answers are one group."""
    pairs: dict[str, list[Pair]] = defaultdict(list)
    examples: dict[str, Change] = {}
    find = cache(lambda old, new: find_changes(get(old), get(new), get))
    for pair in changed:
        for change in {change.cause: change for change in _list_changes(pair, find)}.values():
            pairs[change.cause].append(pair)
            examples.setdefault(change.cause, change)
    causes_by_places: dict[tuple[Place, ...], list[str]] = defaultdict(list)
    for cause, cause_pairs in pairs.items():
        causes_by_places[tuple((old.role, old.address) for old, _ in cause_pairs)].append(cause)
    for causes in causes_by_places.values():
        yield pairs[causes[0]], [line for cause in causes for line in examples[cause].example]


def _list_changes(pair: Pair, find: Callable[[str, str], list[Change]]) -> Iterator[Change]:
    """The changes of an answer; bodies are not compared if the status or type differs."""
    old, new = pair
    for word, before, after in (("status", old.status, new.status), ("type", old.kind, new.kind)):
        if before != after:
            words = f"{word}: {before}, now {after}"
            yield Change(words, (words,))
    if (old.status, old.kind) == (new.status, new.kind):
        for before, after in ((old.headers, new.headers), (old.body, new.body)):
            if before != after:
                yield from find(before, after)


def _count_roles(answers: list[Answer]) -> str:
    return ", ".join(f"{role} {count}" for role, count in Counter(answer.role for answer in answers).items())


def _count_pages(answers: list[Answer]) -> str:
    counts = Counter(answer.page for answer in answers).most_common()
    more = f", {len(counts) - PAGES_SHOWN} pages more" if len(counts) > PAGES_SHOWN else ""
    return ", ".join(f"{page} {count}" for page, count in counts[:PAGES_SHOWN]) + more


def _list_addresses(answers: list[Answer]) -> Iterator[str]:
    addresses = list(dict.fromkeys(answer.address for answer in answers))
    yield from (f"  {address}" for address in addresses[:ADDRESSES_SHOWN])
    if len(addresses) > ADDRESSES_SHOWN:
        yield f"  … and {len(addresses) - ADDRESSES_SHOWN} addresses more"
