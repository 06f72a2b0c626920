"""The section with one table of all initiatives, by group, with sums and footnotes."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.text import get_text_list

from budgets.foundation.amounts import Presentation, format_number
from budgets.foundation.wording import counted
from initiatives.catalogues.models.initiatives import Lifecycle
from reports.estimates.wording import DEVIATION
from reports.notes.content import ENDED, GROUP, TOTAL, Grid, Heading, Json, Line, paragraphs
from reports.notes.material import Material
from reports.savings.grouping import WITHOUT, Dimension, SelectedRow, group_rows
from reports.savings.rows import Sums

NO_GROUP = "Øvrige tiltag uden gruppe"
ROUNDED = "Beløbene er afrundet hver for sig, og summerne er beregnet af de præcise beløb."
MAX_NAMED = 6

ThemeGroup = tuple[str, Sequence[SelectedRow], Sums]
"""A theme's title (empty without a theme), its selected rows and their sums."""


def build_groups(material: Material) -> list[ThemeGroup]:
    """The groups in the order of the catalogues; an initiative with parts in several groups is in each of them."""
    order = list(dict.fromkeys(part.theme or WITHOUT for selected in material.decided for part in selected.parts))
    groups = {group.label: group for group in group_rows(material.decided, Dimension.THEME)}
    return [("" if label == WITHOUT else label, groups[label].selected_rows, groups[label].sums) for label in order]


def build_overview(material: Material) -> list[Json]:
    """Target, realised and forecast effect and status of each initiative, by group with sums."""
    if not material.decided and not material.proposed:
        return [paragraphs("Der er ingen vedtagne tiltag i året.")]
    if not any(selected.row.target is not None for selected in (*material.counted, *material.proposed)):
        return [_build_table_without_amounts(material)]
    presentation, groups = material.presentation, build_groups(material)
    rows: list[Line] = []
    for label, selected_rows, sums in groups:
        lines = [_build_row(selected, presentation) for selected in selected_rows]
        is_alone = len(groups) == 1
        rows += lines if is_alone else [_build_group_heading(label), *lines, _build_total("I alt", sums, presentation)]
    total = _build_total("Alle grupper" if len(groups) > 1 else "I alt", material.sums, presentation)
    columns = (f"Forudsat {material.year}", "Forudsat til dato", "Opnået", "Forventet", "Afvigelse")
    return [
        Grid(
            caption=f"Samlet oversigt, {presentation.unit.label}, plus betyder mindreudgift",
            first="Tiltag",
            columns=[*map(Heading, columns), Heading("Status", is_text=True)],
            rows=[*rows, total],
            footnotes=[
                *_build_footnotes(material),
                *([ROUNDED] if _has_rounding_difference(groups, presentation) else []),
            ],
        ).as_json()
    ]


def _build_group_heading(label: str) -> Line:
    return Line(label or NO_GROUP, [""] * 6, kind=GROUP)


def _build_row(selected: SelectedRow, presentation: Presentation) -> Line:
    row = selected.row
    if not row.counts:
        label = f"{row.initiative} ({Lifecycle(row.initiative.lifecycle).label}, tæller ikke med)"
        target = selected.sums.target if row.target is not None else None
        return Line(label, [presentation.text(target), *["–"] * 4, ""], [target, *[None] * 5], kind=ENDED)
    if selected.is_whole:
        amounts = [row.target, row.to_date, row.realised, row.forecast, row.deviation]
    else:
        amounts = _get_amounts(selected.sums)
    status = "ikke vurderet" if row.is_unassessed else row.status.label if row.status else ""
    return Line(str(row.initiative), [*map(presentation.text, amounts), status], [*amounts, None])


def _get_amounts(sums: Sums) -> list[Decimal | None]:
    return [sums.target, sums.to_date, sums.realised, sums.forecast, sums.deviation]


def _build_total(label: str, sums: Sums, presentation: Presentation) -> Line:
    amounts = _get_amounts(sums)
    return Line(label, [*map(presentation.text, amounts), ""], [*amounts, None], kind=TOTAL)


