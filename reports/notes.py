"""The status note: what the plan promised, its tables as in the source, and what the figures rest on.

Everything is text when it leaves here, amounts too: the template only sets it. The rows come from `initiatives.plan`,
as on the pages.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.utils.formats import date_format
from django.utils.text import get_text_list

from budgets.amounts import Presentation, Unit
from budgets.models import Municipality
from initiatives.followup.results import Results
from initiatives.followup.status import Figures
from initiatives.models import Assumption, Catalogue, DecidedBy, Theme
from initiatives.plan import (
    CataloguePlan,
    Cell,
    FigureTable,
    PlanRow,
    PlanTable,
    as_published,
    build_plan,
)
from reports.months import last_day

Json = dict[str, object]

WITHOUT_THEME = "Øvrige tiltag uden gruppe"
IN_SENTENCES = Presentation(Unit.MILLIONS, 1, 3)
NO_FOLLOW_UP = "Ikke oplyst. Der er ingen opfølgning i Effektspor for måneden."
NOT_FOLLOWED_UP = "Samme som måltallet, fordi der ikke er fulgt op."


class NothingToReportError(Exception):
    """The municipality has no catalogue published by the month and with years still to come."""


def file_name(municipality: Municipality, month: date) -> str:
    """A stable name for the note: `2019-01_ballerup_statusnotat.pdf`."""
    return f"{month:%Y-%m}_{municipality.slug}_statusnotat.pdf"


def build_note(municipality: Municipality, month: date) -> Json:
    """The note of the month that begins on `month`; raises NothingToReportError where there is no catalogue for it."""
    day = last_day(month)
    catalogues = municipality.catalogues.current_on(day).order_by("published", "title")
    plans = [build_plan(catalogue, as_of=(month.year, month.month)) for catalogue in catalogues]
    if not plans:
        raise NothingToReportError(f"{municipality}: ingen kataloger for {month:%Y-%m}")
    return {
        "municipality": municipality.name,
        "month": date_format(month, "F Y"),
        "date": [day.year, day.month, day.day],
        "catalogues": [_catalogue(plan, max(month.year, plan.catalogue.first_year)) for plan in plans],
    }


def _catalogue(plan: CataloguePlan, year: int) -> Json:
    """The catalogue's part of the note; `year` is the month's, or the plan's first when that is still to come."""
    catalogue = plan.catalogue
    published = as_published(catalogue)
    common = Presentation(published.unit, published.decimals, published.most)
    return {
        "title": catalogue.title,
        "scope": catalogue.scope,
        "in_short": _in_short(plan, year, IN_SENTENCES),
        "follow_up": _follow_up(plan, year),
        "totals": _totals(plan, replace(common, empty="–")) if plan.has_amounts else None,
        "without_amounts": [] if plan.has_amounts else _initiatives(plan),
        "sections": _sections(plan, published),
        "chart": _chart(plan, common) if plan.has_amounts else None,
        "remarks": _remarks(plan),
        "assumptions": _assumptions(plan.assumptions),
        "reservations": _reservations(plan, published),
        "source": catalogue.source,
    }


def _totals(plan: CataloguePlan, shown: Presentation) -> Json:
    caption = f"Samlet økonomi, {shown.unit.label}, positivt er mindre udgift"
    return _table(plan.totals, shown, caption, row_heading="Slags")


def _initiatives(plan: CataloguePlan) -> list[Json]:
    """The initiatives of a catalogue without amounts, for which no table names them."""
    initiatives = [row.initiative for group in plan.groups for row in group.rows if row.initiative]
    return [{"title": i.title, "lifecycle": i.get_lifecycle_display(), "summary": i.summary} for i in initiatives]


def _in_short(plan: CataloguePlan, year: int, shown: Presentation) -> list[Json]:
    political = sum(assumption.decided_by == DecidedBy.POLITICAL for assumption in plan.assumptions)
    assumptions = f"{political} af {len(plan.assumptions)} forudsætninger." if plan.assumptions else "Ikke oplyst."
    lines = {
        "Lovet": _promised(plan.totals, year, shown),
        "Kommet": _came(_of_year(plan, year), shown),
        "Forventet": _expected(_of_year(plan, year), shown),
        "Udgået": _dropped(plan, year, shown),
        "Afgøres politisk": assumptions,
    }
    return [{"label": label, "text": text} for label, text in lines.items()]


