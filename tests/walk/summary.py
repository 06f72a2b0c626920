"""The summary of a walk. No database access, but it uses the URLconf."""

from collections import Counter
from collections.abc import Iterator, Mapping
from http import HTTPStatus

from tests.walk.keeping import Answer
from tests.walk.naming import page_names
from tests.walk.normalising import reasons

WIDTH = 8
SHORT_NAMES = {
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "octet-stream": "file",
    "": "folder",
}


def summarise(answers: list[Answer], left_out: Mapping[str, int]) -> Iterator[str]:
    """Counts by role, type and status, and everything that was not walked or not kept byte for byte."""
    yield from _table("Answers by role and type", [(answer.role, _kind(answer)) for answer in answers])
    yield from _table("Answers by role and status", [(answer.role, str(answer.status)) for answer in answers])
    refused = {answer.address for answer in answers if answer.status == HTTPStatus.METHOD_NOT_ALLOWED}
    yield f"\n{len({answer.address for answer in answers})} addresses and commands."
    yield f"Not walked: {len(refused)} addresses that take no GET, of the pages {_counted(answers)}."
    yield f"Not walked: {sum(left_out.values())} variants of pages, each with values that were asked for in others:"
    yield ", ".join(f"{page} {count}" for page, count in sorted(left_out.items()))
    missing = sorted(set(page_names()) - {answer.page for answer in answers})
    yield f"Names in the URLconf without any address: {', '.join(missing) or 'none'}."
    yield "\nNot kept byte for byte:"
    yield from (f"- {reason}" for reason in reasons())


def _kind(answer: Answer) -> str:
    name = answer.kind.partition(";")[0].rpartition("/")[2].removeprefix(".")
    return SHORT_NAMES.get(name, name)


def _counted(answers: list[Answer]) -> str:
    pages = Counter(answer.page for answer in answers if answer.status == HTTPStatus.METHOD_NOT_ALLOWED)
    return ", ".join(f"{page} {count}" for page, count in sorted(pages.items())) or "none"


def _table(caption: str, cells: list[tuple[str, str]]) -> Iterator[str]:
    """The counts of (row, column) pairs as a table, in the order of their first occurrence."""
    counts = Counter(cells)
    columns = list(dict.fromkeys(column for _, column in cells))
    yield f"\n{caption}"
    yield "".join([" " * 12, *(f"{column:>{WIDTH}}" for column in columns)])
    for row in dict.fromkeys(row for row, _ in cells):
        yield "".join([f"{row:12}", *(f"{counts[row, column]:>{WIDTH}}" for column in columns)])
