"""What stands around initiatives in tables of a few rows each: all of it read by one query."""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DecimalField, Model, OuterRef, TextField
from django.db.models.functions import Cast, JSONObject

from initiatives.catalogues.models.descriptions import (
    Activity,
    Assumption,
    Claim,
    Measurement,
    StaffChange,
    SuccessCriterion,
    UnitCalculation,
)
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import CounterEffect, ProposalPart, ServiceLevel

AROUND: Mapping[str, type[Model]] = {
    "activities": Activity,
    "assumptions": Assumption,
    "claims": Claim,
    "counter_effects": CounterEffect,
    "criteria": SuccessCriterion,
    "measurements": Measurement,
    "parts": ProposalPart,
    "service_levels": ServiceLevel,
    "staff": StaffChange,
    "unit_calculations": UnitCalculation,
}
"""By what a business case calls them; each has an initiative and an order."""

Around = dict[str, list[Any]]


def load_around(initiatives: Collection[Initiative]) -> dict[int, Around]:
    """By initiative the rows of each table, in their order, as models with their initiative; one query."""
    by_id = {initiative.pk: initiative for initiative in initiatives}
    told = {f"told_{name}": ArraySubquery(_rows(model)) for name, model in AROUND.items()}
    rows = Initiative.objects.filter(pk__in=by_id).values("pk", **told)
    return {
        row["pk"]: {
            name: [_made(model, facts, by_id[row["pk"]]) for facts in row[f"told_{name}"]]
            for name, model in AROUND.items()
        }
        for row in rows
    }


def _rows(model: type[Model]) -> Any:
    """Each row as JSON; decimals travel as text, so that no digit is lost."""
    fields = {
        field.attname: Cast(field.attname, TextField()) if isinstance(field, DecimalField) else field.attname
        for field in model._meta.concrete_fields
    }
    found = model._default_manager.filter(initiative=OuterRef("pk")).order_by("order")
    return found.values(json=JSONObject(**fields))


def _made(model: type[Model], facts: Mapping[str, Any], initiative: Initiative) -> Model:
    """The model of a row that was read as JSON."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    made = model(**{name: fields[name].to_python(value) for name, value in facts.items()})
    made.initiative = initiative  # type: ignore[attr-defined]
    return made
