"""Picks of an alternative."""

from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.scenarios.proposals import Pick


def pick(catalogue: Catalogue, key: str, part: str = "") -> Pick:
    initiative = catalogue.initiatives.get(key=key)
    return Pick(initiative.pk, initiative.parts.get(name=part).pk if part else None)
