"""Selecting initiatives and lines of a plan, and converting a plan to other price levels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from budgets.foundation.models import SteeringArea
from budgets.foundation.prices import PriceIndices
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import EffectData, EffectFact
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.effects import EVERYTHING, EffectFilter, Effects


@dataclass(frozen=True)
class Selection:
    """Filters of initiatives and of their lines; an empty field selects all."""

    legal_basis: str = ""
    lifecycle: str = ""
    risk: str = ""
    decided_by: str = ""
    lines: EffectFilter = EVERYTHING

    @property
    def is_everything(self) -> bool:
        """True where nothing is filtered out."""
        return self == Selection()

    def effects(self, data: EffectData) -> Effects:
        """The effects of the selected lines that count."""
        return Effects([fact for fact in data.facts if self.lines.has(fact) and not fact.is_ended], data.shares)

    def initiatives(self, candidates: Iterable[Initiative], effects: Effects) -> list[Initiative]:
        """The selected initiatives in their order; where lines are filtered, only those with an effect."""
        some_lines = self.lines != EVERYTHING
        return [i for i in candidates if self._has(i) and (not some_lines or effects.has_any(i.pk))]

    def _has(self, initiative: Initiative) -> bool:
        bases = {str(basis.pk) for basis in initiative.legal_bases.all()} if self.legal_basis else set()
        return (
            (not self.legal_basis or self.legal_basis in bases)
            and self.lifecycle in ("", initiative.lifecycle)
            and self.risk in ("", initiative.risk)
            and (not self.decided_by or self.decided_by == get_decider(initiative))
        )


def get_decider(initiative: Initiative) -> str:
    """Who can decide the initiative, which was read with its business case; empty where it is not stated."""
    case = getattr(initiative, "business_case", None)
    return case.decided_by if case else ""


@dataclass(frozen=True)
class Repriced:
    """Effects in the prices of `level`, and the reservations about the conversion."""

    level: int
    data: EffectData
    lines_without_area: int
    rests_on_examples: bool


def reprice(data: EffectData, catalogue: Catalogue, level: int, indices: PriceIndices) -> Repriced:
    """The facts and shares in prices of `level`, each line from its own price level or the catalogue's.

    A line without a steering area uses the index of service and is counted, so that the page can say so. Raises
    MissingIndexError; a catalogue without a price level cannot be converted (ValueError).
    """
    factors = {fact.effect_id: indices.factor(*_price_basis(fact, catalogue), level) for fact in data.facts}
    return Repriced(
        level=level,
        data=EffectData(
            [replace(fact, amount=fact.amount * factors[fact.effect_id]) for fact in data.facts],
            [(effect, theme, amount * factors[effect]) for effect, theme, amount in data.shares],
        ),
        lines_without_area=len({(f.initiative_id, f.line) for f in data.facts if not f.steering_area}),
        rests_on_examples=any(indices.rest_on_examples(*_price_basis(fact, catalogue), level) for fact in data.facts),
    )


def _price_basis(fact: EffectFact, catalogue: Catalogue) -> tuple[str, int]:
    """The steering area whose index applies to the fact, and the price level of its amount."""
    level = fact.price_level or catalogue.price_level
    if level is None:
        raise ValueError(f"{catalogue} has no price level")
    return fact.steering_area or SteeringArea.SERVICE, level


def price_levels(catalogue: Catalogue) -> Sequence[int]:
    """The price levels that a catalogue can be converted to; none where its own is not stated."""
    own = catalogue.price_level
    return range(min(own, catalogue.first_year), max(own, catalogue.last_year) + 1) if own else ()
