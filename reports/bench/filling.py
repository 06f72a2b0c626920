"""Inserts many rows of a model by one INSERT … SELECT."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models


class FillingError(Exception):
    """A field lacks a value to insert, or a value is given for a field that the model does not have."""


@dataclass(frozen=True)
class Filling:
    """One row of the model for each row of `source`, the SQL that follows FROM.

    `expressions` are SQL expressions by field name. Other fields get their defaults, so that new fields of the model
    need no change here.
    """

    model: type[models.Model]
    expressions: Mapping[str, str]
    source: str


def fill(filling: Filling, parameters: Mapping[str, object]) -> None:
    """Insert the rows; `parameters` are the values for %(name)s in the SQL. Raises FillingError."""
    options = filling.model._meta
    defaults = get_default_values(filling.model, filling.expressions)
    all_expressions = {**filling.expressions, **{name: f"%(default_{name})s" for name in defaults}}
    columns = {field.name: str(field.column) for field in options.local_concrete_fields}
    quote = connection.ops.quote_name
    into = ", ".join(quote(columns[name]) for name in all_expressions)
    statement = f"INSERT INTO {quote(options.db_table)} ({into}) SELECT {', '.join(all_expressions.values())}"
    values: dict[str, Any] = {**parameters, **{f"default_{name}": value for name, value in defaults.items()}}
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} FROM {filling.source}", values)


def get_default_values(model: type[models.Model], expressions: Mapping[str, str]) -> dict[str, object]:
    """Defaults by field name, of fields without expression that the database does not fill; raises FillingError."""
    fields = model._meta.local_concrete_fields
    if unknown := expressions.keys() - {field.name for field in fields}:
        raise FillingError(f"{model.__name__} has no field {', '.join(sorted(unknown))}.")
    other_fields = [field for field in fields if field.name not in expressions and not _is_filled_by_database(field)]
    if missing := [field.name for field in other_fields if not _has_default(field)]:
        raise FillingError(f"{model.__name__} needs SQL for {', '.join(missing)}: no default, and not null.")
    return {field.name: field.get_db_prep_save(field.get_default(), connection) for field in other_fields}


def _is_filled_by_database(field: "models.Field[Any, Any]") -> bool:
    """True for an automatic key, a generated column, a database default, or a field that may be NULL."""
    is_counted = isinstance(field, models.AutoField) or field.generated
    return is_counted or field.has_db_default() or (field.null and not field.has_default())


def _has_default(field: "models.Field[Any, Any]") -> bool:
    """True for a field with a default, or a text field that may be empty."""
    return field.has_default() or (field.blank and field.empty_strings_allowed)
