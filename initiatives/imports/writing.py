"""Models into the database: what is new is added, what differs is changed, what is gone is deleted."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import Field, Model, QuerySet

from budgets.amounts import format_number
from budgets.models import Committee, LegalBasis
from initiatives.imports.reading import Reading
from initiatives.models import (
    Activity,
    Assumption,
    Catalogue,
    Claim,
    ComparisonTerm,
    EffectLine,
    Initiative,
    Measurement,
    PublishedFigure,
    PublishedRow,
    PublishedTable,
    Remark,
    StaffChange,
    SuccessCriterion,
    Theme,
    ThemeShare,
    UnitCalculation,
    YearlyEffect,
)

NOT_IN_FILES = {"responsible_id", "area_id", "budget_effect", "look_on", "seen", "seen_note", "seen_on"}
"""What is entered in the program alone; an import leaves it as it is."""

FROM_FILES: Mapping[type[Model], Mapping[str, bool]] = {Measurement: {"measured_here": False}}
"""Of models that are also entered in the program, what the files are about."""

Change = dict[str, str | None]
Row = TypeVar("Row", bound=Model)


def write_reading(reading: Reading) -> list[Change]:
    """Make the database say what the files say; the changes, field by field, in Danish words.

    Objects keep their identity by their natural keys, so that what stands on them elsewhere stays.
    """
    changes, gone = _synchronise([reading.catalogue], Catalogue.objects.filter(slug=reading.catalogue.slug), "slug")
    catalogue = reading.catalogue
    _write_committees(reading)
    levels: list[tuple[list[Any], QuerySet[Any], tuple[str, ...]]] = [
        (reading.themes, Theme.objects.filter(catalogue=catalogue), ("order",)),
        (reading.initiatives, Initiative.objects.from_source().filter(catalogue=catalogue), ("key",)),
        (reading.assumptions, Assumption.objects.filter(catalogue=catalogue), ("order",)),
        (reading.tables, PublishedTable.objects.filter(catalogue=catalogue), ("ordinal",)),
        (reading.rows, PublishedRow.objects.filter(table__catalogue=catalogue), ("table.ordinal", "order")),
        (
            reading.figures,
            PublishedFigure.objects.filter(row__table__catalogue=catalogue),
            ("row.table.ordinal", "row.order", "year", "column"),
        ),
        (reading.terms, ComparisonTerm.objects.filter(catalogue=catalogue), ("order",)),
        (reading.lines, EffectLine.objects.filter(initiative__catalogue=catalogue), ("initiative.key", "order")),
        (
            reading.effects,
            YearlyEffect.objects.filter(line__initiative__catalogue=catalogue),
            ("line.initiative.key", "line.order", "year"),
        ),
        (
            reading.shares,
            ThemeShare.objects.filter(effect__line__initiative__catalogue=catalogue),
            ("effect.line.initiative.key", "effect.line.order", "effect.year", "theme.order"),
        ),
        (reading.remarks, Remark.objects.filter(catalogue=catalogue), ("order",)),
        *_about_initiatives(reading),
    ]
    for wanted, existing, key in levels:
        level_changes, level_gone = _synchronise(wanted, existing, *key)
        changes += level_changes
        gone = level_gone + gone
    for obj in gone:
        obj.delete()
    return changes + _write_legal_bases(reading)


def _about_initiatives(reading: Reading) -> list[tuple[list[Any], QuerySet[Any], tuple[str, ...]]]:
    """What hangs on the initiatives and is numbered within each."""
    wanted: list[tuple[list[Any], type[Model]]] = [
        (reading.activities, Activity),
        (reading.measurements, Measurement),
        (reading.staff, StaffChange),
        (reading.unit_calculations, UnitCalculation),
        (reading.criteria, SuccessCriterion),
        (reading.claims, Claim),
    ]
    return [
        (
            objects,
            model._default_manager.filter(initiative__catalogue=reading.catalogue, **FROM_FILES.get(model, {})),
            ("initiative.key", "order"),
        )
        for objects, model in wanted
    ]


def _synchronise(wanted: list[Row], existing: QuerySet[Row], *key: str) -> tuple[list[Change], list[Row]]:
    """Add and change; the changes, and what is in the database but no longer wanted."""
    parents = sorted({name.rpartition(".")[0].replace(".", "__") for name in key} - {""})
    read_key = attrgetter(*key)
    found = {read_key(obj): obj for obj in (existing.select_related(*parents) if parents else existing)}
    changes: list[Change] = []
    new: list[Row] = []
    for obj in wanted:
        old = found.pop(read_key(obj), None)
        if old is None:
            new.append(obj)
            continue
        obj.pk = old.pk
        for name in NOT_IN_FILES & {field.attname for field in obj._meta.concrete_fields}:
            setattr(obj, name, getattr(old, name))
        if differences := _differences(old, obj):
            obj.save()
            changes += differences
    existing.model._default_manager.bulk_create(new)
    return changes + _added_or_gone(new, "ny") + _added_or_gone(found.values(), "slettet"), list(found.values())


def _value(obj: Model, field: "Field[Any, Any]") -> object:
    """What is stored for the field; for a relation the other's key, also where it got it after it was assigned."""
    value = getattr(obj, field.name) if field.is_relation else getattr(obj, field.attname)
    return value.pk if isinstance(value, Model) else value


def _differences(old: Model, new: Model) -> list[Change]:
    return [
        {
            "hvad": str(new._meta.verbose_name),
            "hvilken": str(new),
            "felt": str(field.verbose_name),
            "før": _told(old, field),
            "efter": _told(new, field),
        }
        for field in new._meta.concrete_fields
        if getattr(old, field.attname) != _value(new, field)
    ]


def _told(obj: Model, field: "Field[Any, Any]") -> str:
    """The field's value in the words and digits that people read."""
    value = getattr(obj, field.name)
    if field.choices:
        return str(getattr(obj, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, Decimal):
        return format_number(value, most=field.decimal_places)  # type: ignore[attr-defined]
    if isinstance(value, list):
        return "+".join(map(str, value))
    return "" if value is None else str(value)


def _added_or_gone(objects: Iterable[Model], what: str) -> list[Change]:
    return [
        {"hvad": str(obj._meta.verbose_name), "hvilken": str(obj), "felt": what, "før": None, "efter": None}
        for obj in objects
    ]


def _write_committees(reading: Reading) -> None:
    """Give the lines the municipality's own committees, new ones included; a committee is never deleted."""
    municipality = reading.catalogue.municipality
    for name, committee in reading.committees.items():
        committee.pk = Committee.objects.get_or_create(municipality=municipality, name=name)[0].pk


def _write_legal_bases(reading: Reading) -> list[Change]:
    changes: list[Change] = []
    for initiative in (
        Initiative.objects.from_source().filter(catalogue=reading.catalogue).prefetch_related("legal_bases")
    ):
        before, after = _names(initiative.legal_bases.all()), _names(reading.legal_bases[initiative.key])
        if before != after:
            initiative.legal_bases.set(reading.legal_bases[initiative.key])
            changes.append(
                {"hvad": "tiltag", "hvilken": initiative.title, "felt": "lovgrundlag", "før": before, "efter": after}
            )
    return changes


def _names(legal_bases: Iterable[LegalBasis]) -> str:
    return ", ".join(sorted(map(str, legal_bases)))
