"""A catalogue at a glance: group by group its proposals with their amounts, and what of them counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.models import Committee
from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory, Theme
from initiatives.catalogues.models.effects import EffectData, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.catalogue import category_sums, initiatives_of_theme, load_tables
from initiatives.catalogues.plan.effects import EffectFilter, Effects
from initiatives.catalogues.plan.numbers import number_of
from initiatives.catalogues.plan.rows import PlanRow, PlanTable, cells
from initiatives.catalogues.plan.selection import Selection
from initiatives.decisions.models import Decision

NO_GROUP = "uden"
"""What the proposals without a group are called in the address."""


@dataclass(frozen=True)
class OverviewMaterial:
    """Everything that an overview of the catalogue is made of, whatever is chosen."""

    catalogue: Catalogue
    themes: Sequence[Theme]
    initiatives: Sequence[Initiative]
    data: EffectData
    committees: Sequence[Committee]
    tables: Sequence[PlanTable]
    decisions: Mapping[int, str]


@dataclass(frozen=True)
class OverviewRow:
    """A proposal's amounts of one category in a group; only the first of its rows says what it is."""

    initiative: Initiative
    number: str
    category: str
    amounts: PlanRow
    decision: str
    is_first: bool


@dataclass(frozen=True)
class OverviewGroup:
    """A group with its proposals, the sums of those that count, and the printed sums that are others."""

    key: str
    title: str
    rows: Sequence[OverviewRow]
    sums: Sequence[PlanRow]
    printed: Sequence[PlanRow]
    excluded_from_totals: bool


@dataclass(frozen=True)
class Overview:
    """The groups that were asked for, and the sums of them all but those beside the plan, or of the one asked for."""

    catalogue: Catalogue
    years: Sequence[int]
    groups: Sequence[OverviewGroup]
    sums: Sequence[PlanRow]
    printed: Sequence[PlanRow]
    shown_count: int
    all_count: int

    @property
    def has_decisions(self) -> bool:
        """True where something has been decided about any of what is shown."""
        return any(row.decision for group in self.groups for row in group.rows)

    @property
    def has_printed(self) -> bool:
        """True where the document prints a sum that is not the lines' own."""
        return bool(self.printed) or any(group.printed for group in self.groups)

    @property
    def has_ended(self) -> bool:
        """True where something is shown that does not count."""
        return any(not row.initiative.counts for group in self.groups for row in group.rows)

    @property
    def has_beside(self) -> bool:
        """True where a group stands beside the plan."""
        return any(group.excluded_from_totals for group in self.groups)


def load_overview(catalogue: Catalogue) -> OverviewMaterial:
    """Nine queries, whatever the catalogue's size."""
    data = YearlyEffect.objects.facts(catalogue)
    initiatives = catalogue.initiatives.from_source().with_printed_codes().select_related("theme", "business_case")
    tables, _ = load_tables(catalogue, Effects(data.facts, data.shares))
    return OverviewMaterial(
        catalogue=catalogue,
        themes=list(catalogue.themes.all()),
        initiatives=list(initiatives.prefetch_related("legal_bases")),
        data=data,
        committees=list(Committee.objects.filter(lines__initiative__catalogue=catalogue).distinct()),
        tables=[table for table in tables if table.initiative_id is None],
        decisions=_outcomes(catalogue),
    )


def _outcomes(catalogue: Catalogue) -> dict[int, str]:
    """By initiative the newest decision about the whole of it and about each part, in words; one query."""
    newest: dict[int, dict[str, str]] = {}
    decisions = Decision.objects.filter(initiative__catalogue=catalogue).select_related("item", "part")
    for one in decisions.order_by("item__held_on", "pk"):
        part = f"{one.part}: " if one.part else ""
        outcome = f"{part}{one.get_outcome_display()} {one.item.held_on:%d.%m.%Y}"
        newest.setdefault(one.initiative_id, {})[part] = outcome
    return {initiative: ", ".join(found[part] for part in sorted(found)) for initiative, found in newest.items()}