def _promised(totals: PlanTable, year: int, shown: Presentation) -> str:
    """One sentence: the sum this year, where it goes, and the costs that are subtracted."""
    *_, costs, total = totals.rows
    amounts = {cell.year: cell.computed for cell in total.cells if cell.computed is not None}
    last = totals.years[-1]
    if year not in amounts or last not in amounts:
        return "Kataloget har ingen beløb for året."
    unit = shown.unit.label
    sentence = f"{shown.text(amounts[year])} {unit} mindre udgift i {year}"
    if last != year:
        change = amounts[last] - amounts[year]
        way = "stigende til" if change > 0 else "faldende til" if change < 0 else "og det samme,"
        sentence += f", {way} {shown.text(amounts[last])} {unit} i {last}"
    cost = next(cell.computed for cell in costs.cells if cell.year == year)
    return sentence + (f". Heri er fratrukket {shown.text(-cost)} {unit} til implementering i {year}." if cost else ".")


def _of_year(plan: CataloguePlan, year: int) -> Results | None:
    """The approved follow-up of the note's own year; what was told in earlier years says nothing of it."""
    return plan.results if plan.results and plan.results.year == year else None


def _came(results: Results | None, shown: Presentation) -> str:
    if results is None:
        return NO_FOLLOW_UP
    told, unit = results.sum, shown.unit.label
    return (
        f"{shown.text(told.realised)} {unit} realiseret til og med {results.newest.round_label}, "
        f"mod {shown.text(told.target_to_date)} {unit} i måltal til dato."
    )


def _expected(results: Results | None, shown: Presentation) -> str:
    if results is None:
        return NOT_FOLLOWED_UP
    told, unit = results.sum, shown.unit.label
    sentence = f"{shown.text(told.forecast)} af {shown.text(told.target)} {unit} i {results.year}. "
    lacking = -(told.deviation or Decimal(0))
    sentence += f"{shown.text(lacking)} {unit} mangler." if lacking > 0 else "Måltallet nås."
    return sentence + (f" {len(results.without)} tiltag er ikke fulgt op og er ikke med." if results.without else "")


def _follow_up(plan: CataloguePlan, year: int) -> Json | None:
    """The approved follow-up of the year: a table, and why initiatives deviate; nothing where there is none."""
    results = _of_year(plan, year)
    if results is None:
        return None
    shown = Presentation(Unit.THOUSANDS, 0, empty="–")
    rows = [
        _followed(row.initiative.title, row.figures, row.status.label if row.status else "–", shown)
        for row in results.rows
    ]
    computed = (
        ["Realiseret er beregnet af aktivitet for: " + get_text_list(names, "og") + "."]
        if (names := [row.initiative.title for row in results.rows if row.is_computed])
        else []
    )
    return {
        "constructed": results.is_constructed,
        "table": {
            "caption": f"Godkendt til og med {results.newest.round_label}, {shown.unit.label}, plus er mindre udgift",
            "row_heading": "Tiltag",
            "columns": [f"Måltal {results.year}", "Til dato", "Realiseret", "Prognose", "Afvigelse", "Status"],
            "rows": [*rows, _followed("I alt", results.sum, "", shown, kind="total")],
            "footnotes": [*computed, *_moved(plan, year, shown)],
        },
        "explanations": [
            {"label": row.initiative.title, "text": f"{row.cause.capitalize()}. " * bool(row.cause) + row.explanation}
            for row in results.rows
            if row.explanation
        ],
    }


def _moved(plan: CataloguePlan, year: int, shown: Presentation) -> list[str]:
    """What was moved between the year's targets, a sentence each."""
    return [
        f"Måltal er flyttet fra {moved.from_initiative} til {moved.to_initiative} fra {moved.round.label}: "
        f"{shown.text(moved.amount)}. {moved.reason}"
        for moved in plan.transfers
        if moved.year == year
    ]


def _followed(label: str, told: Figures, status: str, shown: Presentation, kind: str = "line") -> Json:
    amounts = (told.target, told.target_to_date, told.realised, told.forecast, told.deviation)
    return {"label": label, "cells": [*map(shown.text, amounts), status], "kind": kind}


def _dropped(plan: CataloguePlan, year: int, shown: Presentation) -> str:
    rows = [row for group in plan.groups for row in group.rows if row.initiative and not row.counts]
    if not rows:
        return "Ingen tiltag."
    texts = [f"{row.label} ({shown.text(_amount(row, year)) or '–'})" for row in rows]
    return f"{get_text_list(texts, 'og')}, {shown.unit.label} i {year}. De tæller ikke med."


def _amount(row: PlanRow, year: int) -> Decimal | None:
    return next(cell.computed for cell in row.cells if cell.year == year)


def _sections(plan: CataloguePlan, published: Presentation) -> list[Json]:
    """The whole plan, then a section a group, then the figures that belong to no group; without empty ones."""
    whole = [_section("Planen", "", [t for t in plan.as_in_source if t.theme_id is None], [], published)]
    groups = [_theme_section(theme, plan, published) for theme in plan.themes]
    others = [figures for figures in plan.figures if figures.table.theme_id is None]
    rest = [_section("Andre tal i kilden", "", [], others, published)]
    return [section for section in whole + groups + rest if section["tables"] or section["figures"]]


