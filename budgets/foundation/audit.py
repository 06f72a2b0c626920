"""The audit trail: one entry a change, written by the use case inside its own transaction."""

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
    """Append what `actor` (None: a command on the server) did to `obj`; `changes` must be JSON.

    `obj` is stored by content type and key, so that its history follows it when it is renamed; its label is cut to
    LABEL_LENGTH signs. A person has no label: her name stays out of a trail that cannot be changed.
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
    """How `changes` name a person: by key alone."""
    return None if user is None else {"bruger": user.pk}
