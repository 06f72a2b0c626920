"""Versions of a business case: each is kept whole, and two of them are told apart field by field."""

from budgets.foundation.models import User
from initiatives.catalogues.content import Content, content_of, contents_of
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.versions import CaseVersion, VersionKind


def keep_version(
    initiative: Initiative, *, kind: VersionKind, by: User | None, reason: str = "", content: Content | None = None
) -> CaseVersion:
    """The version that says what the database says: the newest where it does, otherwise a new one."""
    now = content_of(initiative) if content is None else content
    newest = initiative.versions.order_by("-number").first()
    if newest is not None and newest.content == now:
        return newest
    number = newest.number + 1 if newest else 1
    return CaseVersion.objects.create(
        initiative=initiative, number=number, kind=kind, content=now, reason=reason, by=by
    )


def refetch(initiative: Initiative) -> Initiative:
    """The initiative with its catalogue as the database has it now."""
    found: Initiative = Initiative.objects.select_related("catalogue").get(pk=initiative.pk)
    return found


def changed_by_import(catalogue: Catalogue, by: User | None) -> list[Initiative]:
    """Keep a version of each proposal that has versions and now says something else; those of them that are decided."""
    found = catalogue.initiatives.filter(versions__isnull=False).distinct()
    contents, decided = contents_of(catalogue.initiatives.filter(versions__isnull=False)), []
    for initiative in found.prefetch_related("versions", "decisions"):
        content = contents[initiative.pk]
        if list(initiative.versions.all())[-1].content == content:
            continue
        keep_version(initiative, kind=VersionKind.IMPORTED, by=by, content=content)
        decided += [initiative] if initiative.decisions.all() else []
    return decided
