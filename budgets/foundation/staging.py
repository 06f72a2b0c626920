"""Files on trial: kept between seeing what they would change and bringing them in."""

from django.core.files import File

from budgets.foundation.models import Membership, StagedFile


def stage(membership: Membership, kind: str, file: "File[bytes]") -> StagedFile:
    """Keep the file as the member's one of its kind; an earlier one is forgotten."""
    staged, _ = StagedFile.objects.update_or_create(
        membership=membership, kind=kind, defaults={"name": str(file.name)[:200], "content": file.read()}
    )
    return staged


def find_staged(membership: Membership, kind: str) -> StagedFile | None:
    """The member's file of the kind, where she has one on trial."""
    return StagedFile.objects.filter(membership=membership, kind=kind).first()
