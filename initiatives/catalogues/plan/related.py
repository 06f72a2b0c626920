"""The small tables that describe initiatives (activities, staff, claims…), all read by one query."""

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

RELATED_MODELS: Mapping[str, type[Model]] = {
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
"""Model by its name in a business case; each has an initiative and an order."""

RelatedRows = dict[str, list[Any]]


def load_related_rows(initiatives: Collection[Initiative]) -> dict[int, RelatedRows]:
    """Model rows by table name, by initiative id, in their order; one query."""
    by_id = {initiative.pk: initiative for initiative in initiatives}
    subqueries = {f"rows_of_{name}": ArraySubquery(_rows_as_json(model)) for name, model in RELATED_MODELS.items()}
    json_rows = Initiative.objects.filter(pk__in=by_id).values("pk", **subqueries)
    return {
        row["pk"]: {
            name: [_build_model(model, facts, by_id[row["pk"]]) for facts in row[f"rows_of_{name}"]]
            for name, model in RELATED_MODELS.items()
        }
        for row in json_rows
    }


def _rows_as_json(model: type[Model]) -> Any:
    """Subquery of the model's rows as JSON; decimals are cast to text, so that no digit is lost."""
    fields = {
        field.attname: Cast(field.attname, TextField()) if isinstance(field, DecimalField) else field.attname
        for field in model._meta.concrete_fields
    }
    in_order = model._default_manager.filter(initiative=OuterRef("pk")).order_by("order")
    return in_order.values(json=JSONObject(**fields))


def _build_model(model: type[Model], facts: Mapping[str, Any], initiative: Initiative) -> Model:
    """The model instance of a row that was read as JSON."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    instance = model(**{name: fields[name].to_python(value) for name, value in facts.items()})
    instance.initiative = initiative  # type: ignore[attr-defined]
    return instance
