"""Breadcrumbs of a catalogue and of an initiative in it."""

from django.urls import reverse

from budgets.foundation.models import Membership
from budgets.foundation.pages import Crumb
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative


def catalogue_crumb(membership: Membership, catalogue: Catalogue) -> Crumb:
    """The catalogue's title and page; no query."""
    return catalogue.title, reverse("catalogue", args=[membership.municipality.slug, catalogue.slug])


def initiative_crumbs(membership: Membership, initiative: Initiative) -> list[Crumb]:
    """Those of its catalogue, which must be loaded, and of the initiative; no query."""
    catalogue = initiative.catalogue
    page = reverse("initiative", args=[membership.municipality.slug, catalogue.slug, initiative.key])
    return [catalogue_crumb(membership, catalogue), (initiative.title, page)]
