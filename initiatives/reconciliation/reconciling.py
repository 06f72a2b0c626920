"""All rules over a whole catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from initiatives.reconciliation import rules
from initiatives.reconciliation.finding import Finding, FindingKind
from initiatives.reconciliation.material import Material
from initiatives.reconciliation.payback import paybacks
from initiatives.reconciliation.scope import scopes

Rule = Callable[[Material], Iterator[Finding]]

ABOUT_TABLES: tuple[Rule, ...] = (rules.yearly, rules.columns, rules.figures, rules.keys, rules.other_figures)
ABOUT_INITIATIVES: tuple[Rule, ...] = (rules.percents, rules.quantities, rules.staff, paybacks, rules.price_levels)
NO_FIGURE = frozenset({FindingKind.PRICE_LEVEL, FindingKind.SCOPE})
"""Kinds that compare no printed figure with what it ought to be."""


@dataclass(frozen=True)
class Reconciliation:
    """How many printed figures could be compared, and those that are not what the others give."""

    compared: int
    findings: list[Finding]

    @property
    def contradictions(self) -> list[Finding]:
        """Where the document contradicts itself."""
        return [finding for finding in self.findings if finding.is_contradiction]

    @property
    def scope_differences(self) -> list[Finding]:
        """Where two figures are about different things, and that explains it."""
        return [finding for finding in self.findings if not finding.is_contradiction]


def reconcile(material: Material) -> Reconciliation:
    """Compare everything: by table in the order of the document, then by initiative, then the whole."""
    about_tables = [finding for rule in ABOUT_TABLES for finding in rule(material)]
    about_tables.sort(key=lambda finding: finding.table)
    made = about_tables + [finding for rule in (*ABOUT_INITIATIVES, scopes) for finding in rule(material)]
    return Reconciliation(
        compared=sum(finding.kind not in NO_FIGURE for finding in made),
        findings=[finding for finding in made if finding.differs],
    )
