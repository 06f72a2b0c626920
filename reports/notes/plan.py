"""The plan as it was adopted: its tables line for line as in the source, its groups' figures, its chart."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.text import capfirst

from budgets.foundation.amounts import Presentation
from initiatives.catalogues.models.catalogues import Remark, Theme
from initiatives.catalogues.plan.catalogue import as_published
from initiatives.catalogues.plan.figures import FigureTable
from initiatives.catalogues.plan.rows import Cell, PlanRow, PlanTable
from initiatives.pages.plan import CataloguePlan
from reports.notes.content import ENDED, LINE, TOTAL, Grid, Heading, Json, Line, bullets, heading, paragraphs
from reports.notes.material import Material
from reports.notes.overview import NO_GROUP

QUOTED = "Antal, som kilden selv har offentliggjort."


def adopted_plan(material: Material) -> list[Json]:
    """Each catalogue with its tables; the heading names it where there are several."""
    items: list[Json] = []
    for plan in material.plans:
        if len(material.plans) > 1:
            items.append(heading(plan.catalogue.title))
        items += catalogue_items(plan)
    return items


def catalogue_items(plan: CataloguePlan) -> list[Json]:
    """Scope, tables of the whole plan, its chart and totals, then group by group, then its recommendations."""
    published = as_published(plan.catalogue)
    common = Presentation(published.unit, published.decimals, published.most)
    items = [paragraphs(plan.catalogue.scope)]
    items += [yearly_table(table, published) for table in plan.as_in_source if table.theme_id is None]
    if plan.has_amounts:
        items += [_totals(plan, common), _chart(plan, common)]
    for theme in plan.themes:
        items += _theme(theme, plan, published)
    items += _figures([found for found in plan.figures if found.table.theme_id is None])
    recommended = [remark.text for remark in plan.remarks if remark.kind == Remark.RemarkKind.RECOMMENDATION]
    return [*items, heading("Anbefalinger"), bullets(recommended)] if recommended else items


def _theme(theme: Theme, plan: CataloguePlan, published: Presentation) -> list[Json]:
    tables = [table for table in plan.as_in_source if table.theme_id == theme.pk]
    figures = [found for found in plan.figures if found.table.theme_id == theme.pk]
    if not tables and not figures:
        return []
    return [
        heading(theme.title),
        paragraphs(theme.summary),
        *(yearly_table(table, published) for table in tables),
        *map(figure_table, figures),
    ]


def _figures(found: Sequence[FigureTable]) -> list[Json]:
    return [heading("Andre tal i kilden"), *map(figure_table, found)] if found else []


def _totals(plan: CataloguePlan, shown: Presentation) -> Json:
    return yearly_table(
        plan.totals, shown, f"Samlet økonomi, {shown.unit.label}, plus betyder mindreudgift", "Type", "–"
    )


def yearly_table(
    table: PlanTable, shown: Presentation, caption: str = "", first: str = "Tiltag", empty: str = ""
) -> Json:
    footnotes = [_footnote(row) for row in table.footnotes]
    footnotes += [_difference(row, cell, shown) for row, cell in table.differing]
    return Grid(
        caption=caption or f"{_quoted(table.caption)}, {shown.unit.label}",
        first=first,
        columns=[Heading(str(year)) for year in table.years],
        rows=[_row(row, shown, empty) for row in table.rows],
        footnotes=footnotes,
    ).as_json()


def _quoted(caption: str) -> str:
    """A caption that begins with the source's own number stands in quotes, beside the document's."""
    return f"“{caption}”" if caption.startswith("Tab") else caption


def _row(row: PlanRow, shown: Presentation, empty: str) -> Line:
    return Line(
        row.label,
        [shown.text(cell.shown) or empty for cell in row.cells],
        [cell.shown for cell in row.cells],
        kind=TOTAL if row.is_total else LINE if row.counts else ENDED,
        code=row.mark + row.code,
    )


def _footnote(row: PlanRow) -> str:
    return f"{row.mark} {row.footnote}{'' if row.counts else ' Tæller ikke med.'}".strip()


def _difference(row: PlanRow, cell: Cell, shown: Presentation) -> str:
    printed, computed = shown.text(cell.published), shown.text(cell.computed)
    return f"{row.label}, {cell.year}: {printed} ifølge kilden, {computed} ifølge linjerne."


def figure_table(table: FigureTable) -> Json:
    """A table of counts or of other columns than years, as printed."""
    rows = [
        Line(
            row.row.mark + row.row.label,
            row.texts,
            [value if _is_plain(text) else None for text, value in zip(row.texts, row.values, strict=True)],
            kind=TOTAL if row.is_total else LINE,
        )
        for row in table.rows
    ]
    quoted = [QUOTED] if table.table.kind == table.table.TableKind.COUNTS else []
    return Grid(
        caption=_quoted(table.table.caption),
        first=capfirst(table.table.row_heading),
        columns=[Heading(column) for column in table.columns],
        rows=rows,
        footnotes=[*table.footnotes, *quoted],
    ).as_json()


def _is_plain(text: str) -> bool:
    """True of a number that is printed alone: “ca. 7 mio.” is no exact amount."""
    return not any(character.isalpha() for character in text)


def _chart(plan: CataloguePlan, shown: Presentation) -> Json:
    """Bars a year, stacked by group, with the letters and texts that tell the groups apart without colour."""
    labels = [group.caption if group.theme_id else NO_GROUP for group in plan.planned_groups]
    caption = f"Planens effekt pr. år efter gruppe, {shown.unit.label}, efter fradrag af omkostninger"
    return {
        "kind": "chart",
        "caption": caption,
        "labels": labels,
        "bars": [_bar(cell, plan, shown) for cell in plan.totals.rows[-1].cells],
        "alternative": _alternative(caption, labels, plan, shown),
    }


def _bar(total: Cell, plan: CataloguePlan, shown: Presentation) -> Json:
    amounts = [_amount(group.rows[-1], total.year) for group in plan.planned_groups]
    parts = [{"value": str((amount or 0) / shown.unit.factor), "text": shown.text(amount)} for amount in amounts]
    return {"year": str(total.year), "total": shown.text(total.computed), "parts": parts}


def _amount(row: PlanRow, year: int) -> Decimal | None:
    return next(cell.computed for cell in row.cells if cell.year == year)


def _alternative(caption: str, labels: Sequence[str], plan: CataloguePlan, shown: Presentation) -> str:
    """The chart in words: each year's sum and each group's part of it."""
    years = []
    for cell in plan.totals.rows[-1].cells:
        parts = (
            f"{label} {shown.text(_amount(group.rows[-1], cell.year)) or 'intet'}"
            for label, group in zip(labels, plan.planned_groups, strict=True)
        )
        years.append(f"{cell.year}: {shown.text(cell.computed) or 'intet'} i alt, fordelt på {'; '.join(parts)}.")
    return f"Stablet søjlediagram. {caption}. " + " ".join(years)
