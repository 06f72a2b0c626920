"""What is picked in an alternative."""

from initiatives.choosing.proposals import Pick
from initiatives.models.catalogues import Catalogue


def pick(catalogue: Catalogue, key: str, part: str = "") -> Pick:
    initiative = catalogue.initiatives.get(key=key)
    return Pick(initiative.pk, initiative.parts.get(name=part).pk if part else None)
