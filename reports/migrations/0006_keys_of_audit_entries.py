"""Old audit entries get the content type and key of their object, where its label is that of one object alone.

An entry that fits no object or several keeps its label without a key. Entries about a membership become entries about
the person, whose name leaves the label. It stands here, in the last of the apps, for it looks at the models of all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]


def round_label(round_: Any) -> str:
    if round_.period == 13:
        return f"regnskab {round_.year}"
    return f"{MONTHS[round_.period - 1]} {round_.year}{' (halvår)' if round_.is_half_year else ''}"


Label = Callable[..., str]
KINDS: tuple[tuple[str, str, str, Label], ...] = (
    # app, model, way to the municipality, label as the entry has it
    ("budgets", "Municipality", "pk", lambda m: m.name),
    ("budgets", "BudgetDecision", "round.municipality_id", lambda d: f"{d.title}, {d.decided_on}"),
    ("budgets", "ImportBatch", "municipality_id", lambda b: b.name),
    ("budgets", "Forecast", "municipality_id", lambda f: f"{MONTHS[f.month - 1]} {f.year}, nr. {f.seq}"),
    ("initiatives", "Catalogue", "municipality_id", lambda c: c.title),
    ("initiatives", "Initiative", "catalogue.municipality_id", lambda i: i.title),
    ("initiatives", "AgendaItem", "municipality_id", lambda a: f"{a.committee.name}, punkt {a.number}: {a.title}"),
    ("initiatives", "FollowUpRound", "municipality_id", lambda r: f"{r.municipality.name}, {round_label(r)}"),
    ("initiatives", "FollowUp", "round.municipality_id", lambda f: f"{f.initiative.title}, {round_label(f.round)}"),
    ("initiatives", "Alternative", "catalogue.municipality_id", lambda a: a.name),
    ("reports", "StatusNote", "municipality_id", lambda n: f"{n.month:%Y-%m} nr. {n.seq}"),
)
RELATED = {
    "BudgetDecision": ("round",),
    "Initiative": ("catalogue",),
    "AgendaItem": ("committee",),
    "FollowUpRound": ("municipality",),
    "FollowUp": ("initiative", "round"),
    "Alternative": ("catalogue",),
}


def municipality_of(obj: models.Model, way: str) -> int:
    key: int = attrgetter(way)(obj)
    return key


def keys_by_label(apps: Apps) -> Iterator[tuple[str, str, dict[tuple[int, str], list[int]]]]:
    """App, model, and the keys by municipality and label; an entry's label was cut to 100 signs."""
    for app, name, way, label in KINDS:
        keys: dict[tuple[int, str], list[int]] = defaultdict(list)
        for obj in apps.get_model(app, name).objects.select_related(*RELATED.get(name, ())).iterator():
            keys[municipality_of(obj, way), label(obj)[:100]].append(obj.pk)
        yield app, name, keys


def fill_in(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    entries = apps.get_model("budgets", "AuditEntry").objects
    if not entries.filter(content_type=None).exists():
        return
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("ALTER TABLE budgets_auditentry DISABLE TRIGGER audit_entry_is_append_only")
    _fill_in_objects(apps, entries)
    _fill_in_people(apps, entries)
    schema_editor.execute("ALTER TABLE budgets_auditentry ENABLE TRIGGER audit_entry_is_append_only")
    left = entries.filter(content_type=None).count()
    print(f"\n    {left} audit entries keep their label alone: it fits no object, or several.", end="")  # noqa: T201


def _fill_in_objects(apps: Apps, entries: models.Manager[Any]) -> None:
    types = apps.get_model("contenttypes", "ContentType").objects
    for app, name, keys in keys_by_label(apps):
        verbose_name = str(apps.get_model(app, name)._meta.verbose_name)
        content_type, _ = types.get_or_create(app_label=app, model=name.lower())
        for (municipality, label), objects in keys.items():
            if len(objects) == 1:
                entries.filter(content_type=None, model=verbose_name, label=label, municipality=municipality).update(
                    content_type=content_type, object_id=objects[0]
                )


def _fill_in_people(apps: Apps, entries: models.Manager[Any]) -> None:
    """Persons by key alone: those that a membership was about, and those that were made responsible."""
    types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _ = types.get_or_create(app_label="budgets", model="user")
    people = dict(apps.get_model("budgets", "User").objects.values_list("username", "pk"))
    for entry in entries.filter(content_type=None, model="medlemskab").iterator():
        username = entry.label.split(" · ")[0]
        if username in people:
            entries.filter(pk=entry.pk).update(
                content_type=content_type, object_id=people[username], model="bruger", label=""
            )
    for entry in entries.filter(action="ansvarlig valgt").iterator():
        changes = [_by_key(change, people) for change in entry.changes]
        entries.filter(pk=entry.pk).update(changes=changes)


def _by_key(change: dict[str, Any], people: dict[str, int]) -> dict[str, Any]:
    """The change with `{"bruger": key}` for the names that are somebody's."""
    named = {side: {"bruger": people[change[side]]} for side in ("før", "efter") if change.get(side) in people}
    return change | named


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0005_words_of_a_notes_state"),
        ("initiatives", "0013_groups_that_are_excluded_from_totals"),
        ("budgets", "0010_audit_by_identity"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
