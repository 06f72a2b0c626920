"""Adding up what is chosen, each line once. Pure: no database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

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
    """Kroner by year; a year without any effect is not there."""
    sums: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        for year, amount in line.amounts.items():
            sums[year] += amount
    return dict(sums)


def per_label(lines: Iterable[Line], label_of: Callable[[Line], str]) -> dict[str, Amounts]:
    """Kroner by label, in alphabetical order with what is not told last, and year."""
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
    """Permanent, temporary and implementation, also where there is none."""
    found: Mapping[str, Amounts] = per_label(lines, lambda line: line.category)
    return {label: found.get(category, {}) for category, label in CATEGORY_LABELS.items()}


@dataclass(frozen=True)
class Target:
    """What must be found in a year: kroner, positive where less is spent."""

    amount: Decimal
    year: int

    def deviation(self, amounts: Amounts) -> Decimal:
        """What the amounts give more than the target in its year; negative where something is missing."""
        return amounts.get(self.year, ZERO) - self.amount

    def word(self, amounts: Amounts) -> str:
        """How the amounts stand to the target."""
        deviation = self.deviation(amounts)
        return "mangler" if deviation < 0 else "over målet" if deviation else "målet er nået"
