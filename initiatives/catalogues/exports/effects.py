"""Exporting target effects: one tidy row for each."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from budgets.foundation.files.cells import escape_formula
from initiatives.catalogues.models.effects import ThemeShare, YearlyEffect
from initiatives.catalogues.models.initiatives import Lifecycle
from initiatives.catalogues.models.published import PublishedRow

COLUMNS = (
    *("catalogue", "theme", "code", "title", "line", "category", "steering_area", "year", "amount_kr"),
    *("price_level", "lifecycle", "committee", "source_table"),
)


class Writable(Protocol):
    """A file, an HTTP response, or the terminal."""

    def write(self, content: str, /) -> object: ...


def write_effects(effects: QuerySet[YearlyEffect], out: Writable) -> None:
    """Write the effects as CSV with comma and decimal point; kroner, positive where less is spent."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_effect_rows(effects))


def _effect_rows(effects: QuerySet[YearlyEffect]) -> Iterator[list[str]]:
    """Rows of the effects; one that groups share is a row for each share. Two queries, whatever their number."""
    printed = PublishedRow.objects.filter(
        table_id=OuterRef("source_table_id"), initiative_id=OuterRef("line__initiative_id")
    )
    parents = ("line__initiative__catalogue", "line__initiative__theme", "line__committee", "source_table")
    in_order = (
        effects.select_related(*parents)
        .prefetch_related(Prefetch("shares", ThemeShare.objects.select_related("theme")))
        .annotate(code=Subquery(printed.values("code")[:1]))
        .order_by("line__initiative__catalogue__slug", "line__initiative__order", "line__order", "year")
    )
    for effect in in_order:
        own_theme = effect.line.initiative.theme
        shares = [(share.theme.title, share.amount) for share in effect.shares.all()]
        for theme, amount in shares or [(own_theme.title if own_theme else "", effect.amount)]:
            yield _effect_row(effect, effect.code or "", theme, amount)


def _effect_row(effect: YearlyEffect, code: str, theme: str, amount: Decimal) -> list[str]:
    line, initiative, table = effect.line, effect.line.initiative, effect.source_table
    price_level = line.price_level or initiative.catalogue.price_level
    first_cells = (
        initiative.catalogue.slug,
        theme,
        code,
        initiative.title,
        line.text,
        line.category,
        line.steering_area,
    )
    committee = line.committee.name if line.committee else ""
    last_cells = (
        str(price_level or ""),
        Lifecycle.DROPPED if line.ended_by_id else initiative.lifecycle,
        committee,
        f"{table.ordinal}: {table.caption}" if table else "",
    )
    return [*map(escape_formula, first_cells), str(effect.year), f"{amount:f}", *map(escape_formula, last_cells)]
