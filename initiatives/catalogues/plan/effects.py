"""The effects of a catalogue's initiatives, with sums by line, category, steering area, committee and group."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from budgets.foundation.amounts import sum_by_key
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import EffectFact, YearlyEffect

Amounts = dict[int, Decimal]
"""Kroner by year, positive where less is spent; years without any effect are left out."""


@dataclass(frozen=True)
class EffectFilter:
    """Which of an initiative's effects are selected; an empty field selects all."""

    lines: Collection[int] = ()
    category: str = ""
    steering_area: str = ""
    committee_id: int | None = None

    @property
    def is_everything(self) -> bool:
        """True where nothing is filtered out."""
        return self == EffectFilter()

    def has(self, fact: EffectFact) -> bool:
        """True where the filter selects the fact."""
        return (
            (not self.lines or fact.line in self.lines)
            and self.category in ("", fact.category)
            and self.steering_area in ("", fact.steering_area)
            and self.committee_id in (None, fact.committee_id)
        )


EVERYTHING = EffectFilter()


class Effects:
    """Facts by initiative; a line that groups share is one fact for each share."""

    def __init__(self, facts: Iterable[EffectFact], shares: Iterable[tuple[int, int, Decimal]] = ()) -> None:
        """`shares` are effect id, theme id and kroner; the remainder belongs to the initiative's own group."""
        parts: defaultdict[int, list[tuple[int, Decimal]]] = defaultdict(list)
        for effect_id, theme_id, amount in shares:
            parts[effect_id].append((theme_id, amount))
        self._by_initiative: defaultdict[int, list[EffectFact]] = defaultdict(list)
        for fact in facts:
            self._by_initiative[fact.initiative_id] += _divided(fact, parts[fact.effect_id])
        self._divided = {
            id_ for id_, own_facts in self._by_initiative.items() if any(parts[fact.effect_id] for fact in own_facts)
        }

    def facts(
        self,
        initiative_id: int,
        of: EffectFilter = EVERYTHING,
        *,
        theme_id: int | None = None,
        outside: Collection[int] = (),
    ) -> list[EffectFact]:
        """The selected facts; with `theme_id`, only that group's shares of an initiative that several groups share.

        Shares of the groups `outside` are left out.
        """
        return [
            fact
            for fact in self._by_initiative[initiative_id]
            if of.has(fact)
            and fact.theme_id not in outside
            and (theme_id in (None, fact.theme_id) or initiative_id not in self._divided)
        ]

    def amounts(
        self,
        initiative_id: int,
        of: EffectFilter = EVERYTHING,
        *,
        theme_id: int | None = None,
        outside: Collection[int] = (),
    ) -> Amounts:
        """The same facts summed: kroner by year."""
        facts = self.facts(initiative_id, of, theme_id=theme_id, outside=outside)
        return sum_by_key((fact.year, fact.amount) for fact in facts)

    def has_any(self, initiative_id: int) -> bool:
        """True where the initiative has an effect."""
        return bool(self._by_initiative[initiative_id])

    def belongs_to(self, initiative_id: int, theme_id: int | None, own_theme_id: int | None) -> bool:
        """True where the group has the initiative, or a share of it."""
        parts = {fact.theme_id for fact in self._by_initiative[initiative_id]}
        return theme_id in parts if parts and initiative_id in self._divided else theme_id == own_theme_id


def _divided(fact: EffectFact, parts: list[tuple[int, Decimal]]) -> list[EffectFact]:
    remainder = fact.amount - sum((amount for _, amount in parts), Decimal(0))
    divided = [replace(fact, theme_id=theme_id, amount=amount) for theme_id, amount in parts]
    return divided + ([replace(fact, amount=remainder)] if remainder or not parts else [])


def load_effects(catalogue: Catalogue) -> Effects:
    """The catalogue's effects, with those of ended lines; one query."""
    data = YearlyEffect.objects.facts(catalogue)
    return Effects(data.facts, data.shares)
