"""The audit trail: one entry a change, written by the use case inside its own transaction."""

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
    """Append what `actor` (None: a command on the server) did to `obj`; `changes` must be JSON."""
    return AuditEntry.objects.create(
        municipality=municipality,
        actor=actor,
        action=action,
        model=str(obj._meta.verbose_name),
        object_id=str(obj),
        changes=list(changes),
    )
