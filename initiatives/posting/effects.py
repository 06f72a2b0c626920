"""Adopted effects, and how each stands to the budget. Pure: no database.

Amounts are kroner in the prices of the source, positive where the municipality spends less.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from initiatives.catalogues.models.initiatives import BudgetEffect, Lifecycle

ZERO = Decimal(0)
POSTABLE = (Lifecycle.ADOPTED, Lifecycle.UNDER_WAY, Lifecycle.FULLY_PHASED_IN)
ADOPTED = (*POSTABLE, Lifecycle.CLOSED)


class State(StrEnum):
    """How an effect stands to the budget, in words."""

    NOT_POSTED = "vedtaget, ikke udmøntet"
    PARTLY = "delvist udmøntet"
    POSTED = "udmøntet"
    NOT_DELIVERED = "udmøntet, effekten mangler"
    NOT_FOLLOWED = "udmøntet, ikke fulgt op endnu"
    NEVER = "undgår et merforbrug, udmøntes aldrig"
    IN_BUDGET = "regnet ind i budgettet"
    UNKNOWN = "virkning på budgettet ikke oplyst"
    ENDED = "udmøntet, men senere udgået"
    NOTHING = "intet beløb"


OTHER_STATES = {
    BudgetEffect.AVOIDS_OVERSPEND: State.NEVER,
    BudgetEffect.IN_BUDGET: State.IN_BUDGET,
    "": State.UNKNOWN,
}


@dataclass(frozen=True)
class Share:
    """What a unit has been given of a frame saving; without an area of its own it has the line's."""

    unit: str
    area: int | None
    amount: Decimal


@dataclass(frozen=True)
class Effect:
    """A line's target in a year, and how much of it has been posted; `level` is none where it is not told."""

    pk: int
    initiative: int
    key: str
    title: str
    line: int
    text: str
    year: int
    amount: Decimal
    lifecycle: str
    budget_effect: str
    steering_area: str = ""
    level: int | None = None
    area: int | None = None
    shares: Sequence[Share] = ()
    posted: Decimal = ZERO
    has_postings: bool = False
    is_ended: bool = False

    @property
    def name(self) -> str:
        """What it is called in a message."""
        about = f", {self.text}" if self.text != self.title else ""
        return f"{self.title}{about}, {self.year}"

    @property
    def left(self) -> Decimal:
        """What has not been posted."""
        return self.amount - self.posted

    @property
    def places(self) -> list[tuple[str, int | None, Decimal]]:
        """Unit, area and kroner of each part: what units have been given, and the rest on the line's own area."""
        given = [(one.unit, one.area or self.area, one.amount) for one in self.shares if one.amount]
        rest = self.amount - sum((one.amount for one in self.shares), ZERO)
        return [*given, ("", self.area, rest)] if rest else given

    @property
    def has_area(self) -> bool:
        """True where every part of it has an area."""
        return all(area is not None for _, area, _ in self.places)

    @property
    def is_adopted(self) -> bool:
        """True where it is decided and still holds."""
        return self.lifecycle in ADOPTED and not self.is_ended

    @property
    def to_post(self) -> Decimal | None:
        """What is to be posted and is not yet; none where nothing of it is to be."""
        is_to_be = self.budget_effect == BudgetEffect.TO_BE_POSTED and self.is_adopted
        return self.left if is_to_be else None

    @property
    def standing(self) -> str:
        """What the initiative does to the budget, in words; empty where it is simply to be posted."""
        if not self.is_adopted:
            return State.ENDED
        return OTHER_STATES.get(self.budget_effect, "")

    @property
    def may_be_posted(self) -> bool:
        """True where something is left of it that can be posted."""
        return bool(self.to_post) and self.lifecycle in POSTABLE and self.has_area


@dataclass(frozen=True)
class InYear:
    """An initiative's effects in a year together; `delivered` is none where no follow-up has told of the year."""

    effects: Sequence[Effect]
    delivered: Decimal | None = None

    @property
    def first(self) -> Effect:
        """One of them, which tells of the initiative."""
        return self.effects[0]

    @property
    def adopted(self) -> Decimal:
        """What still holds of the target."""
        return sum((one.amount for one in self.effects if one.is_adopted), ZERO)

    @property
    def posted(self) -> Decimal:
        """What has been posted, in the prices of the source."""
        return sum((one.posted for one in self.effects), ZERO)

    @property
    def left(self) -> Decimal | None:
        """What is to be posted and is not yet; none where nothing is to be."""
        found = [one.to_post for one in self.effects if one.to_post is not None]
        return sum(found, ZERO) if found else None

    @property
    def delivered_of_posted(self) -> Decimal:
        """The part of what has been posted that has come, or is expected to: never more than was posted."""
        return min(max(self.delivered or ZERO, ZERO), self.posted) if self.posted > 0 else ZERO

    @property
    def state(self) -> State:
        """How it stands to the budget. Posted and not delivered is what the newest follow-up expects less of."""
        if any(one.has_postings and not one.is_adopted for one in self.effects):
            return State.ENDED
        if not any(one.has_postings for one in self.effects):
            return OTHER_STATES.get(self.first.budget_effect) or (State.NOT_POSTED if self.left else State.NOTHING)
        return self._state_of_posted()

    def _state_of_posted(self) -> State:
        if self.posted > 0 and self.delivered is None:
            return State.NOT_FOLLOWED
        if self.posted > 0 and self.posted > (self.delivered or ZERO):
            return State.NOT_DELIVERED
        return State.PARTLY if self.left else State.POSTED


@dataclass(frozen=True)
class Sums:
    """A year's sums, each effect in one of the kinds that together are what is adopted."""

    adopted: Decimal
    to_be_posted: Decimal
    in_budget: Decimal
    never: Decimal
    unknown: Decimal
    posted: Decimal
    delivered: Decimal
    left_savings: Decimal
    left_costs: Decimal


def sums_of(rows: Sequence[InYear]) -> Sums:
    """The sums over initiatives; `delivered` is of what has been posted, and costs are negative."""
    lefts = [one.to_post for row in rows for one in row.effects if one.to_post]

    def adopted(*kinds: str) -> Decimal:
        return sum((row.adopted for row in rows if row.first.budget_effect in kinds), ZERO)

    return Sums(
        adopted=adopted(*BudgetEffect.values, ""),
        to_be_posted=adopted(BudgetEffect.TO_BE_POSTED),
        in_budget=adopted(BudgetEffect.IN_BUDGET),
        never=adopted(BudgetEffect.AVOIDS_OVERSPEND),
        unknown=adopted(""),
        posted=sum((row.posted for row in rows), ZERO),
        delivered=sum((row.delivered_of_posted for row in rows), ZERO),
        left_savings=sum((left for left in lefts if left > 0), ZERO),
        left_costs=sum((left for left in lefts if left < 0), ZERO),
    )
