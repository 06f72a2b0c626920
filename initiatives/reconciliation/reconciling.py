"""All rules of reconciliation over a whole catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from initiatives.reconciliation import rules
from initiatives.reconciliation.finding import Finding, FindingKind
from initiatives.reconciliation.material import ReconciliationMaterial
from initiatives.reconciliation.payback import compare_paybacks
from initiatives.reconciliation.scope import compare_scopes

Rule = Callable[[ReconciliationMaterial], Iterator[Finding]]

ABOUT_TABLES: tuple[Rule, ...] = (rules.yearly, rules.columns, rules.figures, rules.keys, rules.other_figures)
ABOUT_INITIATIVES: tuple[Rule, ...] = (
    rules.percents,
    rules.quantities,
    rules.staff,
    compare_paybacks,
    rules.price_levels,
)
NO_FIGURE = frozenset({FindingKind.PRICE_LEVEL, FindingKind.SCOPE})
"""Kinds that do not compare a printed figure with its computed value."""


@dataclass(frozen=True)
class Reconciliation:
    """The number of printed figures that could be compared, and those that differ."""

    compared: int
    findings: list[Finding]

    @property
    def contradictions(self) -> list[Finding]:
        """Differences where the document contradicts itself."""
        return [finding for finding in self.findings if finding.is_contradiction]

    @property
    def scope_differences(self) -> list[Finding]:
        """Differences that are explained, because the two figures cover different things."""
        return [finding for finding in self.findings if not finding.is_contradiction]


def reconcile(material: ReconciliationMaterial) -> Reconciliation:
    """Compare everything: by table in the order of the document, then by initiative, then the whole catalogue."""
    about_tables = [finding for rule in ABOUT_TABLES for finding in rule(material)]
    about_tables.sort(key=lambda finding: finding.table)
    findings = about_tables + [finding for rule in (*ABOUT_INITIATIVES, compare_scopes) for finding in rule(material)]
    return Reconciliation(
        compared=sum(finding.kind not in NO_FIGURE for finding in findings),
        findings=[finding for finding in findings if finding.differs],
    )
