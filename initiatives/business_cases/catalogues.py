"""A new catalogue, empty but for its groups."""

from collections.abc import Sequence

from django.db import transaction

from budgets.foundation import audit
from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Catalogue, Theme


@transaction.atomic
def make_catalogue(*, membership: Membership, catalogue: Catalogue, groups: Sequence[str]) -> Catalogue:
    """Save the catalogue with its groups in order."""
    catalogue.save()
    titles = [title.strip() for title in groups if title.strip()]
    Theme.objects.bulk_create(
        Theme(catalogue=catalogue, order=order, title=title[:200]) for order, title in enumerate(titles, start=1)
    )
    audit.record(municipality=membership.municipality, actor=membership.user, action="katalog oprettet", obj=catalogue)
    return catalogue
