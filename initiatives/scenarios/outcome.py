"""What a choice comes to: its sums, its sentence, and where it overlaps."""

from collections.abc import Sequence
from dataclasses import dataclass

from budgets.foundation.tabular import Table
from initiatives.scenarios.loading import Material
from initiatives.scenarios.overlaps import Overlap, find_overlaps
from initiatives.scenarios.proposals import chosen_lines, is_chosen
from initiatives.scenarios.sentences import sentence
from initiatives.scenarios.sums import per_year
from initiatives.scenarios.tables import Choice, sum_tables


@dataclass(frozen=True)
class Outcome:
    """The sums in tables, the same in a sentence, and the overlaps."""

    sentence: str
    tables: Sequence[Table]
    overlaps: Sequence[Overlap]


def outcome_of(material: Material, choice: Choice, years: range, notes: Sequence[str] = ()) -> Outcome:
    """Kroner by year in the prices of the source, each line once."""
    proposals = material.proposals
    chosen = [one for one in proposals if is_chosen(one, choice.picks)]
    amounts = per_year(chosen_lines(proposals, choice.picks))
    return Outcome(
        sentence=sentence(len(chosen), amounts, choice.target, years),
        tables=sum_tables(proposals, choice, years, notes),
        overlaps=find_overlaps(proposals, choice.picks, material.areas),
    )
