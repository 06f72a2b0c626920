"""Sections with the background: budget, cases, ended initiatives, investments, staff, assumptions, reservations."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from django.utils.formats import date_format

from budgets.foundation.amounts import format_number
from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.wording import counted
from initiatives.catalogues.models.catalogues import Remark
from initiatives.catalogues.models.descriptions import Assumption, Claim, DecidedBy
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.models.initiatives import Lifecycle
from initiatives.catalogues.plan.catalogue import as_published
from initiatives.pages.plan import CataloguePlan
from reports.estimates.wording import DEVIATION, SIGNS
from reports.notes.content import TOTAL, Grid, Heading, Json, Line, bullets, convert_table, facts, heading, paragraphs
from reports.notes.material import Material
from reports.notes.overview import ROUNDED
from reports.notes.suppression import HIDDEN, WHY, suppress_counts
from reports.savings.rows import SavingRow
from reports.statements import sentences
from reports.statements.tables import build_areas_table


def build_budget(material: Material) -> list[Json]:
    """Corrected budget, expenditure and expected accounts by area; for a note about an area, only its part."""
    if not material.areas:
        return [paragraphs("Budgettet har ingen områder endnu.")]
    table, overview = build_areas_table(material.budget, lambda _: ""), material.own_budget
    areas = material.areas
    if material.scope.area:
        area_rows = [table_row for row, table_row in zip(overview.rows, table.rows, strict=False) if row in areas]
        table = replace(table, rows=area_rows)
    table = replace(table, notes=[*table.notes, ROUNDED])
    return [paragraphs(sentences.describe_budget(overview)), convert_table(table, material.presentation)]


def build_cases(material: Material) -> list[Json]:
    """Citizens by kind of case, now and a year before; small counts are hidden, and others that would reveal them."""
    rows = [row for row in material.cases if row.now.citizens is not None or row.before.citizens is not None]
    if not rows:
        return []
    counts_now, total_now = suppress_counts([row.now.citizens for row in rows])
    counts_before, total_before = suppress_counts([row.before.citizens for row in rows])
    month, year = MONTH_NAMES[material.scope.reporting_period.month - 1], material.scope.reporting_period.year
    lines = [
        Line(
            ", ".join(filter(None, (row.legal_basis or str(row.area), row.target_group, row.provider))),
            [_format_count(row.before.citizens, count_before), _format_count(row.now.citizens, count_now)],
            [_to_decimal(count_before), _to_decimal(count_now)],
        )
        for row, count_before, count_now in zip(rows, counts_before, counts_now, strict=True)
    ]
    all_before, all_now = ([getattr(row, name).citizens for row in rows] for name in ("before", "now"))
    total_cells = [
        _format_count(_get_first_count(all_before), total_before),
        _format_count(_get_first_count(all_now), total_now),
    ]
    total_line = Line("I alt", total_cells, [_to_decimal(total_before), _to_decimal(total_now)], kind=TOTAL)
    is_hidden = any(HIDDEN in line.cells for line in [*lines, total_line])
    return [
        Grid(
            caption="Borgere ved månedens udgang",
            first="Ydelse",
            columns=[Heading(f"{month} {year - 1}"), Heading(f"{month} {year}")],
            rows=[*lines, total_line],
            footnotes=[WHY] if is_hidden else [],
        ).as_json()
    ]


def _format_count(count: int | None, shown_count: int | None) -> str:
    if count is None:
        return "–"
    return HIDDEN if shown_count is None else format_number(Decimal(shown_count))


def _get_first_count(counts: Sequence[int | None]) -> int | None:
    """The first count of a column; None if it has none, so that an empty column has no total, not a hidden one."""
    return next((count for count in counts if count is not None), None)


def _to_decimal(count: int | None) -> Decimal | None:
    return None if count is None else Decimal(count)


def build_ended(material: Material) -> list[Json]:
    """Dropped and replaced initiatives: when, by whom, why, and their target effect."""
    presentation = material.presentation
    ended_facts = []
    for row in (selected.row for selected in material.decided if not selected.row.counts):
        initiative = row.initiative
        ended_month = date_format(initiative.ended_on, "F Y") if initiative.ended_on else "ukendt måned"
        decided_by = f", besluttet af {initiative.ended_by}" if initiative.ended_by else ""
        amount = (
            ""
            if row.target is None
            else f" Forudsat effekt {presentation.text(row.target)} {presentation.unit.after_number}, tæller ikke med."
        )
        label = Lifecycle(initiative.lifecycle).label.capitalize()
        ended_facts.append(
            (str(initiative), f"{label} senest {ended_month}{decided_by}. {initiative.ended_reason}{amount}")
        )
    return [facts(ended_facts)] if ended_facts else []


def build_investments(material: Material) -> list[Json]:
    """Implementation costs by year, and the payback times given in the catalogue."""
    items: list[Json] = []
    if material.investments:
        items.append(_build_costs_table(material.investments, material))
    if material.paybacks:
        payback_facts = [(str(payback.initiative), _format_payback(payback)) for payback in material.paybacks]
        items += [heading("Tilbagebetaling ifølge kataloget"), facts(payback_facts)]
    return items


def _build_costs_table(lines: Sequence[EffectLine], material: Material) -> Json:
    presentation = material.presentation
    amounts = [{effect.year: effect.amount for effect in line.effects.all()} for line in lines]
    years = sorted({year for by_year in amounts for year in by_year})
    rows = [
        Line(
            f"{line.initiative}: {line.text}" if line.text != str(line.initiative) else line.text,
            [presentation.text(by_year.get(year)) for year in years],
            [by_year.get(year) for year in years],
        )
        for line, by_year in zip(lines, amounts, strict=True)
    ]
    counted_amounts = [by_year for line, by_year in zip(lines, amounts, strict=True) if line.initiative.counts]
    sums = [sum((by_year.get(year, Decimal(0)) for by_year in counted_amounts), Decimal(0)) for year in years]
    return Grid(
        caption=f"Implementering og investeringer, {presentation.unit.label}, minus betyder merudgift",
        first="Linje",
        columns=[Heading(str(year)) for year in years],
        rows=[*rows, Line("I alt", [presentation.text(amount) for amount in sums], sums, kind=TOTAL)],
        footnotes=["Beløbene er i katalogets pris- og lønniveau. Udgåede tiltag er ikke med i summen."],
    ).as_json()


def _format_payback(claim: Claim) -> str:
    method = f" ({claim.get_method_display()})" if claim.method else ""
    return f"{claim.get_kind_display().capitalize()}: {claim.printed}{method}"


def build_staff(material: Material) -> list[Json]:
    """Staff before and after, as printed in the catalogue."""
    rows = [
        Line(
            f"{change.initiative}: {change.group}",
            [
                "–" if value is None else format_number(value, most=2)
                for value in (change.before, change.after, change.change)
            ],
            [change.before, change.after, change.change],
        )
        for change in material.staff
    ]
    if not rows:
        return []
    return [
        Grid(
            caption="Personale, årsværk ifølge kataloget",
            first="Tiltag og gruppe",
            columns=[Heading("Før"), Heading("Efter"), Heading("Ændring")],
            rows=rows,
        ).as_json()
    ]


def build_assumptions(material: Material) -> list[Json]:
    """Assumptions by who decides on them, and points that need attention."""
    all_assumptions = [assumption for plan in material.plans for assumption in plan.assumptions]
    political = sum(assumption.decided_by == DecidedBy.POLITICAL for assumption in all_assumptions)
    sentence = f"{political or 'Ingen'} af {len(all_assumptions)} forudsætninger kræver politisk stillingtagen."
    items = [paragraphs(sentence)] if all_assumptions else []
    order = list(DecidedBy)
    in_order = sorted(all_assumptions, key=lambda assumption: order.index(DecidedBy(assumption.decided_by)))
    for decided_by, group in groupby(in_order, key=lambda assumption: assumption.decided_by):
        items += [heading(DecidedBy(decided_by).label.capitalize()), bullets(map(_format_assumption, group))]
    attention = _get_remarks(material, Remark.RemarkKind.ATTENTION)
    return [*items, heading("Opmærksomhedspunkter"), bullets(attention)] if attention else items


def _format_assumption(assumption: Assumption) -> str:
    about = assumption.initiative.title if assumption.initiative else "hele planen"
    due = f", senest {date_format(assumption.due, 'j. F Y')}" if assumption.due else ""
    return f"{assumption.text} ({about}{due})"


def _get_remarks(material: Material, kind: str) -> list[str]:
    return [remark.text for plan in material.plans for remark in plan.remarks if remark.kind == kind]


def build_governance(material: Material) -> list[Json]:
    """How the plan is governed, from the catalogue's remarks."""
    remarks = _get_remarks(material, Remark.RemarkKind.GOVERNANCE)
    return [bullets(remarks)] if remarks else []


