"""The audit trail: one entry per change, written in the same transaction as the change."""

from collections.abc import Sequence

from django.db import models

from budgets.foundation.models import AuditEntry, Municipality, User


def record(
    *,
    municipality: Municipality | None,
    actor: User | None,
    action: str,
    obj: models.Model,
    changes: Sequence[object] = (),
) -> AuditEntry:
    """Append an entry: `actor` (None for a command on the server) did `action` to `obj`; `changes` must be JSON."""
    return AuditEntry.objects.create(
        municipality=municipality,
        actor=actor,
        action=action,
        model=str(obj._meta.verbose_name),
        object_id=str(obj),
        changes=list(changes),
    )
