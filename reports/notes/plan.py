"""The section with the adopted plan: tables as in the source, figures by theme, and a chart."""

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


def build_adopted_plan(material: Material) -> list[Json]:
    """The items of each catalogue, under a heading with its title where there are several."""
    items: list[Json] = []
    for plan in material.plans:
        if len(material.plans) > 1:
            items.append(heading(plan.catalogue.title))
        items += build_catalogue_items(plan)
    return items


def build_catalogue_items(plan: CataloguePlan) -> list[Json]:
    """Scope, tables of the whole plan, totals and chart, then each theme, then the recommendations."""
    published = as_published(plan.catalogue)
    totals_presentation = Presentation(published.unit, published.decimals, published.most)
    items = [paragraphs(plan.catalogue.scope)]
    items += [build_yearly_table(table, published) for table in plan.as_in_source if table.theme_id is None]
    if plan.has_amounts:
        items += [_build_totals(plan, totals_presentation), _build_chart(plan, totals_presentation)]
    for theme in plan.themes:
        items += _build_theme(theme, plan, published)
    items += _build_figure_tables([table for table in plan.figures if table.table.theme_id is None])
    recommendations = [remark.text for remark in plan.remarks if remark.kind == Remark.RemarkKind.RECOMMENDATION]
    return [*items, heading("Anbefalinger"), bullets(recommendations)] if recommendations else items


def _build_theme(theme: Theme, plan: CataloguePlan, published: Presentation) -> list[Json]:
    tables = [table for table in plan.as_in_source if table.theme_id == theme.pk]
    figures = [table for table in plan.figures if table.table.theme_id == theme.pk]
    if not tables and not figures:
        return []
    return [
        heading(theme.title),
        paragraphs(theme.summary),
        *(build_yearly_table(table, published) for table in tables),
        *map(build_figure_table, figures),
    ]


def _build_figure_tables(tables: Sequence[FigureTable]) -> list[Json]:
    return [heading("Andre tal i kilden"), *map(build_figure_table, tables)] if tables else []


def _build_totals(plan: CataloguePlan, presentation: Presentation) -> Json:
    return build_yearly_table(
        plan.totals, presentation, f"Samlet økonomi, {presentation.unit.label}, plus betyder mindreudgift", "Type", "–"
    )


def build_yearly_table(
    table: PlanTable, presentation: Presentation, caption: str = "", first: str = "Tiltag", empty: str = ""
) -> Json:
    footnotes = [_format_footnote(row) for row in table.footnotes]
    footnotes += [_describe_difference(row, cell, presentation) for row, cell in table.differing]
    return Grid(
        caption=caption or f"{_quote_caption(table.caption)}, {presentation.unit.label}",
        first=first,
        columns=[Heading(str(year)) for year in table.years],
        rows=[_build_row(row, presentation, empty) for row in table.rows],
        footnotes=footnotes,
    ).as_json()


def _quote_caption(caption: str) -> str:
    """Quote a caption that begins with the source's own table number, to keep it apart from the document's."""
    return f"“{caption}”" if caption.startswith("Tab") else caption


def _build_row(row: PlanRow, presentation: Presentation, empty: str) -> Line:
    return Line(
        row.label,
        [presentation.text(cell.shown) or empty for cell in row.cells],
        [cell.shown for cell in row.cells],
        kind=TOTAL if row.is_total else LINE if row.counts else ENDED,
        code=row.mark + row.code,
    )


def _format_footnote(row: PlanRow) -> str:
    return f"{row.mark} {row.footnote}{'' if row.counts else ' Tæller ikke med.'}".strip()


def _describe_difference(row: PlanRow, cell: Cell, presentation: Presentation) -> str:
    printed, computed = presentation.text(cell.published), presentation.text(cell.computed)
    return f"{row.label}, {cell.year}: {printed} ifølge kilden, {computed} ifølge linjerne."


def build_figure_table(table: FigureTable) -> Json:
    """A table of counts, or with columns other than years, as printed."""
    rows = [
        Line(
            row.row.mark + row.row.label,
            row.texts,
            [value if _is_exact(text) else None for text, value in zip(row.texts, row.values, strict=True)],
            kind=TOTAL if row.is_total else LINE,
        )
        for row in table.rows
    ]
    quoted = [QUOTED] if table.table.kind == table.table.TableKind.COUNTS else []
    return Grid(
        caption=_quote_caption(table.table.caption),
        first=capfirst(table.table.row_heading),
        columns=[Heading(column) for column in table.columns],
        rows=rows,
        footnotes=[*table.footnotes, *quoted],
    ).as_json()


def _is_exact(text: str) -> bool:
    """True for a number printed without words: “ca. 7 mio.” is not an exact amount."""
    return not any(character.isalpha() for character in text)


def _build_chart(plan: CataloguePlan, presentation: Presentation) -> Json:
    """A stacked bar for each year; labels and texts distinguish the groups without colour."""
    labels = [group.caption if group.theme_id else NO_GROUP for group in plan.planned_groups]
    caption = f"Planens effekt pr. år efter gruppe, {presentation.unit.label}, efter fradrag af omkostninger"
    return {
        "kind": "chart",
        "caption": caption,
        "labels": labels,
        "bars": [_build_bar(cell, plan, presentation) for cell in plan.totals.rows[-1].cells],
        "alternative": _describe_chart(caption, labels, plan, presentation),
    }


def _build_bar(total: Cell, plan: CataloguePlan, presentation: Presentation) -> Json:
    amounts = [_get_amount(group.rows[-1], total.year) for group in plan.planned_groups]
    parts = [
        {"value": str((amount or 0) / presentation.unit.factor), "text": presentation.text(amount)}
        for amount in amounts
    ]
    return {"year": str(total.year), "total": presentation.text(total.computed), "parts": parts}


def _get_amount(row: PlanRow, year: int) -> Decimal | None:
    return next(cell.computed for cell in row.cells if cell.year == year)


def _describe_chart(caption: str, labels: Sequence[str], plan: CataloguePlan, presentation: Presentation) -> str:
    """The chart's alternative text: each year's sum and each group's share."""
    years = []
    for cell in plan.totals.rows[-1].cells:
        parts = (
            f"{label} {presentation.text(_get_amount(group.rows[-1], cell.year)) or 'intet'}"
            for label, group in zip(labels, plan.planned_groups, strict=True)
        )
        years.append(
            f"{cell.year}: {presentation.text(cell.computed) or 'intet'} i alt, fordelt på {'; '.join(parts)}."
        )
    return f"Stablet søjlediagram. {caption}. " + " ".join(years)
