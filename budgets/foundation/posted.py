"""Ids and small numbers that a page posts beside its forms; none of them is trusted to be a number, or one's own."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, QueryDict

LARGEST_ID = 10**18 - 1
"""More than any key in use, and less than what the database can compare a key with."""

M = TypeVar("M", bound=Model)


def read_number(text: str, most: int = LARGEST_ID) -> int | None:
    """The whole number from 0 to `most` that the text is; None for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return None
    number = int(text)
    return number if number <= most else None


def read_ids(texts: Iterable[str]) -> list[int]:
    """The ids among the texts, in their order; what is no id names nothing and is left out."""
    return [number for text in texts if (number := read_number(text)) is not None]


def read_named(posted: QueryDict, kind: str) -> Iterator[tuple[int, str]]:
    """Id and value of each field that is named `<kind>-<id>`."""
    for name, value in posted.items():
        field_kind, _, text = name.partition("-")
        if field_kind == kind and (number := read_number(text)) is not None:
            yield number, str(value)


def get_posted(objects: QuerySet[M], posted: QueryDict, name: str) -> M:
    """The one of the objects whose id the field has; Http404 where it has none. One query."""
    number = read_number(posted.get(name, ""))
    found = None if number is None else objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
