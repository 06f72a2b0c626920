"""Adopted effects, and how far each is posted in the budget. Pure: no database.

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


class PostingState(StrEnum):
    """How far an effect is posted in the budget, in Danish."""

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
    BudgetEffect.AVOIDS_OVERSPEND: PostingState.NEVER,
    BudgetEffect.IN_BUDGET: PostingState.IN_BUDGET,
    "": PostingState.UNKNOWN,
}


@dataclass(frozen=True)
class Share:
    """A unit's share of a frame saving; without an area of its own it has the line's."""

    unit: str
    area: int | None
    amount: Decimal


@dataclass(frozen=True)
class Effect:
    """A line's target in a year, and how much of it is posted; `level` is None where the price level is unknown."""

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
        """The name of the effect in messages."""
        suffix = f", {self.text}" if self.text != self.title else ""
        return f"{self.title}{suffix}, {self.year}"

    @property
    def remaining(self) -> Decimal:
        """Kroner that are not posted."""
        return self.amount - self.posted

    @property
    def places(self) -> list[tuple[str, int | None, Decimal]]:
        """Unit, area id and kroner of each part: the units' shares, and the remainder on the line's own area."""
        unit_parts = [(share.unit, share.area or self.area, share.amount) for share in self.shares if share.amount]
        remainder = self.amount - sum((share.amount for share in self.shares), ZERO)
        return [*unit_parts, ("", self.area, remainder)] if remainder else unit_parts

    @property
    def has_area(self) -> bool:
        """True where every part has an area."""
        return all(area is not None for _, area, _ in self.places)

    @property
    def is_adopted(self) -> bool:
        """True where it is adopted and has not ended."""
        return self.lifecycle in ADOPTED and not self.is_ended

    @property
    def to_post(self) -> Decimal | None:
        """Kroner that are still to be posted; None where it is not to be posted at all."""
        is_to_be = self.budget_effect == BudgetEffect.TO_BE_POSTED and self.is_adopted
        return self.remaining if is_to_be else None

    @property
    def standing(self) -> str:
        """Why the effect is not simply to be posted, in Danish; otherwise empty."""
        if not self.is_adopted:
            return PostingState.ENDED
        return OTHER_STATES.get(self.budget_effect, "")

    @property
    def may_be_posted(self) -> bool:
        """True where some of it remains that can be posted."""
        return bool(self.to_post) and self.lifecycle in POSTABLE and self.has_area


@dataclass(frozen=True)
class YearOfInitiative:
    """All effects of an initiative in a year; `delivered` is None where no approved follow-up covers the year."""

    effects: Sequence[Effect]
    delivered: Decimal | None = None

    @property
    def first(self) -> Effect:
        """One of the effects, for the facts about the initiative."""
        return self.effects[0]

    @property
    def adopted(self) -> Decimal:
        """The target of the effects that have not ended."""
        return sum((effect.amount for effect in self.effects if effect.is_adopted), ZERO)

    @property
    def posted(self) -> Decimal:
        """Posted kroner, in the prices of the source."""
        return sum((effect.posted for effect in self.effects), ZERO)

    @property
    def remaining(self) -> Decimal | None:
        """Kroner that are still to be posted; None where nothing is to be posted."""
        to_post = [effect.to_post for effect in self.effects if effect.to_post is not None]
        return sum(to_post, ZERO) if to_post else None

    @property
    def delivered_of_posted(self) -> Decimal:
        """How much of the posted effect is delivered or forecast: never more than was posted."""
        return min(max(self.delivered or ZERO, ZERO), self.posted) if self.posted > 0 else ZERO

    @property
    def state(self) -> PostingState:
        """How far it is posted; posted but not delivered is when the newest follow-up gives less than was posted."""
        if any(effect.has_postings and not effect.is_adopted for effect in self.effects):
            return PostingState.ENDED
        if not any(effect.has_postings for effect in self.effects):
            return OTHER_STATES.get(self.first.budget_effect) or (
                PostingState.NOT_POSTED if self.remaining else PostingState.NOTHING
            )
        return self._state_of_posted()

    def _state_of_posted(self) -> PostingState:
        if self.posted > 0 and self.delivered is None:
            return PostingState.NOT_FOLLOWED
        if self.posted > 0 and self.posted > (self.delivered or ZERO):
            return PostingState.NOT_DELIVERED
        return PostingState.PARTLY if self.remaining else PostingState.POSTED


@dataclass(frozen=True)
class Sums:
    """A year's sums, with each adopted effect in exactly one of the kinds."""

    adopted: Decimal
    to_be_posted: Decimal
    in_budget: Decimal
    never: Decimal
    unknown: Decimal
    posted: Decimal
    delivered: Decimal
    left_savings: Decimal
    left_costs: Decimal


def sums_of(rows: Sequence[YearOfInitiative]) -> Sums:
    """The sums over initiatives; `delivered` is limited to what is posted, and costs are negative."""
    amounts_to_post = [effect.to_post for row in rows for effect in row.effects if effect.to_post]

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
        left_savings=sum((amount for amount in amounts_to_post if amount > 0), ZERO),
        left_costs=sum((amount for amount in amounts_to_post if amount < 0), ZERO),
    )
