"""The whole in one table: groups with their initiatives and sums, and what must be known to read it."""

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
MOST_NAMED = 6

Group = tuple[str, Sequence[SelectedRow], Sums]
"""A group's title, empty where there is none, with what is shown of it and its sums."""


def groups_of(material: Material) -> list[Group]:
    """The groups in the order of the catalogues; an initiative whose parts are several groups' is in each."""
    order = list(dict.fromkeys(part.theme or WITHOUT for one in material.shown for part in one.parts))
    found = {one.label: one for one in group_rows(material.shown, Dimension.THEME)}
    return [("" if label == WITHOUT else label, found[label].selected_rows, found[label].sums) for label in order]


def overview(material: Material) -> list[Json]:
    """Target, what has come, what is expected and how it stands, by group with sums."""
    if not material.shown and not material.proposed:
        return [paragraphs("Der er ingen vedtagne tiltag i året.")]
    if not any(one.row.target is not None for one in (*material.counting, *material.proposed)):
        return [_without_amounts(material)]
    shown, groups = material.shown_in, groups_of(material)
    rows: list[Line] = []
    for label, found, sums in groups:
        lines = [_line(one, shown) for one in found]
        is_alone = len(groups) == 1
        rows += lines if is_alone else [_title(label), *lines, _sums("I alt", sums, shown)]
    whole = _sums("Alle grupper" if len(groups) > 1 else "I alt", material.sums, shown)
    columns = (f"Forudsat {material.year}", "Forudsat til dato", "Opnået", "Forventet", "Afvigelse")
    return [
        Grid(
            caption=f"Samlet oversigt, {shown.unit.label}, plus betyder mindreudgift",
            first="Tiltag",
            columns=[*map(Heading, columns), Heading("Status", is_text=True)],
            rows=[*rows, whole],
            footnotes=[*_notes(material), *([ROUNDED] if _rounds_apart(groups, shown) else [])],
        ).as_json()
    ]


def _title(label: str) -> Line:
    return Line(label or NO_GROUP, [""] * 6, kind=GROUP)


def _line(one: SelectedRow, shown: Presentation) -> Line:
    row = one.row
    if not row.counts:
        label = f"{row.initiative} ({Lifecycle(row.initiative.lifecycle).label}, tæller ikke med)"
        promised = one.sums.target if row.target is not None else None
        return Line(label, [shown.text(promised), *["–"] * 4, ""], [promised, *[None] * 5], kind=ENDED)
    if one.is_whole:
        amounts = [row.target, row.to_date, row.realised, row.forecast, row.deviation]
    else:
        amounts = _amounts(one.sums)
    status = row.status.label if row.status else "" if row.is_followed else "ikke fulgt op"
    return Line(str(row.initiative), [*map(shown.text, amounts), status], [*amounts, None])


def _amounts(sums: Sums) -> list[Decimal | None]:
    return [sums.target, sums.to_date, sums.realised, sums.forecast, sums.deviation]


def _sums(label: str, sums: Sums, shown: Presentation) -> Line:
    amounts = _amounts(sums)
    return Line(label, [*map(shown.text, amounts), ""], [*amounts, None], kind=TOTAL)


def _notes(material: Material) -> list[str]:
    """What must be known to read the table."""
    counting = material.counting
    found = [f"{DEVIATION} Kun godkendt opfølgning er med.", _limits(material)]
    unfollowed = [one for one in counting if not one.row.is_followed and one.row.target is not None]
    if unfollowed:
        found.append(f"Ikke fulgt op og derfor medregnet med den forudsatte effekt: {_named(unfollowed)}.")
    if computed := [one for one in counting if one.row.approved and one.row.approved.is_computed]:
        found.append(f"Opnået effekt er beregnet ud fra aktivitet for: {_named(computed)}.")
    if spread := [one for one in counting if one.is_spread]:
        found.append(f"Fordelt på grupper efter forudsat effekt: {_named(spread)}.")
    if material.proposed:
        number = counted(len(material.proposed), "foreslået tiltag", "foreslåede tiltag")
        found.append(f"{number} indgår ikke, fordi {'det' if len(material.proposed) == 1 else 'de'} ikke er vedtaget.")
    return [*found, *moved_targets(material)]


def _limits(material: Material) -> str:
    """What the words of the status mean."""
    own = material.scope.municipality
    on_track, risk = (format_number(limit * 100, most=1) for limit in (own.on_track_from, own.risk_from))
    return (
        f"Status: følger planen fra {on_track} % målopfyldelse, risiko fra {risk} %, ellers bagefter planen. "
        f"Afvigelser under {format_number(own.minimum_amount)} kr. tæller ikke. Er den opnåede effekt til dato for "
        "lav, foreslås også risiko. Status kan være ændret med en begrundelse."
    )


def _named(found: Sequence[SelectedRow]) -> str:
    names = list(dict.fromkeys(str(one.row.initiative) for one in found))
    more = [f"{len(names) - MOST_NAMED} mere"] if len(names) > MOST_NAMED else []
    return get_text_list([*names[:MOST_NAMED], *more], "og")


def moved_targets(material: Material) -> list[str]:
    """What was moved between the year's targets, a sentence each."""
    shown = material.shown_in
    return [
        f"Forudsat effekt er flyttet fra {moved.from_initiative} til {moved.to_initiative} fra {moved.round.label}: "
        f"{shown.text(moved.amount)} {shown.unit.after_number} {moved.reason}"
        for plan in material.plans
        for moved in plan.transfers
        if moved.year == material.year
    ]


def _rounds_apart(groups: Sequence[Group], shown: Presentation) -> bool:
    """True where the rounded cells of a column do not give a rounded sum."""
    step = Decimal(shown.unit.factor).scaleb(-shown.decimals)

    def rounded(amount: Decimal | None) -> Decimal:
        return ((amount or Decimal(0)) / step).quantize(Decimal(1), ROUND_HALF_UP)

    return any(
        rounded(whole) != sum((rounded(_amounts(one.sums)[place]) for one in found if one.row.counts), Decimal(0))
        for _, found, sums in groups
        for place, whole in enumerate(_amounts(sums))
    )


def _without_amounts(material: Material) -> Json:
    """The initiatives of a catalogue without amounts, with where each stands."""
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
        for row in (one.row for one in (*material.shown, *material.proposed))
    ]
    columns = ("Fase", "Opfølgning", "Om tiltaget")
    return Grid(
        caption="Tiltag uden beløb",
        first="Tiltag",
        columns=[Heading(text, is_text=True) for text in columns],
        rows=rows,
    ).as_json()
