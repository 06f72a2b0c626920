"""Parses the texts that users write in a note into paragraphs, lists, bold and links. Pure: no database.

A line is a paragraph; lines that begin with `- ` are a list; `**fed**` is bold and `[tekst](https://…)` a link. All
other characters are kept as typed and never interpreted as markup.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from reports.notes.content import Json, run

MARKED = re.compile(r"\*\*(?P<bold>\S(?:[^\n]*?\S)?)\*\*|\[(?P<text>[^\]\n]+)\]\((?P<href>https?://[^\s()<>\"]+)\)")
BULLET = re.compile(r"^\s*[-–•]\s+")


def clean(text: str) -> str:
    """The text without control characters, spaces at the ends of lines, and empty lines at both ends."""
    readable = "".join(
        character
        for character in text.replace("\r\n", "\n").replace("\t", " ")
        if character == "\n" or _is_readable(character)
    )
    return "\n".join(line.rstrip() for line in readable.split("\n")).strip("\n")


def _is_readable(character: str) -> bool:
    return not unicodedata.category(character).startswith("C")


def parse(text: str) -> list[Json]:
    """The blocks of the text, in order; empty lines are ignored."""
    lines = [line.strip() for line in clean(text).split("\n") if line.strip()]
    blocks: list[Json] = []
    for is_list, group in groupby(lines, key=lambda line: bool(BULLET.match(line))):
        if is_list:
            blocks.append({"kind": "list", "items": [_parse_runs(BULLET.sub("", line)) for line in group]})
        else:
            blocks += [{"kind": "paragraph", "runs": _parse_runs(line)} for line in group]
    return blocks


def _parse_runs(line: str) -> list[Json]:
    return list(_iterate_runs(line))


def _iterate_runs(line: str) -> Iterator[Json]:
    position = 0
    for match in MARKED.finditer(line):
        if match.start() > position:
            yield run(line[position : match.start()])
        if match["bold"] is not None:
            yield run(match["bold"], bold=True)
        else:
            yield run(match["text"], href=match["href"])
        position = match.end()
    if position < len(line):
        yield run(line[position:])


def to_plain_text(blocks: list[Json]) -> str:
    """The blocks as plain text, one line for each paragraph or list item."""
    lines = []
    for block in blocks:
        run_lists = block["items"] if block["kind"] == "list" else [block["runs"]]
        lines += ["".join(str(part["text"]) for part in runs) for runs in run_lists]  # type: ignore[attr-defined]
    return "\n".join(lines)
