"""Chooses the addresses to request: in the order found, with limited variants of each page. No database access."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

FILE = "hent"
"""The parameter of downloads of tables."""


@dataclass(frozen=True)
class Target:
    """An address to request; `is_variant` if its path was already requested with other values or without any."""

    address: str
    is_variant: bool


class Frontier:
    """All addresses found so far, each to be requested or left out.

    The first address of a path is requested, and the path without values if there is a link to it. Addresses with other
    values are variants: one is requested if it has a value with which its page in the URLconf was not requested before.
    A download counts as new on each path.
    """

    def __init__(self, name_page: Callable[[str], str]) -> None:
        self.left_out: Counter[str] = Counter()
        self._name_page = name_page
        self._seen: set[str] = set()
        self._paths: set[str] = set()
        self._values: set[tuple[str, str, str]] = set()
        self._waiting: list[Target] = []

    def offer(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            if address not in self._seen:
                self._seen.add(address)
                self._consider(address)

    def offer_paths(self, paths: Iterable[str]) -> None:
        """Offer the paths that were not requested with any values."""
        self.offer(path for path in paths if path not in self._paths)

    def take(self) -> list[Target]:
        """The waiting targets in the order found; they are removed."""
        waiting, self._waiting = self._waiting, []
        return waiting

    def _consider(self, address: str) -> None:
        path, _, query = address.partition("?")
        values = self._values_of(path, query)
        is_variant = path in self._paths
        if is_variant and query and values <= self._values:
            self.left_out[self._name_page(path)] += 1
            return
        self._paths.add(path)
        self._values |= values
        self._waiting.append(Target(address, is_variant))

    def _values_of(self, path: str, query: str) -> set[tuple[str, str, str]]:
        page = self._name_page(path)
        pairs = parse_qsl(query, keep_blank_values=True)
        return {(path if name == FILE else page, name, value) for name, value in pairs}
