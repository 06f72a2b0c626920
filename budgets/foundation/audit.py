"""The audit trail: one entry per change, written in the same transaction as the change."""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import Truncator

from budgets.foundation.models import AuditEntry, Municipality, User

LABEL_LENGTH = 100


def record(
    *,
    municipality: Municipality | None,
    actor: User | None,
    action: str,
    obj: models.Model,
    changes: Sequence[object] = (),
) -> AuditEntry:
    """Append an entry: `actor` (None for a command on the server) did `action` to `obj`; `changes` must be JSON.

    `obj` is stored by content type and key, so that its entries are found when it is renamed; its label is cut to
    LABEL_LENGTH characters. A user has no label: her name must not be in a trail that cannot be changed.
    """
    return AuditEntry.objects.create(
        municipality=municipality,
        actor=actor,
        action=action,
        model=str(obj._meta.verbose_name),
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        label="" if isinstance(obj, User) else Truncator(str(obj)).chars(LABEL_LENGTH),
        changes=list(changes),
    )


def person(user: User | None) -> dict[str, int] | None:
    """A user in `changes`: only the key, because names must not be in the trail."""
    return None if user is None else {"bruger": user.pk}
