"""What stands around the figures: budget, cases, what ended, investments, staff, assumptions, reservations."""

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
from reports.notes.content import TOTAL, Grid, Heading, Json, Line, bullets, facts, from_table, heading, paragraphs
from reports.notes.material import Material
from reports.notes.overview import ROUNDED
from reports.notes.suppression import HIDDEN, WHY, shown_counts
from reports.savings.rows import SavingRow
from reports.statements import sentences
from reports.statements.tables import build_areas_table


def budget(material: Material) -> list[Json]:
    """Corrected budget, expenditure and expected accounts by area; of the note's area, what is under it."""
    if not material.areas:
        return [paragraphs("Budgettet har ingen områder endnu.")]
    table, overview = build_areas_table(material.budget, lambda _: ""), material.own_budget
    areas = material.areas
    if material.scope.area:
        rows = [line for row, line in zip(overview.rows, table.rows, strict=False) if row in areas]
        table = replace(table, rows=rows)
    table = replace(table, notes=[*table.notes, ROUNDED])
    return [paragraphs(sentences.describe_budget(overview)), from_table(table, material.shown_in)]


def cases(material: Material) -> list[Json]:
    """How many citizens each provision has, now and a year before; few are hidden, with what would give them away."""
    rows = [row for row in material.cases if row.now.citizens is not None or row.before.citizens is not None]
    if not rows:
        return []
    now, total = shown_counts([row.now.citizens for row in rows])
    before, total_before = shown_counts([row.before.citizens for row in rows])
    month, year = MONTH_NAMES[material.scope.place.month - 1], material.scope.place.year
    lines = [
        Line(
            ", ".join(filter(None, (row.legal_basis or str(row.area), row.target_group, row.provider))),
            [_count(row.before.citizens, was), _count(row.now.citizens, one)],
            [_decimal(was), _decimal(one)],
        )
        for row, was, one in zip(rows, before, now, strict=True)
    ]
    counted_before, counted_now = ([getattr(row, name).citizens for row in rows] for name in ("before", "now"))
    sums = [_count(_any(counted_before), total_before), _count(_any(counted_now), total)]
    whole = Line("I alt", sums, [_decimal(total_before), _decimal(total)], kind=TOTAL)
    is_hidden = any(HIDDEN in line.cells for line in [*lines, whole])
    return [
        Grid(
            caption="Borgere ved månedens udgang",
            first="Ydelse",
            columns=[Heading(f"{month} {year - 1}"), Heading(f"{month} {year}")],
            rows=[*lines, whole],
            footnotes=[WHY] if is_hidden else [],
        ).as_json()
    ]


def _count(counted_: int | None, told: int | None) -> str:
    if counted_ is None:
        return "–"
    return HIDDEN if told is None else format_number(Decimal(told))


def _any(counts: Sequence[int | None]) -> int | None:
    """A count of the column; None where it has none, so that its sum is none either, and not hidden."""
    return next((count for count in counts if count is not None), None)


def _decimal(told: int | None) -> Decimal | None:
    return None if told is None else Decimal(told)


def ended(material: Material) -> list[Json]:
    """What was dropped or replaced: when, by whom and why, and what it had promised."""
    shown = material.shown_in
    found = []
    for row in (one.row for one in material.shown if not one.row.counts):
        initiative = row.initiative
        when = date_format(initiative.ended_on, "F Y") if initiative.ended_on else "ukendt måned"
        by = f", besluttet af {initiative.ended_by}" if initiative.ended_by else ""
        amount = (
            ""
            if row.target is None
            else f" Forudsat effekt {shown.text(row.target)} {shown.unit.after_number}, tæller ikke med."
        )
        label = Lifecycle(initiative.lifecycle).label.capitalize()
        found.append((str(initiative), f"{label} senest {when}{by}. {initiative.ended_reason}{amount}"))
    return [facts(found)] if found else []


def investments(material: Material) -> list[Json]:
    """What it costs to carry out, year by year, and the payback times that the catalogue gives."""
    items: list[Json] = []
    if material.investments:
        items.append(_costs(material.investments, material))
    if material.paybacks:
        paid = [(str(one.initiative), _payback(one)) for one in material.paybacks]
        items += [heading("Tilbagebetaling ifølge kataloget"), facts(paid)]
    return items


def _costs(lines: Sequence[EffectLine], material: Material) -> Json:
    shown = material.shown_in
    amounts = [{effect.year: effect.amount for effect in line.effects.all()} for line in lines]
    years = sorted({year for found in amounts for year in found})
    rows = [
        Line(
            f"{line.initiative}: {line.text}" if line.text != str(line.initiative) else line.text,
            [shown.text(found.get(year)) for year in years],
            [found.get(year) for year in years],
        )
        for line, found in zip(lines, amounts, strict=True)
    ]
    counting = [found for line, found in zip(lines, amounts, strict=True) if line.initiative.counts]
    sums = [sum((found.get(year, Decimal(0)) for found in counting), Decimal(0)) for year in years]
    return Grid(
        caption=f"Implementering og investeringer, {shown.unit.label}, minus betyder merudgift",
        first="Linje",
        columns=[Heading(str(year)) for year in years],
        rows=[*rows, Line("I alt", [shown.text(amount) for amount in sums], sums, kind=TOTAL)],
        footnotes=["Beløbene er i katalogets pris- og lønniveau. Udgåede tiltag er ikke med i summen."],
    ).as_json()