def _build_footnotes(material: Material) -> list[str]:
    """Footnotes needed to read the table."""
    counted_rows = material.counted
    footnotes = [f"{DEVIATION} Kun godkendt opfølgning er med.", _describe_status_limits(material)]
    if unassessed := [selected for selected in counted_rows if selected.row.is_unassessed]:
        footnotes.append(
            f"Ikke vurderet og derfor ikke regnet med i Forventet og Afvigelse: {_join_names(unassessed)}."
        )
    if computed := [
        selected for selected in counted_rows if selected.row.approved and selected.row.approved.is_computed
    ]:
        footnotes.append(f"Opnået effekt er beregnet ud fra aktivitet for: {_join_names(computed)}.")
    if spread := [selected for selected in counted_rows if selected.is_spread]:
        footnotes.append(f"Fordelt på grupper efter forudsat effekt: {_join_names(spread)}.")
    if material.proposed:
        number = counted(len(material.proposed), "foreslået tiltag", "foreslåede tiltag")
        footnotes.append(
            f"{number} indgår ikke, fordi {'det' if len(material.proposed) == 1 else 'de'} ikke er vedtaget."
        )
    return [*footnotes, *describe_transfers(material)]


def _describe_status_limits(material: Material) -> str:
    """The limits that decide an initiative's status."""
    municipality = material.scope.municipality
    on_track, risk = (
        format_number(limit * 100, most=1) for limit in (municipality.on_track_from, municipality.risk_from)
    )
    return (
        f"Status: følger planen fra {on_track} % målopfyldelse, risiko fra {risk} %, ellers bagefter planen. "
        f"Afvigelser under {format_number(municipality.minimum_amount)} kr. tæller ikke. "
        "Er den opnåede effekt til dato for lav, foreslås også risiko. Status kan være ændret med en begrundelse."
    )


def _join_names(rows: Sequence[SelectedRow]) -> str:
    names = list(dict.fromkeys(str(selected.row.initiative) for selected in rows))
    overflow = [f"{len(names) - MAX_NAMED} mere"] if len(names) > MAX_NAMED else []
    return get_text_list([*names[:MAX_NAMED], *overflow], "og")


def describe_transfers(material: Material) -> list[str]:
    """A sentence for each transfer of target effect in the year."""
    presentation = material.presentation
    return [
        f"Forudsat effekt er flyttet fra {transfer.from_initiative} til {transfer.to_initiative} "
        f"fra {transfer.round.label}: "
        f"{presentation.text(transfer.amount)} {presentation.unit.after_number} {transfer.reason}"
        for plan in material.plans
        for transfer in plan.transfers
        if transfer.year == material.year
    ]


def _has_rounding_difference(groups: Sequence[ThemeGroup], presentation: Presentation) -> bool:
    """True where the rounded cells of a column do not sum to its rounded total."""
    step = Decimal(presentation.unit.factor).scaleb(-presentation.decimals)

    def rounded(amount: Decimal | None) -> Decimal:
        return ((amount or Decimal(0)) / step).quantize(Decimal(1), ROUND_HALF_UP)

    return any(
        rounded(total)
        != sum(
            (rounded(_get_amounts(selected.sums)[position]) for selected in selected_rows if selected.row.counts),
            Decimal(0),
        )
        for _, selected_rows, sums in groups
        for position, total in enumerate(_get_amounts(sums))
    )


def _build_table_without_amounts(material: Material) -> Json:
    """The initiatives of a catalogue without amounts: phase, follow-up and summary."""
    rows = [
        Line(
            str(row.initiative),
            [
                Lifecycle(row.initiative.lifecycle).label,
                row.approved.explanation if row.approved else "",
                row.initiative.summary,
            ],
            kind="line" if row.counts else ENDED,
        )
        for row in (selected.row for selected in (*material.decided, *material.proposed))
    ]
    columns = ("Fase", "Opfølgning", "Om tiltaget")
    return Grid(
        caption="Tiltag uden beløb",
        first="Tiltag",
        columns=[Heading(text, is_text=True) for text in columns],
        rows=rows,
    ).as_json()
