"""Placing a catalogue's initiatives in the budget: their effect on it, and the area of each line."""

from collections.abc import Mapping

from django.db import transaction

from budgets.areas.models import BudgetArea
from budgets.foundation import audit
from budgets.foundation.models import Membership
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import BudgetEffect, Initiative


@transaction.atomic
def place_in_budget(
    *,
    membership: Membership,
    catalogue: Catalogue,
    areas: Mapping[int, BudgetArea | None],
    effects: Mapping[int, str],
) -> int:
    """Set the areas of lines (by id) and the budget effects of initiatives (by id); the number of changes."""
    lines = EffectLine.objects.filter(initiative__catalogue=catalogue, pk__in=areas).select_related("area")
    initiatives = Initiative.objects.filter(catalogue=catalogue, pk__in=effects)
    changes = []
    for line in lines:
        if line.area != areas[line.pk]:
            changes.append({"felt": f"ramme for {line}", "før": _name(line.area), "efter": _name(areas[line.pk])})
            line.area = areas[line.pk]
            line.save(update_fields=["area"])
    for initiative in initiatives:
        after = BudgetEffect(effects[initiative.pk]) if effects[initiative.pk] else ""
        if initiative.budget_effect != after:
            before = initiative.get_budget_effect_display()
            initiative.budget_effect = after
            initiative.save(update_fields=["budget_effect"])
            name = f"virkning på budgettet for {initiative}"
            changes.append({"felt": name, "før": before, "efter": initiative.get_budget_effect_display()})
    if changes:
        audit.record(
            municipality=membership.municipality,
            actor=membership.user,
            action="tiltag placeret i budgettet",
            obj=catalogue,
            changes=changes,
        )
    return len(changes)


def _name(area: BudgetArea | None) -> str:
    return str(area or "")
