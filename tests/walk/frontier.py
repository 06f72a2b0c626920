"""Which addresses are asked for: as they are first seen, with bounded variants of each page. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

FILE = "hent"
"""The parameter that asks for a table as a file."""


@dataclass(frozen=True)
class Target:
    """An address to ask for; `is_variant` where its path has been asked for with other values, or none."""

    address: str
    is_variant: bool


class Frontier:
    """Every address that was seen, each taken or left out.

    The first address of a path is taken, and the path without values where it is linked to. Other values make variants:
    one is taken where it brings a value that the page of the URLconf was not asked with before. What asks for a file
    is new on each path.
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
        """Those that were not asked for with any values."""
        self.offer(path for path in paths if path not in self._paths)

    def take(self) -> list[Target]:
        """What waits, in the order in which it was seen."""
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