def build_reservations(material: Material) -> list[Json]:
    """How to read the figures: price level, unit, sign, rounding, date, entered or computed; and the sources."""
    presentation = material.presentation
    lines = [
        f"Beløb er i {presentation.unit.label.rstrip('.')}. {SIGNS}",
        DEVIATION,
        "Summer er beregnet af de præcise beløb og afrundet til sidst.",
        "Udgåede og erstattede tiltag står i tabellerne, men tæller ikke med i nogen sum.",
        _describe_follow_up([selected.row for selected in material.counted]),
    ]
    if material.scope.data_date:
        lines.append(f"Tallene er hentet den {date_format(material.scope.data_date, 'j. F Y')}.")
    return [bullets(lines), *(item for plan in material.plans for item in _build_source(plan))]


def _describe_follow_up(rows: Sequence[SavingRow]) -> str:
    """Number of initiatives with a follow-up, and how many have computed and entered realised effect."""
    follow_ups = [row.approved for row in rows if row.approved]
    if not follow_ups:
        return "Der er ikke godkendt nogen opfølgning."
    computed = sum(follow_up.is_computed for follow_up in follow_ups)
    entered = sum(follow_up.realised is not None for follow_up in follow_ups) - computed
    number = counted(len(follow_ups), "tiltag", "tiltag")
    return (
        f"Opfølgningen er godkendt for {number}; opnået effekt er beregnet for {computed} og indtastet for {entered}."
    )


def _build_source(plan: CataloguePlan) -> list[Json]:
    """One catalogue's price level, unit and sign, its agreement with the source, and the source."""
    catalogue, published = plan.catalogue, as_published(plan.catalogue)
    price_level = f"{catalogue.price_level}-priser" if catalogue.price_level else "Pris- og lønniveau er ikke oplyst"
    agreement = _describe_agreement(sum(len(table.differing) for table in plan.as_in_source))
    lines = [
        f"{price_level}. Planens tabeller er i {published.unit.label}, {catalogue.get_sign_display()}, som i kilden.",
        f"{agreement}." if plan.has_amounts else "",
        catalogue.source,
    ]
    return [heading(catalogue.title), bullets(filter(None, lines))]


def _describe_agreement(differing: int) -> str:
    """How many of the source's figures differ from the sum of their lines."""
    if differing == 1:
        return "1 tal i kilden afviger fra summen af sine linjer og er nævnt under tabellen"
    if differing:
        number = counted(differing, "tal", "tal")
        return f"{number} i kilden afviger fra summen af deres linjer og er nævnt under tabellerne"
    return "Alle kildens beløb og summer svarer til linjerne"
