"""Uploaded files that are kept from the preview of their changes until they are imported."""

from django.core.files import File

from budgets.foundation.models import Membership, StagedFile


def stage(membership: Membership, kind: str, file: "File[bytes]") -> StagedFile:
    """Keep the file as the member's only file of its kind, replacing an earlier one."""
    staged, _ = StagedFile.objects.update_or_create(
        membership=membership, kind=kind, defaults={"name": str(file.name)[:200], "content": file.read()}
    )
    return staged


def find_staged(membership: Membership, kind: str) -> StagedFile | None:
    """The member's kept file of the kind, or None."""
    return StagedFile.objects.filter(membership=membership, kind=kind).first()
