"""Models into the database: what is new is added, what differs is changed, what is gone is deleted."""

from collections.abc import Collection, Iterable, Set
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import F, Field, Model, Q, QuerySet

from budgets.foundation.amounts import format_number
from budgets.foundation.files.problems import Problem
from budgets.foundation.models import Committee, LegalBasis
from initiatives.catalogues.imports.reading.contents import Reading
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
"""What is entered in the program alone; an import leaves it as it is."""

NUMBERED = ("initiative.key", "order")
"""What hangs on an initiative is known by its number there."""

Change = dict[str, str | None]
Row = TypeVar("Row", bound=Model)
Level = tuple[list[Any], QuerySet[Any], tuple[str, ...]]
"""What is wanted, what there is, and what one is known by."""


def write_reading(reading: Reading) -> list[Change]:
    """Make the database say what the files say; the changes, field by field, in Danish words.

    Objects keep their identity by their natural keys, so that what stands on them elsewhere stays.
    """
    changes, _ = _synchronise([reading.catalogue], Catalogue.objects.filter(slug=reading.catalogue.slug), "slug")
    catalogue = reading.catalogue
    told = list(_told_of(reading).values_list("pk", flat=True))
    _make_room(reading, told)
    _keep_what_is_decided(reading, told)
    levels: list[Level] = [
        (reading.themes, Theme.objects.filter(catalogue=catalogue), ("order",)),
        (reading.initiatives, Initiative.objects.filter(pk__in=told), ("key",)),
        (
            reading.assumptions,
            Assumption.objects.filter(Q(initiative__isnull=True) | Q(initiative__in=told), catalogue=catalogue),
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
        (reading.measurements, Measurement.objects.filter(initiative__in=told, measured_here=False), NUMBERED),
        *_about_initiatives(reading, told),
    ]
    return changes + _write(reading, levels)


def write_case(reading: Reading, initiative: Initiative) -> list[Change]:
    """Make one initiative, with all that stands around its amounts but its measurements, what the reading says."""
    told = [initiative.pk]
    levels: list[Level] = [
        (reading.initiatives, Initiative.objects.filter(pk__in=told), ("key",)),
        (reading.assumptions, Assumption.objects.filter(initiative__in=told), ("order",)),
        *_about_initiatives(reading, told),
    ]
    return _write(reading, levels)


def _told_of(reading: Reading) -> QuerySet[Initiative]:
    """The initiatives that the files decide about: not those of the follow-up, nor those written in the program that
    the files do not name."""
    named = [initiative.key for initiative in reading.initiatives]
    of_catalogue = Initiative.objects.from_source().filter(catalogue=reading.catalogue)
    return of_catalogue.filter(Q(written_here=False) | Q(key__in=named))


STANDING = ("lifecycle", "ended_on", "ended_by", "ended_reason")


def _keep_what_is_decided(reading: Reading, told: Collection[int]) -> None:
    """What became of a proposal that was decided or replaced in the program stays; a file that says else is told so."""
    decided = Q(decisions__isnull=False) | Q(links_to__kind=LinkKind.REPLACES)
    standing = {one.key: one for one in Initiative.objects.filter(decided, pk__in=told).distinct()}
    expected = "den fase, der er besluttet i programmet. Filens oplysning er ikke brugt"
    for initiative in reading.initiatives:
        if (known := standing.get(initiative.key)) is None:
            continue
        if initiative.lifecycle != known.lifecycle:
            text = f"{initiative.key}: {initiative.get_lifecycle_display()}"
            reading.warnings.append(Problem("tiltag", 0, "livscyklus", text, expected))
        for name in STANDING:
            setattr(initiative, name, getattr(known, name))


ROOM = 1000


def _make_room(reading: Reading, told: Collection[int]) -> None:
    """Number what the files leave alone after all that they have, so that no two assumptions get the same number."""
    of_catalogue = Assumption.objects.filter(catalogue=reading.catalogue, initiative__isnull=False)
    left = of_catalogue.exclude(initiative__in=told)
    if left.filter(order__lte=len(reading.assumptions)).exists():
        left.update(order=F("order") + ROOM)


def _write(reading: Reading, levels: Iterable[Level]) -> list[Change]:
    """Each level after what it stands on; what is gone is deleted the other way round."""
    kept = NOT_IN_FILES if reading.tells_areas else NOT_IN_FILES | {"area_id"}
    changes: list[Change] = []
    gone: list[Any] = []
    _write_committees(reading)
    for wanted, existing, key in levels:
        level_changes, level_gone = _synchronise(wanted, existing, *key, kept=kept)
        changes += level_changes
        gone = level_gone + gone
    for obj in gone:
        obj.delete()
    return changes + _write_legal_bases(reading)


def _about_initiatives(reading: Reading, told: Collection[int]) -> list[Level]:
    """The economic lines, and what hangs on the initiatives and is numbered within each."""
    wanted: list[tuple[list[Any], type[Model], tuple[str, ...]]] = [
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
        *((objects, model._default_manager.filter(initiative__in=told), key) for objects, model, key in wanted),
        (
            reading.effects,
            YearlyEffect.objects.filter(line__initiative__in=told),
            ("line.initiative.key", "line.order", "year"),
        ),
        (
            reading.shares,
            ThemeShare.objects.filter(effect__line__initiative__in=told),
            ("effect.line.initiative.key", "effect.line.order", "effect.year", "theme.order"),
        ),
    ]


def _synchronise(
    wanted: list[Row], existing: QuerySet[Row], *key: str, kept: Set[str] = NOT_IN_FILES
) -> tuple[list[Change], list[Row]]:
    """Add and change; the changes, and what is in the database but no longer wanted. Fields that are `kept` stay."""
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
        for name in kept & {field.attname for field in obj._meta.concrete_fields}:
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
    written = [initiative.pk for initiative in reading.initiatives]
    for initiative in Initiative.objects.filter(pk__in=written).prefetch_related("legal_bases"):
        before, after = _names(initiative.legal_bases.all()), _names(reading.legal_bases[initiative.key])
        if before != after:
            initiative.legal_bases.set(reading.legal_bases[initiative.key])
            changes.append(
                {"hvad": "tiltag", "hvilken": initiative.title, "felt": "lovgrundlag", "før": before, "efter": after}
            )
    return changes


def _names(legal_bases: Iterable[LegalBasis]) -> str:
    return ", ".join(sorted(map(str, legal_bases)))
