"""How a proposal stands to others: what it replaces, what replaces it, and its alternatives, told at both ends."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from django.db.models import Q

from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import LinkKind, ProposalLink
from initiatives.catalogues.plan.numbers import codes_of, number_of

REPLACES, REPLACED_BY, ALTERNATIVE = "Erstatter", "Er erstattet af", "Er et alternativ til"
AT_THE_OTHER_END = {LinkKind.REPLACES: REPLACED_BY, LinkKind.ALTERNATIVE: ALTERNATIVE}
FORWARD = {LinkKind.REPLACES: REPLACES, LinkKind.ALTERNATIVE: ALTERNATIVE}


@dataclass(frozen=True)
class Relation:
    """How a proposal stands to another; `other` is None where only its number is known."""

    words: str
    other: Initiative | None
    number: str
    link: ProposalLink | None = field(default=None, compare=False)
    """The proposal's own link, where it was made in the program."""

    @property
    def text(self) -> str:
        """The other's number and title, or the number alone."""
        return f"{self.number} {self.other.title}".strip() if self.other else self.number


def load_relations(initiatives: Collection[Initiative]) -> dict[int, list[Relation]]:
    """By initiative its relations, each once; two queries, whatever the number of initiatives."""
    ids = {initiative.pk for initiative in initiatives}
    siblings = _siblings({initiative.catalogue_id for initiative in initiatives})
    links = list(
        ProposalLink.objects.filter(Q(initiative__in=ids) | Q(other__in=ids)).select_related(
            "initiative__catalogue", "other__catalogue"
        )
    )
    by_id = {sibling.pk: sibling for sibling in siblings}
    return {
        initiative.pk: list(dict.fromkeys([*_linked(initiative, links, by_id), *_by_number(initiative, siblings)]))
        for initiative in initiatives
    }


def _siblings(catalogues: Collection[int]) -> list[Initiative]:
    found = Initiative.objects.filter(catalogue__in=catalogues).select_related("catalogue")
    return list(found.with_printed_codes())


def _linked(initiative: Initiative, links: list[ProposalLink], siblings: dict[int, Initiative]) -> Iterator[Relation]:
    for link in links:
        if link.initiative_id == initiative.pk:
            yield replace(_to(FORWARD[LinkKind(link.kind)], link.other, siblings, link.code), link=link)
        if link.other_id == initiative.pk:
            yield _to(AT_THE_OTHER_END[LinkKind(link.kind)], link.initiative, siblings)


def _to(words: str, other: Initiative | None, siblings: dict[int, Initiative], code: str = "") -> Relation:
    known = siblings.get(other.pk, other) if other else None
    return Relation(words, known, number_of(known) if known else code)


def _by_number(initiative: Initiative, siblings: list[Initiative]) -> Iterator[Relation]:
    """What it replaces by its number, and those that replace its number, in the same catalogue."""
    own = [one for one in siblings if one.catalogue_id == initiative.catalogue_id and one.pk != initiative.pk]
    if initiative.replaces:
        named = next((one for one in own if _has(one, initiative.replaces)), None)
        yield Relation(REPLACES, named, number_of(named) if named else initiative.replaces)
    itself = next((one for one in siblings if one.pk == initiative.pk), initiative)
    for one in own:
        if one.replaces and _has(itself, one.replaces):
            yield Relation(REPLACED_BY, one, number_of(one))


def _has(initiative: Initiative, code: str) -> bool:
    """True where it is the initiative's number, however it is written."""
    return code.casefold() in {own.casefold() for own in codes_of(initiative)}
