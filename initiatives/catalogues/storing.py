"""Writing read models to the database: new ones are added, changed ones saved, missing ones deleted."""

from collections.abc import Collection, Iterable, Set
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import F, Field, Model, Q, QuerySet

from budgets.foundation.amounts import format_number
from budgets.foundation.files.problems import Problem
from budgets.foundation.models import Committee, LegalBasis
from initiatives.catalogues.models.catalogues import Catalogue, Remark, Theme
from initiatives.catalogues.models.descriptions import (
    Activity,
    Assumption,
    Claim,
    Measurement,
    StaffChange,
    SuccessCriterion,
    UnitCalculation,
)
from initiatives.catalogues.models.effects import EffectLine, ThemeShare, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import BusinessCase, CounterEffect, LinkKind, ProposalPart, ServiceLevel
from initiatives.catalogues.models.published import ComparisonTerm, PublishedFigure, PublishedRow, PublishedTable
from initiatives.catalogues.reading.contents import CatalogueReading

NOT_IN_FILES = frozenset(
    {
        "responsible_id",
        "budget_effect",
        "look_on",
        "seen",
        "seen_note",
        "seen_on",
        "written_here",
        "ended_by_id",
        "is_constructed",
    }
)
"""Fields that are entered in the program alone; an import leaves them as they are."""

NUMBERED = ("initiative.key", "order")
"""Natural key of objects that are numbered within their initiative."""

FieldChange = dict[str, str | None]
AnyModel = TypeVar("AnyModel", bound=Model)
Level = tuple[list[Any], QuerySet[Any], tuple[str, ...]]
"""The objects as read, those in the database, and the attributes of their natural key."""


def write_reading(reading: CatalogueReading) -> list[FieldChange]:
    """Make the database equal to the files; the changes, field by field, in Danish words.

    Objects keep their identity by their natural keys, so that references to them stay valid.
    """
    changes, _ = _synchronise([reading.catalogue], Catalogue.objects.filter(slug=reading.catalogue.slug), "slug")
    catalogue = reading.catalogue
    initiative_ids = list(_initiatives_of_files(reading).values_list("pk", flat=True))
    _renumber_other_assumptions(reading, initiative_ids)
    _keep_decided_lifecycles(reading, initiative_ids)
    levels: list[Level] = [
        (reading.themes, Theme.objects.filter(catalogue=catalogue), ("order",)),
        (reading.initiatives, Initiative.objects.filter(pk__in=initiative_ids), ("key",)),
        (
            reading.assumptions,
            Assumption.objects.filter(
                Q(initiative__isnull=True) | Q(initiative__in=initiative_ids), catalogue=catalogue
            ),
            ("order",),
        ),
        (reading.tables, PublishedTable.objects.filter(catalogue=catalogue), ("ordinal",)),
        (reading.rows, PublishedRow.objects.filter(table__catalogue=catalogue), ("table.ordinal", "order")),
        (
            reading.figures,
            PublishedFigure.objects.filter(row__table__catalogue=catalogue),
            ("row.table.ordinal", "row.order", "year", "column"),
        ),
        (reading.terms, ComparisonTerm.objects.filter(catalogue=catalogue), ("order",)),
        (reading.remarks, Remark.objects.filter(catalogue=catalogue), ("order",)),
        (
            reading.measurements,
            Measurement.objects.filter(initiative__in=initiative_ids, measured_here=False),
            NUMBERED,
        ),
        *_about_initiatives(reading, initiative_ids),
    ]
    return changes + _write(reading, levels)


def write_case(reading: CatalogueReading, initiative: Initiative) -> list[FieldChange]:
    """Make one initiative, with everything that describes it except its measurements, equal to the reading."""
    initiative_ids = [initiative.pk]
    levels: list[Level] = [
        (reading.initiatives, Initiative.objects.filter(pk__in=initiative_ids), ("key",)),
        (reading.assumptions, Assumption.objects.filter(initiative__in=initiative_ids), ("order",)),
        *_about_initiatives(reading, initiative_ids),
    ]
    return _write(reading, levels)


