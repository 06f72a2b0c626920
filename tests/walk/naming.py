"""The URLconf: the page of an address, and the addresses of its names with arguments found in other addresses."""

from collections.abc import Iterable, Iterator
from functools import cache

from django.urls import NoReverseMatch, Resolver404, ResolverMatch, get_resolver, resolve, reverse

Arguments = tuple[tuple[str, object], ...]
"""Names and values of URL arguments, in the order of the address."""

UNKNOWN = "?"


@cache
def name_page(address: str) -> str:
    """The address's name in the URLconf."""
    match = _resolve(address)
    return (match.url_name if match else None) or UNKNOWN


def arguments_of(address: str) -> Arguments:
    match = _resolve(address)
    return tuple(match.kwargs.items()) if match else ()


def named_addresses(found_arguments: Iterable[Arguments]) -> Iterator[str]:
    """The addresses of all names whose parameters are the first arguments of a found address.

    For example a page of a business case gives all pages of the case, of its catalogue and of the municipality.
    """
    beginnings = {arguments[:length] for arguments in found_arguments for length in range(len(arguments) + 1)}
    for name, parameters in _named_parameters():
        addresses = {
            _reverse(name, arguments) for arguments in beginnings if tuple(key for key, _ in arguments) == parameters
        }
        yield from sorted(addresses - {""})


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
