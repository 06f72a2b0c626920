"""What people write in a note: paragraphs, lists, bold and links, from plain text. Pure: no database.

A line is a paragraph; lines that begin with `- ` are a list; `**fed**` is bold and `[tekst](https://…)` a link. Every
other character is itself, so that nothing that is typed is lost or taken for markup by what sets it.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from reports.notes.content import Json, run

MARKED = re.compile(r"\*\*(?P<bold>\S(?:[^\n]*?\S)?)\*\*|\[(?P<text>[^\]\n]+)\]\((?P<href>https?://[^\s()<>\"]+)\)")
BULLET = re.compile(r"^\s*[-–•]\s+")


def clean(text: str) -> str:
    """The text without what cannot be read: control characters, and spaces at the ends of lines."""
    kept = "".join(c for c in text.replace("\r\n", "\n").replace("\t", " ") if c == "\n" or _is_readable(c))
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip("\n")


def _is_readable(character: str) -> bool:
    return not unicodedata.category(character).startswith("C")


def parse(text: str) -> list[Json]:
    """The blocks of the text, in order; empty lines only part them."""
    lines = [line.strip() for line in clean(text).split("\n") if line.strip()]
    blocks: list[Json] = []
    for is_list, found in groupby(lines, key=lambda line: bool(BULLET.match(line))):
        if is_list:
            blocks.append({"kind": "list", "items": [_runs(BULLET.sub("", line)) for line in found]})
        else:
            blocks += [{"kind": "paragraph", "runs": _runs(line)} for line in found]
    return blocks


def _runs(line: str) -> list[Json]:
    return list(_split(line))


def _split(line: str) -> Iterator[Json]:
    place = 0
    for found in MARKED.finditer(line):
        if found.start() > place:
            yield run(line[place : found.start()])
        if found["bold"] is not None:
            yield run(found["bold"], bold=True)
        else:
            yield run(found["text"], href=found["href"])
        place = found.end()
    if place < len(line):
        yield run(line[place:])


def plain(blocks: list[Json]) -> str:
    """What the blocks say, a line each."""
    lines = []
    for block in blocks:
        every = block["items"] if block["kind"] == "list" else [block["runs"]]
        lines += ["".join(str(one["text"]) for one in runs) for runs in every]  # type: ignore[attr-defined]
    return "\n".join(lines)
