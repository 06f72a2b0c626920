"""A sheet as rows that know their place in it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from budgets.foundation.files.rows import InputRow


@dataclass
class Sheet:
    """A sheet's rows and the years in its headings; an unreadable sheet has neither."""

    file: str
    rows: list[InputRow]
    years: list[int]
    is_readable: bool = True
    columns: Collection[str] = ()

    def __iter__(self) -> Iterator[InputRow]:
        return iter(self.rows)
