"""The URLconf: which page an address is, and the addresses that its names give with arguments that were seen."""

from collections.abc import Iterable, Iterator
from functools import cache

from django.urls import NoReverseMatch, Resolver404, ResolverMatch, get_resolver, resolve, reverse

Arguments = tuple[tuple[str, object], ...]
"""Names and values, in the order of the address."""

UNKNOWN = "?"


@cache
def name_page(address: str) -> str:
    """Its name in the URLconf."""
    match = _resolve(address)
    return (match.url_name if match else None) or UNKNOWN


def arguments_of(address: str) -> Arguments:
    match = _resolve(address)
    return tuple(match.kwargs.items()) if match else ()


def named_addresses(seen: Iterable[Arguments]) -> Iterator[str]:
    """Each named address, with those arguments of what was seen that come first, where they are what it needs.

    So a page of a business case gives all pages of the case, of its catalogue and of the municipality.
    """
    beginnings = {arguments[:length] for arguments in seen for length in range(len(arguments) + 1)}
    for name, parameters in _named_parameters():
        found = {_reverse(name, given) for given in beginnings if tuple(key for key, _ in given) == parameters}
        yield from sorted(found - {""})


def page_names() -> list[str]:
    return sorted({name for name, _ in _named_parameters()})


def _resolve(address: str) -> ResolverMatch | None:
    try:
        return resolve(address.partition("?")[0])
    except Resolver404:
        return None


def _named_parameters() -> list[tuple[str, tuple[str, ...]]]:
    table = get_resolver().reverse_dict
    return [
        (name, tuple(parameters))
        for name in sorted(key for key in table if isinstance(key, str))
        for possibilities, *_ in table.getlist(name)
        for _, parameters in possibilities
    ]


def _reverse(name: str, arguments: Arguments) -> str:
    try:
        return reverse(name, kwargs=dict(arguments))
    except NoReverseMatch:
        return ""