def _initiatives_of_files(reading: CatalogueReading) -> QuerySet[Initiative]:
    """The initiatives that the files decide about.

    Not those added in the follow-up, nor those written in the program that the files do not name.
    """
    named = [initiative.key for initiative in reading.initiatives]
    of_catalogue = Initiative.objects.from_source().filter(catalogue=reading.catalogue)
    return of_catalogue.filter(Q(written_here=False) | Q(key__in=named))


LIFECYCLE_FIELDS = ("lifecycle", "ended_on", "ended_by", "ended_reason")


def _keep_decided_lifecycles(reading: CatalogueReading, initiative_ids: Collection[int]) -> None:
    """Keep the lifecycle of proposals decided or replaced in the program; warn where the file differs."""
    decided = Q(decisions__isnull=False) | Q(links_to__kind=LinkKind.REPLACES)
    stored_by_key = {
        initiative.key: initiative
        for initiative in Initiative.objects.filter(decided, pk__in=initiative_ids).distinct()
    }
    expected = "den fase, der er besluttet i programmet. Filens oplysning er ikke brugt"
    for initiative in reading.initiatives:
        if (stored := stored_by_key.get(initiative.key)) is None:
            continue
        if initiative.lifecycle != stored.lifecycle:
            text = f"{initiative.key}: {initiative.get_lifecycle_display()}"
            reading.warnings.append(Problem("tiltag", 0, "livscyklus", text, expected))
        for name in LIFECYCLE_FIELDS:
            setattr(initiative, name, getattr(stored, name))


ORDER_OFFSET = 1000


def _renumber_other_assumptions(reading: CatalogueReading, initiative_ids: Collection[int]) -> None:
    """Number the assumptions that the files leave alone after all in the files, so that no number is used twice."""
    of_catalogue = Assumption.objects.filter(catalogue=reading.catalogue, initiative__isnull=False)
    others = of_catalogue.exclude(initiative__in=initiative_ids)
    if others.filter(order__lte=len(reading.assumptions)).exists():
        others.update(order=F("order") + ORDER_OFFSET)


def _write(reading: CatalogueReading, levels: Iterable[Level]) -> list[FieldChange]:
    """Write each level after those it refers to; missing objects are deleted in the opposite order."""
    kept_fields = NOT_IN_FILES if reading.has_areas else NOT_IN_FILES | {"area_id"}
    changes: list[FieldChange] = []
    missing: list[Any] = []
    _write_committees(reading)
    for objects, existing, key in levels:
        level_changes, level_missing = _synchronise(objects, existing, *key, kept_fields=kept_fields)
        changes += level_changes
        missing = level_missing + missing
    for obj in missing:
        obj.delete()
    return changes + _write_legal_bases(reading)


def _about_initiatives(reading: CatalogueReading, initiative_ids: Collection[int]) -> list[Level]:
    """The economic lines, and the objects that belong to an initiative and are numbered within it."""
    numbered: list[tuple[list[Any], type[Model], tuple[str, ...]]] = [
        (reading.business_cases, BusinessCase, ("initiative.key",)),
        (reading.parts, ProposalPart, ("initiative.key", "name")),
        (reading.lines, EffectLine, NUMBERED),
        (reading.activities, Activity, NUMBERED),
        (reading.staff, StaffChange, NUMBERED),
        (reading.unit_calculations, UnitCalculation, NUMBERED),
        (reading.criteria, SuccessCriterion, NUMBERED),
        (reading.claims, Claim, NUMBERED),
        (reading.service_levels, ServiceLevel, NUMBERED),
        (reading.counter_effects, CounterEffect, NUMBERED),
    ]
    return [
        *(
            (objects, model._default_manager.filter(initiative__in=initiative_ids), key)
            for objects, model, key in numbered
        ),
        (
            reading.effects,
            YearlyEffect.objects.filter(line__initiative__in=initiative_ids),
            ("line.initiative.key", "line.order", "year"),
        ),
        (
            reading.shares,
            ThemeShare.objects.filter(effect__line__initiative__in=initiative_ids),
            ("effect.line.initiative.key", "effect.line.order", "effect.year", "theme.order"),
        ),
    ]