def _payback(one: Claim) -> str:
    how = f" ({one.get_method_display()})" if one.method else ""
    return f"{one.get_kind_display().capitalize()}: {one.printed}{how}"


def staff(material: Material) -> list[Json]:
    """Staff before and after, as printed."""
    rows = [
        Line(
            f"{one.initiative}: {one.group}",
            ["–" if value is None else format_number(value, most=2) for value in (one.before, one.after, one.change)],
            [one.before, one.after, one.change],
        )
        for one in material.staff
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


def assumptions(material: Material) -> list[Json]:
    """What must come true, by who may decide it, and what to keep an eye on."""
    every = [one for plan in material.plans for one in plan.assumptions]
    political = sum(one.decided_by == DecidedBy.POLITICAL for one in every)
    sentence = f"{political or 'Ingen'} af {len(every)} forudsætninger kræver politisk stillingtagen."
    items = [paragraphs(sentence)] if every else []
    order = list(DecidedBy)
    in_order = sorted(every, key=lambda one: order.index(DecidedBy(one.decided_by)))
    for decided_by, found in groupby(in_order, key=lambda one: one.decided_by):
        items += [heading(DecidedBy(decided_by).label.capitalize()), bullets(map(_assumption, found))]
    attention = _remarks(material, Remark.Kind.ATTENTION)
    return [*items, heading("Opmærksomhedspunkter"), bullets(attention)] if attention else items


def _assumption(one: Assumption) -> str:
    about = one.initiative.title if one.initiative else "hele planen"
    due = f", senest {date_format(one.due, 'j. F Y')}" if one.due else ""
    return f"{one.text} ({about}{due})"


def _remarks(material: Material, kind: str) -> list[str]:
    return [remark.text for plan in material.plans for remark in plan.remarks if remark.kind == kind]


def governance(material: Material) -> list[Json]:
    """How the plan is steered."""
    found = _remarks(material, Remark.Kind.GOVERNANCE)
    return [bullets(found)] if found else []


def reservations(material: Material) -> list[Json]:
    """What the figures rest on: price level, unit, sign, rounding, date, entered or computed; and the sources."""
    shown = material.shown_in
    lines = [
        f"Beløb er i {shown.unit.label.rstrip('.')}. {SIGNS}",
        DEVIATION,
        "Summer er beregnet af de præcise beløb og afrundet til sidst.",
        "Udgåede og erstattede tiltag står i tabellerne, men tæller ikke med i nogen sum.",
        _how_told([one.row for one in material.counting]),
    ]
    if material.scope.data_date:
        lines.append(f"Tallene er hentet den {date_format(material.scope.data_date, 'j. F Y')}.")
    return [bullets(lines), *(item for plan in material.plans for item in _source(plan))]


def _how_told(rows: Sequence[SavingRow]) -> str:
    """How many are followed up, and how many of those with amounts are computed and entered."""
    told = [row.approved for row in rows if row.approved]
    if not told:
        return "Der er ikke godkendt nogen opfølgning."
    computed = sum(one.is_computed for one in told)
    entered = sum(one.realised is not None for one in told) - computed
    number = counted(len(told), "tiltag", "tiltag")
    return (
        f"Opfølgningen er godkendt for {number}; opnået effekt er beregnet for {computed} og indtastet for {entered}."
    )


def _source(plan: CataloguePlan) -> list[Json]:
    """What one catalogue's figures rest on, and where they are from."""
    catalogue, published = plan.catalogue, as_published(plan.catalogue)
    price_level = f"{catalogue.price_level}-priser" if catalogue.price_level else "Pris- og lønniveau er ikke oplyst"
    agreement = _agreement(sum(len(table.differing) for table in plan.as_in_source))
    lines = [
        f"{price_level}. Planens tabeller er i {published.unit.label}, {catalogue.get_sign_display()}, som i kilden.",
        f"{agreement}." if plan.has_amounts else "",
        catalogue.source,
    ]
    return [heading(catalogue.title), bullets(filter(None, lines))]


def _agreement(differing: int) -> str:
    """How many of the source's figures are not what their lines give."""
    if differing == 1:
        return "1 tal i kilden afviger fra summen af sine linjer og er nævnt under tabellen"
    if differing:
        number = counted(differing, "tal", "tal")
        return f"{number} i kilden afviger fra summen af deres linjer og er nævnt under tabellerne"
    return "Alle kildens beløb og summer svarer til linjerne"