def build_overview(material: OverviewMaterial, selection: Selection, group: str = "") -> Overview:
    """The overview of what is chosen: proposals and lines by the `selection`, and of the groups the one with the key.

    What the document prints is about the whole catalogue, and stands only where nothing is left out.
    """
    effects = selection.effects(material.data)
    shown = selection.initiatives(material.initiatives, effects)
    groups = [
        _group(theme, found, material, effects, with_printed=selection.is_everything)
        for theme in (*material.themes, None)
        if group in ("", group_key(theme)) and (found := initiatives_of_theme(theme, shown, effects))
    ]
    whole = groups[0].sums if group and groups else _of_all(shown, material, effects)
    return Overview(
        catalogue=material.catalogue,
        years=material.catalogue.years,
        groups=groups,
        sums=whole,
        printed=_printed(None, material.tables, whole) if selection.is_everything and not group else [],
        shown_count=len({row.initiative.pk for found in groups for row in found.rows}),
        all_count=len(material.initiatives),
    )


def _of_all(shown: Iterable[Initiative], material: OverviewMaterial, effects: Effects) -> list[PlanRow]:
    """The sums over all groups but those beside the plan."""
    beside = {theme.pk for theme in material.themes if theme.excluded_from_totals}
    return _of_interest(category_sums(shown, material.catalogue.years, effects, outside=beside))


def group_key(theme: Theme | None) -> str:
    """What a group is called in the address."""
    return str(theme.order) if theme else NO_GROUP


def _group(
    theme: Theme | None,
    found: Iterable[Initiative],
    material: OverviewMaterial,
    effects: Effects,
    *,
    with_printed: bool,
) -> OverviewGroup:
    found, theme_id, years = list(found), theme.pk if theme else None, material.catalogue.years
    own = category_sums(found, years, effects, theme_id=theme_id)
    return OverviewGroup(
        key=group_key(theme),
        title=theme.title if theme else "Uden gruppe",
        rows=[row for one in found for row in _rows(one, theme_id, material, effects)],
        sums=_of_interest(own),
        printed=_printed(theme_id, material.tables, own) if theme and with_printed else [],
        excluded_from_totals=bool(theme and theme.excluded_from_totals),
    )


def _rows(
    initiative: Initiative, theme_id: int | None, material: OverviewMaterial, effects: Effects
) -> list[OverviewRow]:
    """A row for each category that the proposal has amounts of; one without amounts has one row all the same."""
    by_category = {
        category: effects.amounts(initiative.pk, EffectFilter(category=category), theme_id=theme_id)
        for category in EffectCategory
    }
    found = {category: amounts for category, amounts in by_category.items() if amounts}
    return [
        OverviewRow(
            initiative=initiative,
            number=number_of(initiative),
            category=category.label if category else "",
            amounts=PlanRow(initiative.title, cells(amounts, material.catalogue.years), is_counted=initiative.counts),
            decision=material.decisions.get(initiative.pk, ""),
            is_first=place == 0,
        )
        for place, (category, amounts) in enumerate(found.items() or [(None, {})])
    ]


def _of_interest(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """The sum of all, after those of its categories where there are several."""
    *categories, total = rows
    some = [row for row in categories if any(cell.computed is not None for cell in row.cells)]
    return [*(some if len(some) > 1 else []), total]


def _printed(theme_id: int | None, tables: Iterable[PlanTable], own: Iterable[PlanRow]) -> list[PlanRow]:
    """The printed sums of the group, or of the whole catalogue, that are not among its own sums."""
    known = [_amounts(row, [cell.computed for cell in row.cells]) for row in own]
    totals = (row for table in tables if table.theme_id == theme_id for row in table.rows if row.is_total)
    return [row for row in totals if _amounts(row, [cell.published for cell in row.cells]) not in known]


def _amounts(row: PlanRow, amounts: Iterable[Decimal | None]) -> dict[int, Decimal]:
    """By year the amounts that are not nothing, so that an empty cell and a zero are alike."""
    return {cell.year: amount for cell, amount in zip(row.cells, amounts, strict=True) if amount}
