"""Sums of the chosen lines, each counted once. Pure: no database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.amounts import sum_by_key
from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.scenarios.proposals import Amounts, Line

ZERO = Decimal(0)
NO_COMMITTEE = "Udvalg ikke oplyst"
NO_STEERING_AREA = "Styringsområde ikke oplyst"
CATEGORY_LABELS = {
    EffectCategory.PERMANENT: "Varige ændringer",
    EffectCategory.TEMPORARY: "Midlertidige ændringer",
    EffectCategory.IMPLEMENTATION: "Implementeringsomkostninger",
}


def per_year(lines: Iterable[Line]) -> dict[int, Decimal]:
    """Kroner by year; years without any effect are left out."""
    return sum_by_key(pair for line in lines for pair in line.amounts.items())


def per_label(lines: Iterable[Line], label_of: Callable[[Line], str]) -> dict[str, Amounts]:
    """Kroner by label and year; the labels are in alphabetical order, with the unknown last."""
    groups: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[label_of(line)].append(line)
    order = sorted(groups, key=lambda label: (label in (NO_COMMITTEE, NO_STEERING_AREA), label))
    return {label: per_year(groups[label]) for label in order}


def by_committee(line: Line) -> str:
    return line.committee or NO_COMMITTEE


def by_steering_area(line: Line) -> str:
    return line.steering_area or NO_STEERING_AREA


def by_category(lines: Sequence[Line]) -> dict[str, Amounts]:
    """Kroner by year of permanent, temporary and implementation effects, also where there are none."""
    amounts_by_category: Mapping[str, Amounts] = per_label(lines, lambda line: line.category)
    return {label: amounts_by_category.get(category, {}) for category, label in CATEGORY_LABELS.items()}


@dataclass(frozen=True)
class SavingsTarget:
    """The target of a year: kroner, positive where less is spent."""

    amount: Decimal
    year: int

    def deviation(self, amounts: Amounts) -> Decimal:
        """The amounts less the target in its year; negative where something is missing."""
        return amounts.get(self.year, ZERO) - self.amount

    def word(self, amounts: Amounts) -> str:
        """The result compared with the target, in Danish."""
        deviation = self.deviation(amounts)
        return "mangler" if deviation < 0 else "over målet" if deviation else "målet er nået"
