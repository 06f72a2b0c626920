"""The overview of a catalogue: proposals by group with their amounts, and the sums of those that count."""

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
"""The key of proposals without a group, in the address."""


@dataclass(frozen=True)
class OverviewMaterial:
    """Everything that an overview of the catalogue is built from, whatever is selected."""

    catalogue: Catalogue
    themes: Sequence[Theme]
    initiatives: Sequence[Initiative]
    data: EffectData
    committees: Sequence[Committee]
    tables: Sequence[PlanTable]
    decisions: Mapping[int, str]


@dataclass(frozen=True)
class OverviewRow:
    """A proposal's amounts of one category in a group; only its first row shows its title and number."""

    initiative: Initiative
    number: str
    category: str
    amounts: PlanRow
    decision: str
    is_first: bool


@dataclass(frozen=True)
class OverviewGroup:
    """A group with its proposals, the sums of those that count, and the printed sums that differ from them."""

    key: str
    title: str
    rows: Sequence[OverviewRow]
    sums: Sequence[PlanRow]
    printed: Sequence[PlanRow]
    excluded_from_totals: bool


@dataclass(frozen=True)
class Overview:
    """The selected groups, and the sums of all groups in the plan's totals, or of the one selected group."""

    catalogue: Catalogue
    years: Sequence[int]
    groups: Sequence[OverviewGroup]
    sums: Sequence[PlanRow]
    printed: Sequence[PlanRow]
    shown_count: int
    all_count: int

    @property
    def has_decisions(self) -> bool:
        """True where any shown proposal has a decision."""
        return any(row.decision for group in self.groups for row in group.rows)

    @property
    def has_printed(self) -> bool:
        """True where the document prints a sum that differs from that of the lines."""
        return bool(self.printed) or any(group.printed for group in self.groups)

    @property
    def has_ended(self) -> bool:
        """True where a proposal is shown that does not count."""
        return any(not row.initiative.counts for group in self.groups for row in group.rows)

    @property
    def has_beside(self) -> bool:
        """True where a group is outside the plan's totals."""
        return any(group.excluded_from_totals for group in self.groups)


def load_overview(catalogue: Catalogue) -> OverviewMaterial:
    """The material of the catalogue; nine queries, whatever its size."""
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
        decisions=_newest_decisions(catalogue),
    )


def _newest_decisions(catalogue: Catalogue) -> dict[int, str]:
    """The newest decision about the whole and about each part, in words by initiative id; one query."""
    newest: dict[int, dict[str, str]] = {}
    decisions = Decision.objects.filter(initiative__catalogue=catalogue).select_related("item", "part")
    for decision in decisions.order_by("item__held_on", "pk"):
        part = f"{decision.part}: " if decision.part else ""
        outcome = f"{part}{decision.get_outcome_display()} {decision.item.held_on:%d.%m.%Y}"
        newest.setdefault(decision.initiative_id, {})[part] = outcome
    return {initiative: ", ".join(by_part[part] for part in sorted(by_part)) for initiative, by_part in newest.items()}


def build_overview(material: OverviewMaterial, selection: Selection, group: str = "") -> Overview:
    """The overview of the selection: proposals and lines by `selection`, and only the group with the key, if given.

    Printed sums are about the whole catalogue, and are shown only where nothing is filtered out.
    """
    effects = selection.effects(material.data)
    selected = selection.initiatives(material.initiatives, effects)
    groups = [
        _group(theme, group_initiatives, material, effects, with_printed=selection.is_everything)
        for theme in (*material.themes, None)
        if group in ("", group_key(theme)) and (group_initiatives := initiatives_of_theme(theme, selected, effects))
    ]
    sums = groups[0].sums if group and groups else _sums_of_all(selected, material, effects)
    return Overview(
        catalogue=material.catalogue,
        years=material.catalogue.years,
        groups=groups,
        sums=sums,
        printed=_differing_printed_sums(None, material.tables, sums) if selection.is_everything and not group else [],
        shown_count=len({row.initiative.pk for shown_group in groups for row in shown_group.rows}),
        all_count=len(material.initiatives),
    )


def _sums_of_all(initiatives: Iterable[Initiative], material: OverviewMaterial, effects: Effects) -> list[PlanRow]:
    """The sums over all groups that are in the plan's totals."""
    excluded = {theme.pk for theme in material.themes if theme.excluded_from_totals}
    return _without_single_category(category_sums(initiatives, material.catalogue.years, effects, outside=excluded))


def group_key(theme: Theme | None) -> str:
    """The key of a group in the address."""
    return str(theme.order) if theme else NO_GROUP


def _group(
    theme: Theme | None,
    initiatives: Iterable[Initiative],
    material: OverviewMaterial,
    effects: Effects,
    *,
    with_printed: bool,
) -> OverviewGroup:
    initiatives, theme_id, years = list(initiatives), theme.pk if theme else None, material.catalogue.years
    sums = category_sums(initiatives, years, effects, theme_id=theme_id)
    return OverviewGroup(
        key=group_key(theme),
        title=theme.title if theme else "Uden gruppe",
        rows=[row for initiative in initiatives for row in _rows(initiative, theme_id, material, effects)],
        sums=_without_single_category(sums),
        printed=_differing_printed_sums(theme_id, material.tables, sums) if theme and with_printed else [],
        excluded_from_totals=bool(theme and theme.excluded_from_totals),
    )


def _rows(
    initiative: Initiative, theme_id: int | None, material: OverviewMaterial, effects: Effects
) -> list[OverviewRow]:
    """A row for each category that the proposal has amounts of; one without amounts has a single row."""
    by_category = {
        category: effects.amounts(initiative.pk, EffectFilter(category=category), theme_id=theme_id)
        for category in EffectCategory
    }
    with_amounts = {category: amounts for category, amounts in by_category.items() if amounts}
    return [
        OverviewRow(
            initiative=initiative,
            number=number_of(initiative),
            category=category.label if category else "",
            amounts=PlanRow(initiative.title, cells(amounts, material.catalogue.years), is_counted=initiative.counts),
            decision=material.decisions.get(initiative.pk, ""),
            is_first=place == 0,
        )
        for place, (category, amounts) in enumerate(with_amounts.items() or [(None, {})])
    ]


def _without_single_category(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """The total, after the sums of its categories where there are several."""
    *categories, total = rows
    filled = [row for row in categories if any(cell.computed is not None for cell in row.cells)]
    return [*(filled if len(filled) > 1 else []), total]


def _differing_printed_sums(
    theme_id: int | None, tables: Iterable[PlanTable], computed_sums: Iterable[PlanRow]
) -> list[PlanRow]:
    """The printed sums of the group, or of the whole catalogue, that are not among the computed ones."""
    computed = [_nonzero_amounts(row, [cell.computed for cell in row.cells]) for row in computed_sums]
    totals = (row for table in tables if table.theme_id == theme_id for row in table.rows if row.is_total)
    return [row for row in totals if _nonzero_amounts(row, [cell.published for cell in row.cells]) not in computed]


def _nonzero_amounts(row: PlanRow, amounts: Iterable[Decimal | None]) -> dict[int, Decimal]:
    """Kroner by year without zeros, so that an empty cell equals a zero."""
    return {cell.year: amount for cell, amount in zip(row.cells, amounts, strict=True) if amount}
