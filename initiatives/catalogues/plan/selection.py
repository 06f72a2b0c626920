"""Part of a plan, and a plan in other prices: which initiatives and lines are meant, and what their amounts become."""

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
    """What a reader wants to see: initiatives of a kind, and of them the lines of a kind; empty is everything."""

    legal_basis: str = ""
    lifecycle: str = ""
    risk: str = ""
    decided_by: str = ""
    lines: EffectFilter = EVERYTHING

    @property
    def is_everything(self) -> bool:
        """True where nothing is left out."""
        return self == Selection()

    def effects(self, data: EffectData) -> Effects:
        """The effects of the lines that are meant and count."""
        return Effects([fact for fact in data.facts if self.lines.has(fact) and not fact.is_ended], data.shares)

    def initiatives(self, found: Iterable[Initiative], effects: Effects) -> list[Initiative]:
        """The initiatives that are meant, in their order; where lines are, those that have one."""
        some_lines = self.lines != EVERYTHING
        return [i for i in found if self._has(i) and (not some_lines or effects.has_any(i.pk))]

    def _has(self, initiative: Initiative) -> bool:
        bases = {str(basis.pk) for basis in initiative.legal_bases.all()} if self.legal_basis else set()
        return (
            (not self.legal_basis or self.legal_basis in bases)
            and self.lifecycle in ("", initiative.lifecycle)
            and self.risk in ("", initiative.risk)
            and (not self.decided_by or self.decided_by == who_decides(initiative))
        )


def who_decides(initiative: Initiative) -> str:
    """Who may decide it, of an initiative that was read with its business case; empty where nobody has said."""
    case = getattr(initiative, "business_case", None)
    return case.decided_by if case else ""


@dataclass(frozen=True)
class Repriced:
    """Effects in the prices of `level`, and what the conversion rests on."""

    level: int
    data: EffectData
    lines_without_area: int
    rests_on_examples: bool


def reprice(data: EffectData, catalogue: Catalogue, level: int, indices: PriceIndices) -> Repriced:
    """The facts and shares in prices of `level`, each line from its own price level or the catalogue's.

    A line without a steering area follows the index of service, and is counted, so that the page can say so. Raises
    MissingIndexError; a catalogue without a price level cannot be converted (ValueError).
    """
    factors = {fact.effect_id: indices.factor(*_way(fact, catalogue), level) for fact in data.facts}
    return Repriced(
        level=level,
        data=EffectData(
            [replace(fact, amount=fact.amount * factors[fact.effect_id]) for fact in data.facts],
            [(effect, theme, amount * factors[effect]) for effect, theme, amount in data.shares],
        ),
        lines_without_area=len({(f.initiative_id, f.line) for f in data.facts if not f.steering_area}),
        rests_on_examples=any(indices.rest_on_examples(*_way(fact, catalogue), level) for fact in data.facts),
    )


def _way(fact: EffectFact, catalogue: Catalogue) -> tuple[str, int]:
    """The steering area whose index the fact follows, and the price level it comes from."""
    level = fact.price_level or catalogue.price_level
    if level is None:
        raise ValueError(f"{catalogue} has no price level")
    return fact.steering_area or SteeringArea.SERVICE, level


def price_levels(catalogue: Catalogue) -> Sequence[int]:
    """The levels that a catalogue can be asked for in; none where its own is not stated."""
    own = catalogue.price_level
    return range(min(own, catalogue.first_year), max(own, catalogue.last_year) + 1) if own else ()
