"""A catalogue, or some of its initiatives, as rows of the sheets: the texts of the cells by heading."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Model, Prefetch, QuerySet

from budgets.foundation.amounts import Presentation, parse_amount
from initiatives.catalogues.columns.catalogue import CATALOGUE_FIELDS
from initiatives.catalogues.columns.cells import exact_presentation
from initiatives.catalogues.columns.declared import SHEETS
from initiatives.catalogues.columns.effects import EFFECTS
from initiatives.catalogues.columns.source import COMPARISONS, FIGURES
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import Assumption
from initiatives.catalogues.models.effects import EffectLine, ThemeShare, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedFigure, PublishedRow, PublishedTable
from initiatives.catalogues.sheets import LINE_NUMBER, SheetName

SheetRow = Mapping[str, str]
SheetRows = dict[SheetName, Iterator[SheetRow]]


def catalogue_rows(catalogue: Catalogue) -> SheetRows:
    """The rows of every sheet; a constant number of queries."""
    tables = catalogue.tables.select_related("theme", "initiative")
    fields = CATALOGUE_FIELDS.write(catalogue, catalogue)
    return {
        SheetName.CATALOGUE: ({"felt": field, "værdi": value} for field, value in fields.items()),
        SheetName.THEMES: _write(SheetName.THEMES, catalogue.themes.all(), catalogue),
        SheetName.TABLES: _write(SheetName.TABLES, tables, catalogue),
        SheetName.FIGURES: _figures(catalogue),
        SheetName.ASSUMPTIONS: _assumptions(catalogue.assumptions.all(), catalogue),
        SheetName.REMARKS: _write(SheetName.REMARKS, catalogue.remarks.all(), catalogue),
        SheetName.COMPARISONS: _comparisons(catalogue),
        **_about_initiatives(catalogue, catalogue.initiatives.from_source()),
    }


def case_rows(catalogue: Catalogue, initiatives: QuerySet[Initiative]) -> SheetRows:
    """Rows about the initiatives, by sheet; a line has its number as `nr`."""
    assumptions = catalogue.assumptions.filter(initiative__in=initiatives)
    return _about_initiatives(catalogue, initiatives) | {SheetName.ASSUMPTIONS: _assumptions(assumptions, catalogue)}


def _about_initiatives(catalogue: Catalogue, initiatives: QuerySet[Initiative]) -> SheetRows:
    """Rows of the sheets that are about initiatives."""
    in_full = initiatives.select_related("theme").prefetch_related("legal_bases")
    described = (
        *(SheetName.ACTIVITIES, SheetName.STAFF, SheetName.UNITS, SheetName.CRITERIA, SheetName.CLAIMS),
        *(SheetName.CASES, SheetName.PARTS, SheetName.SERVICE_LEVELS, SheetName.COUNTER_EFFECTS),
    )
    return {
        SheetName.INITIATIVES: _write(SheetName.INITIATIVES, in_full, catalogue),
        SheetName.EFFECTS: _effects(catalogue, initiatives),
        SheetName.SHARES: _shares(catalogue, initiatives),
        SheetName.MEASUREMENTS: _describe(SheetName.MEASUREMENTS, catalogue, initiatives, measured_here=False),
        **{name: _describe(name, catalogue, initiatives) for name in described},
    }


def _write(name: SheetName, objects: Iterable[Model], catalogue: Catalogue) -> Iterator[SheetRow]:
    """A row for each object, by the columns of the sheet."""
    return (SHEETS[name].write(obj, catalogue) for obj in objects)


def _describe(
    name: SheetName, catalogue: Catalogue, initiatives: QuerySet[Initiative], **conditions: object
) -> Iterator[SheetRow]:
    """The rows of a sheet whose objects belong to one initiative each, in the order of the initiatives."""
    model = SHEETS[name].model
    objects = model._default_manager.filter(initiative__in=initiatives, **conditions)
    in_order = objects.order_by("initiative__order", *model._meta.ordering or ())
    return _write(name, in_order.select_related("initiative"), catalogue)


def _assumptions(assumptions: QuerySet[Assumption], catalogue: Catalogue) -> Iterator[SheetRow]:
    return _write(SheetName.ASSUMPTIONS, assumptions.select_related("initiative"), catalogue)


def _effects(catalogue: Catalogue, initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    """One row for each line, with the years as columns, and what its first effect says of where it was read."""
    presentation = exact_presentation(catalogue)
    effects = Prefetch("effects", YearlyEffect.objects.select_related("source_table"))
    lines = EffectLine.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for line in lines.select_related("initiative", "committee", "area").prefetch_related(effects):
        yearly = list(line.effects.all())
        yield {
            **EFFECTS.write(line, catalogue),
            LINE_NUMBER: str(line.order),
            **EFFECTS.write(yearly[0] if yearly else YearlyEffect(), catalogue),
            **{str(effect.year): presentation.text(effect.amount) for effect in yearly},
        }


def _shares(catalogue: Catalogue, initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    """One row for each line and group, with the years as columns."""
    presentation = exact_presentation(catalogue)
    shares = ThemeShare.objects.filter(effect__line__initiative__in=initiatives)
    yearly_by_share: dict[tuple[str, int, int], dict[str, str]] = {}
    for share in shares.select_related("effect__line__initiative", "theme"):
        line = share.effect.line
        years = yearly_by_share.setdefault((line.initiative.key, line.order, share.theme.order), {})
        years[str(share.effect.year)] = presentation.text(share.amount)
    for (key, order, theme), years in yearly_by_share.items():
        yield {"tiltag": key, "linje": str(order), "gruppe": str(theme), **years}


def _figures(catalogue: Catalogue) -> Iterator[SheetRow]:
    presentation = exact_presentation(catalogue)
    published_rows = PublishedRow.objects.filter(table__catalogue=catalogue).order_by("table__ordinal", "order")
    for row in published_rows.select_related("table", "initiative", "theme", "committee").prefetch_related("figures"):
        figures = list(row.figures.all())
        cells = FIGURES.write(row, catalogue)
        if row.table.kind == PublishedTable.TableKind.PLAN:
            yield cells | _yearly(figures, presentation)
        else:
            yield from (cells | FIGURES.write(figure, catalogue) for figure in figures)


def _yearly(figures: Iterable[PublishedFigure], presentation: Presentation) -> dict[str, str]:
    """Amounts as printed; one that the import would not read as an amount also has its printed text."""
    cells: dict[str, str] = {}
    printed_texts = []
    for figure in figures:
        is_plain = _is_amount(figure, presentation)
        cells[str(figure.year)] = figure.printed if is_plain else presentation.text(figure.value)
        printed_texts += [] if is_plain else [f"{figure.year}: {figure.printed}"]
    return cells | {"trykt som": " | ".join(printed_texts)}


def _is_amount(figure: PublishedFigure, presentation: Presentation) -> bool:
    """True where the printed text is the amount in the catalogue's unit and sign."""
    try:
        kroner = parse_amount(figure.printed, presentation.unit)
    except ValueError:
        return False
    return kroner is not None and kroner * presentation.factor == figure.value


def _comparisons(catalogue: Catalogue) -> Iterator[SheetRow]:
    for term in catalogue.comparison_terms.select_related("figure__row__table").order_by("order"):
        figure, row = term.figure, term.figure.row
        place = {"tabel": str(row.table.ordinal), "række": str(row.order), "kolonne": str(figure.year or figure.column)}
        yield COMPARISONS.write(term, catalogue) | place
