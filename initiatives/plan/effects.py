"""The target effects of a catalogue, ready to be added up by initiative, line, category, steering area and group."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from decimal import Decimal

from initiatives.models import Catalogue, ThemeShare, YearlyEffect
from initiatives.queries import EffectFact

Amounts = dict[int, Decimal]
"""Kroner by year, positive where less is spent; a year without any effect is not there."""


class Effects:
    """Facts by initiative; a line that other groups have a part in is one fact for each part."""

    def __init__(self, facts: Iterable[EffectFact], shares: Iterable[tuple[int, int, Decimal]] = ()) -> None:
        """`shares` are effect id, theme id and amount; what is not shared out stays with the initiative's own group."""
        parts: defaultdict[int, list[tuple[int, Decimal]]] = defaultdict(list)
        for effect_id, theme_id, amount in shares:
            parts[effect_id].append((theme_id, amount))
        self._by_initiative: defaultdict[int, list[EffectFact]] = defaultdict(list)
        for fact in facts:
            self._by_initiative[fact.initiative_id] += _divided(fact, parts[fact.effect_id])
        self._divided = {
            id_ for id_, found in self._by_initiative.items() if any(parts[fact.effect_id] for fact in found)
        }

    def amounts(
        self,
        initiative_id: int,
        *,
        lines: Collection[int] = (),
        category: str = "",
        steering_area: str = "",
        theme_id: int | None = None,
    ) -> Amounts:
        """The initiative's amounts, of the named lines, category and steering area only, where they are named.

        With `theme_id`, of an initiative that several groups have parts in, that group's part only.
        """
        sums: defaultdict[int, Decimal] = defaultdict(Decimal)
        for fact in self._by_initiative[initiative_id]:
            if (
                (not lines or fact.line in lines)
                and category in ("", fact.category)
                and steering_area in ("", fact.steering_area)
                and (theme_id in (None, fact.theme_id) or initiative_id not in self._divided)
            ):
                sums[fact.year] += fact.amount
        return dict(sums)

    def belongs_to(self, initiative_id: int, theme_id: int | None, own_theme_id: int | None) -> bool:
        """True where the group has the initiative, or a part of it."""
        parts = {fact.theme_id for fact in self._by_initiative[initiative_id]}
        return theme_id in parts if parts and initiative_id in self._divided else theme_id == own_theme_id


def _divided(fact: EffectFact, parts: list[tuple[int, Decimal]]) -> list[EffectFact]:
    rest = fact.amount - sum((amount for _, amount in parts), Decimal(0))
    divided = [replace(fact, theme_id=theme_id, amount=amount) for theme_id, amount in parts]
    return divided + ([replace(fact, amount=rest)] if rest or not parts else [])


def load_effects(catalogue: Catalogue) -> Effects:
    """The catalogue's effects; two queries."""
    shares = ThemeShare.objects.filter(effect__line__initiative__catalogue=catalogue)
    return Effects(YearlyEffect.objects.facts(catalogue), shares.values_list("effect_id", "theme_id", "amount"))
