"""Tables of audit entries and population (django-tables2)."""

from decimal import Decimal

import django_tables2 as tables

from budgets.foundation.amounts import format_number
from budgets.foundation.models import AuditEntry, Population

AMOUNT = {"th": {"class": "amount"}, "td": {"class": "amount"}}


class EventTable(tables.Table):
    """The audit trail, newest first."""

    at = tables.DateTimeColumn(format="j. F Y H.i", verbose_name="Hvornår")
    actor = tables.Column(verbose_name="Hvem", default="kommando på serveren")
    action = tables.Column(verbose_name="Handling")
    model = tables.Column(verbose_name="Hvad")
    label = tables.Column(verbose_name="Hvilken", empty_values=())
    changes = tables.Column(verbose_name="Felter og rækker")

    class Meta:
        model = AuditEntry
        fields = ("at", "actor", "action", "model", "label", "changes")
        orderable = False
        empty_text = "Der er ingen hændelser endnu."

    def render_label(self, record: AuditEntry) -> str:
        return record.label or getattr(record, "person", None) or "–"

    def render_changes(self, value: list[object]) -> int:
        return len(value)


class PopulationTable(tables.Table):
    """Population on 1 January by year."""

    caption = "Folketal pr. 1. januar"
    adults = tables.Column(attrs=AMOUNT)
    everybody = tables.Column(attrs=AMOUNT)
    is_constructed = tables.Column(verbose_name="Bemærkning")

    class Meta:
        model = Population
        fields = ("year", "adults", "everybody", "is_constructed")
        orderable = False
        empty_text = "Der er ikke indtastet noget folketal endnu."

    def render_adults(self, value: int) -> str:
        return format_number(Decimal(value))

    render_everybody = render_adults

    def render_is_constructed(self, *, value: bool) -> str:
        return "konstrueret eksempel" if value else ""
