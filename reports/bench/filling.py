"""Many rows of a model by one INSERT … SELECT, whose columns are the model's own fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models


class FillingError(Exception):
    """A field has no value that could be inserted, or a value is for a field that the model does not have."""


@dataclass(frozen=True)
class Filling:
    """One row of the model for each row of `source`, the SQL that follows FROM.

    `given` is an SQL expression by field name. Every other field takes its own default, so that nothing here changes
    when the model gets another field.
    """

    model: type[models.Model]
    given: Mapping[str, str]
    source: str


def fill(filling: Filling, parameters: Mapping[str, object]) -> None:
    """Insert the rows; `parameters` are what the SQL names as %(name)s. Raises FillingError."""
    options = filling.model._meta
    defaults = default_values(filling.model, filling.given)
    expressions = {**filling.given, **{name: f"%(default_{name})s" for name in defaults}}
    columns = {field.name: str(field.column) for field in options.local_concrete_fields}
    quote = connection.ops.quote_name
    into = ", ".join(quote(columns[name]) for name in expressions)
    statement = f"INSERT INTO {quote(options.db_table)} ({into}) SELECT {', '.join(expressions.values())}"
    values: dict[str, Any] = {**parameters, **{f"default_{name}": value for name, value in defaults.items()}}
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} FROM {filling.source}", values)


def default_values(model: type[models.Model], given: Mapping[str, str]) -> dict[str, object]:
    """The default of each field that is not given and that the database does not fill; raises FillingError."""
    fields = model._meta.local_concrete_fields
    if unknown := given.keys() - {field.name for field in fields}:
        raise FillingError(f"{model.__name__} has no field {', '.join(sorted(unknown))}.")
    left = [field for field in fields if field.name not in given and not _is_filled_by_database(field)]
    if missing := [field.name for field in left if not _has_default(field)]:
        raise FillingError(f"{model.__name__} needs SQL for {', '.join(missing)}: no default, and not null.")
    return {field.name: field.get_db_prep_save(field.get_default(), connection) for field in left}


def _is_filled_by_database(field: "models.Field[Any, Any]") -> bool:
    """True of a key that is counted, of what the table itself computes or has a default for, and of NULL."""
    is_counted = isinstance(field, models.AutoField) or field.generated
    return is_counted or field.has_db_default() or (field.null and not field.has_default())


def _has_default(field: "models.Field[Any, Any]") -> bool:
    """True of a default, and of text that may be empty."""
    return field.has_default() or (field.blank and field.empty_strings_allowed)
