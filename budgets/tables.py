"""Flat lists."""

import django_tables2 as tables

from budgets.models import AuditEntry


class EventTable(tables.Table):
    """Who did what, newest first."""

    at = tables.DateTimeColumn(format="j. F Y H.i", verbose_name="Hvornår")
    actor = tables.Column(verbose_name="Hvem", default="kommando på serveren")
    action = tables.Column(verbose_name="Handling")
    model = tables.Column(verbose_name="Hvad")
    object_id = tables.Column(verbose_name="Hvilken")
    changes = tables.Column(verbose_name="Felter og rækker")

    class Meta:
        model = AuditEntry
        fields = ("at", "actor", "action", "model", "object_id", "changes")
        orderable = False
        empty_text = "Der er ikke sket noget endnu."

    def render_changes(self, value: list[object]) -> int:
        return len(value)