def _synchronise(
    objects: list[AnyModel], existing: QuerySet[AnyModel], *key: str, kept_fields: Set[str] = NOT_IN_FILES
) -> tuple[list[FieldChange], list[AnyModel]]:
    """Add and change; the changes, and the stored objects that are missing. `kept_fields` are not changed."""
    parents = sorted({name.rpartition(".")[0].replace(".", "__") for name in key} - {""})
    read_key = attrgetter(*key)
    existing_by_key = {read_key(obj): obj for obj in (existing.select_related(*parents) if parents else existing)}
    changes: list[FieldChange] = []
    new: list[AnyModel] = []
    for obj in objects:
        stored = existing_by_key.pop(read_key(obj), None)
        if stored is None:
            new.append(obj)
            continue
        obj.pk = stored.pk
        for name in kept_fields & {field.attname for field in obj._meta.concrete_fields}:
            setattr(obj, name, getattr(stored, name))
        if differences := _differences(stored, obj):
            obj.save()
            changes += differences
    existing.model._default_manager.bulk_create(new)
    return changes + _added_or_deleted(new, "ny") + _added_or_deleted(existing_by_key.values(), "slettet"), list(
        existing_by_key.values()
    )


def _value(obj: Model, field: "Field[Any, Any]") -> object:
    """The value to store for the field; for a relation the other's key, also where it was set after assignment."""
    value = getattr(obj, field.name) if field.is_relation else getattr(obj, field.attname)
    return value.pk if isinstance(value, Model) else value


def _differences(old: Model, new: Model) -> list[FieldChange]:
    return [
        {
            "hvad": str(new._meta.verbose_name),
            "hvilken": str(new),
            "felt": str(field.verbose_name),
            "før": _value_text(old, field),
            "efter": _value_text(new, field),
        }
        for field in new._meta.concrete_fields
        if getattr(old, field.attname) != _value(new, field)
    ]


def _value_text(obj: Model, field: "Field[Any, Any]") -> str:
    """The field's value as words and Danish digits."""
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


def _added_or_deleted(objects: Iterable[Model], word: str) -> list[FieldChange]:
    return [
        {"hvad": str(obj._meta.verbose_name), "hvilken": str(obj), "felt": word, "før": None, "efter": None}
        for obj in objects
    ]


def _write_committees(reading: CatalogueReading) -> None:
    """Give the lines the municipality's stored committees, adding new ones; a committee is never deleted."""
    municipality = reading.catalogue.municipality
    for name, committee in reading.references.committees.items():
        committee.pk = Committee.objects.get_or_create(municipality=municipality, name=name)[0].pk


def _write_legal_bases(reading: CatalogueReading) -> list[FieldChange]:
    changes: list[FieldChange] = []
    initiative_ids = [initiative.pk for initiative in reading.initiatives]
    for initiative in Initiative.objects.filter(pk__in=initiative_ids).prefetch_related("legal_bases"):
        before, after = _names(initiative.legal_bases.all()), _names(reading.legal_bases[initiative.key])
        if before != after:
            initiative.legal_bases.set(reading.legal_bases[initiative.key])
            changes.append(
                {"hvad": "tiltag", "hvilken": initiative.title, "felt": "lovgrundlag", "før": before, "efter": after}
            )
    return changes


def _names(legal_bases: Iterable[LegalBasis]) -> str:
    return ", ".join(sorted(map(str, legal_bases)))
