"""Catalogues out of the program: one tidy row for each target effect."""

import csv
from collections.abc import Iterator
from typing import Protocol

from django.db.models import OuterRef, QuerySet, Subquery

from initiatives.imports.sheets import guarded
from initiatives.models import PublishedRow, YearlyEffect

COLUMNS = (
    *("catalogue", "theme", "code", "title", "line", "category", "steering_area", "year", "amount_kr"),
    *("price_level", "lifecycle", "committee", "source_table"),
)


class Writable(Protocol):
    """A file, an answer to a request, or the terminal."""

    def write(self, content: str, /) -> object: ...


def write_effects(effects: QuerySet[YearlyEffect], out: Writable) -> None:
    """The effects as CSV with comma and decimal point; amounts in kroner, positive where less is spent."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(effects))


def _rows(effects: QuerySet[YearlyEffect]) -> Iterator[list[str]]:
    """One query, whatever the number of effects."""
    printed = PublishedRow.objects.filter(
        table_id=OuterRef("source_table_id"), initiative_id=OuterRef("line__initiative_id")
    )
    found = (
        effects.select_related("line__initiative__catalogue", "line__initiative__theme", "source_table")
        .annotate(code=Subquery(printed.values("code")[:1]))
        .order_by("line__initiative__catalogue__slug", "line__initiative__order", "line__order", "year")
    )
    return (_row(effect, effect.code or "") for effect in found)


def _row(effect: YearlyEffect, code: str) -> list[str]:
    line, initiative = effect.line, effect.line.initiative
    price_level = line.price_level or initiative.catalogue.price_level
    table = effect.source_table
    before = (initiative.catalogue.slug, initiative.theme.title if initiative.theme else "", code, initiative.title)
    after = (str(price_level or ""), initiative.lifecycle, "", f"{table.ordinal}: {table.caption}" if table else "")
    texts = map(guarded, (*before, line.text, line.category, line.steering_area))
    return [*texts, str(effect.year), f"{effect.amount:f}", *map(guarded, after)]
