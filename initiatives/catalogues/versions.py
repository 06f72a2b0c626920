"""Versions of a business case: each holds the whole content, and two of them are compared field by field."""

from budgets.foundation.models import User
from initiatives.catalogues.content import Content, read_content, read_contents
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.versions import CaseVersion, VersionKind


def keep_version(
    initiative: Initiative, *, kind: VersionKind, by: User | None, reason: str = "", content: Content | None = None
) -> CaseVersion:
    """Store the content as a new version, unless the newest already says the same; the version that does."""
    current = read_content(initiative) if content is None else content
    newest = initiative.versions.order_by("-number").first()
    if newest is not None and newest.content == current:
        return newest
    number = newest.number + 1 if newest else 1
    return CaseVersion.objects.create(
        initiative=initiative, number=number, kind=kind, content=current, reason=reason, by=by
    )


def reload_initiative(initiative: Initiative) -> Initiative:
    """The initiative with its catalogue, read again from the database."""
    reloaded: Initiative = Initiative.objects.select_related("catalogue").get(pk=initiative.pk)
    return reloaded


def record_import_versions(catalogue: Catalogue, by: User | None) -> list[Initiative]:
    """Store a version of each versioned proposal that the import changed; those of them that are decided."""
    versioned = catalogue.initiatives.filter(versions__isnull=False).distinct()
    contents, decided = read_contents(catalogue.initiatives.filter(versions__isnull=False)), []
    for initiative in versioned.prefetch_related("versions", "decisions"):
        content = contents[initiative.pk]
        if list(initiative.versions.all())[-1].content == content:
            continue
        keep_version(initiative, kind=VersionKind.IMPORTED, by=by, content=content)
        decided += [initiative] if initiative.decisions.all() else []
    return decided
