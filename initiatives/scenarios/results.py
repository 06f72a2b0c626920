"""The result of a choice: its sums, its sentence, and its overlaps."""

from collections.abc import Sequence
from dataclasses import dataclass

from budgets.foundation.tabular import Table
from initiatives.scenarios.loading import ScenarioMaterial
from initiatives.scenarios.overlaps import Overlap, find_overlaps
from initiatives.scenarios.proposals import chosen_lines, is_chosen
from initiatives.scenarios.sentences import sentence
from initiatives.scenarios.sums import per_year
from initiatives.scenarios.tables import Choice, sum_tables


@dataclass(frozen=True)
class ChoiceResult:
    """The sums in tables and in a sentence, and the overlaps."""

    sentence: str
    tables: Sequence[Table]
    overlaps: Sequence[Overlap]


def build_result(material: ScenarioMaterial, choice: Choice, years: range, notes: Sequence[str] = ()) -> ChoiceResult:
    """Kroner by year in the prices of the source, each line counted once."""
    proposals = material.proposals
    chosen = [proposal for proposal in proposals if is_chosen(proposal, choice.picks)]
    amounts = per_year(chosen_lines(proposals, choice.picks))
    return ChoiceResult(
        sentence=sentence(len(chosen), amounts, choice.target, years),
        tables=sum_tables(proposals, choice, years, notes),
        overlaps=find_overlaps(proposals, choice.picks, material.areas),
    )