def _theme_section(theme: Theme, plan: CataloguePlan, published: Presentation) -> Json:
    tables = [table for table in plan.as_in_source if table.theme_id == theme.pk]
    figures = [figures for figures in plan.figures if figures.table.theme_id == theme.pk]
    return _section(theme.title, theme.summary, tables, figures, published)


def _section(
    heading: str, text: str, tables: Sequence[PlanTable], figures: Sequence[FigureTable], published: Presentation
) -> Json:
    return {
        "heading": heading,
        "text": text,
        "tables": [_table(table, published, f"{table.caption}, {published.unit.label}") for table in tables],
        "figures": [_figure_table(table) for table in figures],
    }


def _table(table: PlanTable, shown: Presentation, caption: str, row_heading: str = "Tiltag") -> Json:
    rows = [
        {
            "code": row.mark + row.code,
            "label": row.label,
            "cells": [shown.text(cell.shown) for cell in row.cells],
            "kind": "total" if row.is_total else "line" if row.counts else "ended",
        }
        for row in table.rows
    ]
    footnotes = [_footnote(row) for row in table.footnotes]
    footnotes += [_difference(row, cell.year, cell.published, cell.computed, shown) for row, cell in table.differing]
    return {
        "caption": caption,
        "row_heading": row_heading,
        "years": [str(year) for year in table.years],
        "rows": rows,
        "footnotes": footnotes,
    }


def _footnote(row: PlanRow) -> str:
    return f"{row.mark} {row.footnote}{'' if row.counts else ' Tæller ikke med.'}".strip()


def _difference(
    row: PlanRow, year: int, published: Decimal | None, computed: Decimal | None, shown: Presentation
) -> str:
    return f"{row.label}, {year}: kilden trykker {shown.text(published)}, linjerne giver {shown.text(computed)}."


def _figure_table(table: FigureTable) -> Json:
    rows = [
        {"label": row.row.mark + row.row.label, "cells": row.texts, "kind": "total" if row.is_total else "line"}
        for row in table.rows
    ]
    return {
        "caption": table.table.caption,
        "row_heading": table.table.row_heading.capitalize(),
        "columns": table.columns,
        "rows": rows,
        "footnotes": table.footnotes,
    }


def _chart(plan: CataloguePlan, shown: Presentation) -> Json:
    """Bars a year, stacked by group, with the letters and texts that tell the groups apart without colour."""
    labels = [group.caption if group.theme_id else WITHOUT_THEME for group in plan.planned_groups]
    caption = f"Planens effekt pr. år efter gruppe, {shown.unit.label}, efter fradrag af omkostninger"
    return {
        "caption": caption,
        "labels": labels,
        "bars": [_bar(cell, plan, shown) for cell in plan.totals.rows[-1].cells],
        "alternative": _alternative(caption, labels, plan, shown),
    }


def _bar(total: Cell, plan: CataloguePlan, shown: Presentation) -> Json:
    amounts = [_amount(group.rows[-1], total.year) for group in plan.planned_groups]
    parts = [{"value": str((amount or 0) / shown.unit.factor), "text": shown.text(amount)} for amount in amounts]
    return {"year": str(total.year), "total": shown.text(total.computed), "parts": parts}


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


def _remarks(plan: CataloguePlan) -> list[Json]:
    return [
        {"heading": heading, "texts": [remark.text for remark in remarks]}
        for heading, remarks in plan.remarks_by_heading
    ]


def _assumptions(assumptions: Sequence[Assumption]) -> list[Json]:
    return [
        {"heading": DecidedBy(decided_by).label.capitalize(), "texts": list(map(_assumption, group))}
        for decided_by, group in groupby(assumptions, key=lambda assumption: assumption.decided_by)
    ]


def _assumption(assumption: Assumption) -> Json:
    about = assumption.initiative.title if assumption.initiative else "hele planen"
    due = f", senest {date_format(assumption.due, 'j. F Y')}" if assumption.due else ""
    return {"text": assumption.text, "about": about + due}


def _reservations(plan: CataloguePlan, published: Presentation) -> list[str]:
    catalogue: Catalogue = plan.catalogue
    price_level = f"{catalogue.price_level}-priser" if catalogue.price_level else "Pris- og lønniveau er ikke oplyst"
    differing = sum(len(table.differing) for table in plan.as_in_source)
    agreement = (
        f"{differing} trykte tal afviger fra summen af deres linjer; de er nævnt under tabellerne"
        if differing
        else "Alle trykte beløb og summer svarer til linjerne"
    )
    return [
        f"{price_level}. Beløb i {published.unit.label}, {catalogue.get_sign_display()}, som i kilden.",
        f"{agreement}. Summerne er lagt sammen af de præcise beløb.",
        "Udgåede tiltag står i tabellerne og tæller ikke med i nogen sum.",
        catalogue.reading_note,
    ]
