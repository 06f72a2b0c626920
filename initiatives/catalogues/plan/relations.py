"""Relations between proposals, seen from both ends: what it replaces, what replaces it, and its alternatives."""

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
    """A relation to another proposal; `other` is None where only its number is known."""

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
    """Relations by initiative id, without repeats; two queries, whatever the number of initiatives."""
    ids = {initiative.pk for initiative in initiatives}
    siblings = _siblings({initiative.catalogue_id for initiative in initiatives})
    links = list(
        ProposalLink.objects.filter(Q(initiative__in=ids) | Q(other__in=ids)).select_related(
            "initiative__catalogue", "other__catalogue"
        )
    )
    by_id = {sibling.pk: sibling for sibling in siblings}
    return {
        initiative.pk: list(
            dict.fromkeys([*_relations_by_link(initiative, links, by_id), *_relations_by_number(initiative, siblings)])
        )
        for initiative in initiatives
    }


def _siblings(catalogues: Collection[int]) -> list[Initiative]:
    initiatives = Initiative.objects.filter(catalogue__in=catalogues).select_related("catalogue")
    return list(initiatives.with_printed_codes())


def _relations_by_link(
    initiative: Initiative, links: list[ProposalLink], siblings: dict[int, Initiative]
) -> Iterator[Relation]:
    for link in links:
        if link.initiative_id == initiative.pk:
            yield replace(_relation(FORWARD[LinkKind(link.kind)], link.other, siblings, link.code), link=link)
        if link.other_id == initiative.pk:
            yield _relation(AT_THE_OTHER_END[LinkKind(link.kind)], link.initiative, siblings)


def _relation(words: str, other: Initiative | None, siblings: dict[int, Initiative], code: str = "") -> Relation:
    loaded = siblings.get(other.pk, other) if other else None
    return Relation(words, loaded, number_of(loaded) if loaded else code)


def _relations_by_number(initiative: Initiative, siblings: list[Initiative]) -> Iterator[Relation]:
    """Relations given only by a printed number, in the same catalogue, in both directions."""
    others = [
        sibling
        for sibling in siblings
        if sibling.catalogue_id == initiative.catalogue_id and sibling.pk != initiative.pk
    ]
    if initiative.replaces:
        replaced = next((sibling for sibling in others if _has_code(sibling, initiative.replaces)), None)
        yield Relation(REPLACES, replaced, number_of(replaced) if replaced else initiative.replaces)
    itself = next((sibling for sibling in siblings if sibling.pk == initiative.pk), initiative)
    for sibling in others:
        if sibling.replaces and _has_code(itself, sibling.replaces):
            yield Relation(REPLACED_BY, sibling, number_of(sibling))


def _has_code(initiative: Initiative, code: str) -> bool:
    """True where it is the initiative's number, in whatever case it is written."""
    return code.casefold() in {known_code.casefold() for known_code in codes_of(initiative)}
