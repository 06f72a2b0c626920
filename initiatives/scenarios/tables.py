"""Tables of an alternative and of a comparison, for the screen and the downloads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.posted import read_number
from budgets.foundation.tabular import Column, Kind, Row, Table, Value
from initiatives.scenarios.proposals import Amounts, Line, Pick, Proposal, Stage, adopted_lines, chosen_lines
from initiatives.scenarios.sums import SavingsTarget, by_category, by_committee, by_steering_area, per_label, per_year

COMMON = "Fælles for delene"
TOTAL = "Samlet økonomisk påvirkning"


@dataclass(frozen=True)
class Choice:
    """A named choice: its picks and its target."""

    name: str
    picks: frozenset[Pick]
    target: SavingsTarget | None = None


@dataclass(frozen=True)
class ChoiceRow:
    """A row that can be ticked, with its row of the table; without `value` it cannot, and `note` may explain why.

    `key` is that of a proposal, which has a page of its own; a part has none.
    """

    row: Row
    label: str = ""
    value: str = ""
    key: str = ""
    group: str = ""
    is_chosen: bool = False
    is_part: bool = False
    note: str = ""


def pick_value(pick: Pick) -> str:
    """The value of a pick in a form: `12`, or `12-34` for a part."""
    return str(pick.proposal) if pick.part is None else f"{pick.proposal}-{pick.part}"


def read_picks(values: Iterable[str]) -> frozenset[Pick]:
    """The picks of a form, also several in one text with commas; unreadable values are ignored."""
    read = (_read_pick(text) for value in values for text in value.split(","))
    return frozenset(pick for pick in read if pick)


def _read_pick(text: str) -> Pick | None:
    """The pick of one value; None where it is unreadable."""
    proposal_text, _, part_text = text.partition("-")
    proposal, part = read_number(proposal_text), read_number(part_text)
    if proposal is None or (part is None and part_text):
        return None
    return Pick(proposal, part)


def choice_rows(proposals: Iterable[Proposal], picks: frozenset[Pick], years: Sequence[int]) -> list[ChoiceRow]:
    """A row for each proposal and each of its parts, in the order of the catalogue."""
    return [row for proposal in proposals for row in _rows_of(proposal, picks, years)]


def _rows_of(proposal: Proposal, picks: frozenset[Pick], years: Sequence[int]) -> list[ChoiceRow]:
    whole_pick = Pick(proposal.pk)
    rows = [
        ChoiceRow(
            Row(
                proposal.name, _cells(per_year(proposal.lines), years), about=_status_text(proposal, whole_pick, picks)
            ),
            label=proposal.name,
            value=pick_value(whole_pick) if _may_choose(proposal, whole_pick, picks) else "",
            key=proposal.key,
            group=proposal.theme,
            is_chosen=whole_pick in picks,
            note=_note(proposal),
        )
    ]
    rows += [_part_row(proposal, Pick(proposal.pk, part.pk), picks, years) for part in proposal.parts]
    if proposal.parts and proposal.shared_lines:
        shared = Row(
            COMMON, _cells(per_year(proposal.shared_lines), years), about="indgår, uanset hvilke dele der vælges"
        )
        rows.append(ChoiceRow(shared, group=proposal.theme, is_part=True))
    return rows


def _part_row(proposal: Proposal, pick: Pick, picks: frozenset[Pick], years: Sequence[int]) -> ChoiceRow:
    part = next(part for part in proposal.parts if part.pk == pick.part)
    is_ended = part.is_ended
    return ChoiceRow(
        Row(
            part.name,
            _cells(per_year(proposal.lines_of(part.pk)), years),
            about="udgået ved en beslutning" if is_ended else _chosen_word(proposal, pick, picks),
        ),
        label=f"{part.name}, {proposal.name}",
        value=pick_value(pick) if _may_choose(proposal, pick, picks) and not is_ended else "",
        group=proposal.theme,
        is_chosen=pick in picks,
        is_part=True,
        note=part.text,
    )


def _may_choose(proposal: Proposal, pick: Pick, picks: frozenset[Pick]) -> bool:
    return proposal.stage is Stage.OPEN or (proposal.stage is Stage.ADOPTED and pick in picks)


def _chosen_word(proposal: Proposal, pick: Pick, picks: frozenset[Pick]) -> str:
    if proposal.stage is Stage.ADOPTED and pick in picks:
        return "valgt før vedtagelsen, tæller med"
    return ""


def _status_text(proposal: Proposal, pick: Pick, picks: frozenset[Pick]) -> str:
    """The lifecycle of a decided proposal, and whether it is chosen."""
    if proposal.stage is Stage.OPEN:
        return ""
    was_chosen = any(other.proposal == proposal.pk for other in picks)
    if proposal.stage is Stage.ENDED and was_chosen:
        return f"{proposal.lifecycle}, valgt tidligere, tæller ikke med"
    return ", ".join(filter(None, (proposal.lifecycle, _chosen_word(proposal, pick, picks))))


def _note(proposal: Proposal) -> str:
    return proposal.reason if proposal.stage is Stage.ENDED else ""


def _cells(amounts: Amounts, years: Sequence[int]) -> list[Value]:
    return [amounts.get(year) for year in years]


def choice_table(rows: Iterable[ChoiceRow], years: Sequence[int], notes: Sequence[str] = ()) -> Table:
    """The rows as a table for a file, with a column for what is chosen."""
    columns = [*_year_columns(years), Column("Valgt", Kind.TEXT)]
    table_rows = [
        Row(row.label or row.row.heading, [*row.row.cells, "valgt" if row.is_chosen else ""], about=row.row.about)
        for row in rows
    ]
    return Table("forslag", "Forslag og dele", "Forslag", columns, table_rows, notes)


def sum_tables(
    proposals: Sequence[Proposal], choice: Choice, years: Sequence[int], notes: Sequence[str] = ()
) -> list[Table]:
    """The chosen effects by category with the target, by committee, and by steering area."""
    lines = chosen_lines(proposals, choice.picks)
    return [
        _categories(lines, per_year(adopted_lines(proposals, choice.picks)), choice.target, years, notes),
        _table_by_label("udvalg", "Valgt efter udvalg", "Udvalg", per_label(lines, by_committee), lines, years),
        _table_by_label(
            "styringsomraader",
            "Valgt efter styringsområde",
            "Styringsområde",
            per_label(lines, by_steering_area),
            lines,
            years,
        ),
    ]


def _categories(
    lines: Sequence[Line], adopted: Amounts, target: SavingsTarget | None, years: Sequence[int], notes: Sequence[str]
) -> Table:
    total = per_year(lines)
    rows = [Row(label, _cells(amounts, years)) for label, amounts in by_category(lines).items()]
    rows.append(Row(TOTAL, _cells(total, years), is_total=True))
    if target:
        rows.append(Row("Mål", _cells({target.year: target.amount}, years)))
        rows.append(Row("Valgt minus mål", _cells({target.year: target.deviation(total)}, years)))
    if adopted:
        rows.append(Row("Allerede vedtaget", _cells(adopted, years), about="ikke med i valget", is_quiet=True))
    return Table("summer", "Valgt i alt", "Kategori", _year_columns(years), rows, notes)


def _table_by_label(
    name: str, caption: str, first: str, groups: Mapping[str, Amounts], lines: Sequence[Line], years: Sequence[int]
) -> Table:
    rows = [Row(label, _cells(amounts, years)) for label, amounts in groups.items()]
    total = [Row("I alt", _cells(per_year(lines), years), is_total=True)] if rows else []
    return Table(name, caption, first, _year_columns(years), [*rows, *total])


def _year_columns(years: Sequence[int]) -> list[Column]:
    return [Column(str(year)) for year in years]


def comparison_table(
    proposals: Sequence[Proposal], choices: Sequence[Choice], years: Sequence[int], notes: Sequence[str] = ()
) -> Table:
    """The alternatives side by side: target, chosen effects, and the deviation."""
    sums = [per_year(chosen_lines(proposals, choice.picks)) for choice in choices]
    pairs = list(zip(choices, sums, strict=True))
    deviations: list[Value] = [choice.target.deviation(yearly) if choice.target else None for choice, yearly in pairs]
    rows = [
        Row("Mål", [choice.target.amount if choice.target else None for choice in choices]),
        Row("Målets år", [str(choice.target.year) if choice.target else None for choice in choices]),
        *(Row(f"Valgt i {year}", [yearly.get(year, Decimal(0)) for yearly in sums]) for year in years),
        Row("Valgt minus mål i målets år", deviations, is_total=True),
        Row("Resultat", [choice.target.word(yearly) if choice.target else "intet mål" for choice, yearly in pairs]),
        Row("Antal forslag", [str(_count(proposals, choice.picks)) for choice in choices]),
    ]
    columns = [Column(choice.name) for choice in choices]
    only_notes = [f"Kun i {name}: {'; '.join(names)}." for name, names in only_in(proposals, choices).items() if names]
    return Table(
        "alternativer",
        "Alternativer side om side",
        "Alternativ",
        columns,
        rows,
        [*(only_notes if len(choices) > 1 else []), *notes],
    )


def _count(proposals: Iterable[Proposal], picks: frozenset[Pick]) -> int:
    return len(
        {pick.proposal for pick in picks} & {proposal.pk for proposal in proposals if proposal.stage is not Stage.ENDED}
    )


def only_in(proposals: Iterable[Proposal], choices: Sequence[Choice]) -> dict[str, list[str]]:
    """The names of picks that no other alternative has, by alternative; a part is also in one that has the whole."""
    proposals_that_count = (proposal for proposal in proposals if proposal.stage is not Stage.ENDED)
    names = {pick: name for proposal in proposals_that_count for pick, name in proposal.picks}
    return {
        choice.name: [
            name for pick, name in names.items() if pick in choice.picks and not _is_in_another(pick, choice, choices)
        ]
        for choice in choices
    }


def _is_in_another(pick: Pick, choice: Choice, choices: Iterable[Choice]) -> bool:
    same_or_whole = {pick, Pick(pick.proposal)}
    return any(same_or_whole & other.picks for other in choices if other is not choice)
