"""Tables of adopted, posted and delivered effects, for the screen and the downloads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from budgets.foundation.tabular import Column, Kind, Row, Table
from budgets.foundation.wording import amount_in_words
from initiatives.catalogues.wording import with_full_stop
from initiatives.posting.effects import ZERO, Effect, Sums, YearOfInitiative, sums_of
from initiatives.results.approved import ApprovedYears

DELIVERED_NOTE = (
    "“Opnået eller forventet” er det nyeste godkendte tal i opfølgningen: den opnåede effekt i regnskabet, ellers den "
    "forventede effekt. Tallene er i katalogets egne priser."
)


def years_table(rows: Sequence[YearOfInitiative], years: Iterable[int]) -> Table:
    """Year by year the adopted effects by kind, and how far they are posted."""
    by_year = [(year, sums_of([row for row in rows if row.first.year == year])) for year in years]
    sum_rows = [
        Row(label, [value(sums) for _, sums in by_year], is_total=is_total) for label, value, is_total in _SUM_ROWS
    ]
    return Table("aar", "Vedtaget og udmøntet", "Effekt", [Column(str(year)) for year, _ in by_year], sum_rows)


_SUM_ROWS: Sequence[tuple[str, Callable[[Sums], Decimal], bool]] = (
    ("Skal udmøntes i budgettet", lambda sums: sums.to_be_posted, False),
    ("Regnet ind i budgettet", lambda sums: sums.in_budget, False),
    ("Undgår et merforbrug, udmøntes aldrig", lambda sums: sums.never, False),
    ("Virkning på budgettet ikke oplyst", lambda sums: sums.unknown, False),
    ("Vedtaget i alt", lambda sums: sums.adopted, True),
    ("Udmøntet", lambda sums: sums.posted, False),
    ("Heraf opnået eller forventet", lambda sums: sums.delivered, False),
    ("Mangler at blive udmøntet, mindreudgift", lambda sums: sums.left_savings, False),
    ("Mangler at blive udmøntet, merudgift", lambda sums: sums.left_costs, False),
)


def initiatives_table(rows: Iterable[YearOfInitiative], year: int, link: Callable[[Effect], str]) -> Table:
    """Each initiative in the year: target, posted, remaining, delivered, and its state in words."""
    columns = [
        *(Column(heading) for heading in ("Vedtaget", "Udmøntet", "Mangler", "Opnået eller forventet")),
        Column("Budgettet", Kind.TEXT),
    ]
    initiative_rows = [
        Row(
            row.first.title,
            [row.adopted, row.posted if row.posted else None, row.remaining, row.delivered, str(row.state)],
            link=link(row.first),
        )
        for row in rows
        if row.first.year == year
    ]
    return Table("tiltag", f"Tiltag i {year}", "Tiltag", columns, initiative_rows, [DELIVERED_NOTE])


def lines_table(effects: Iterable[Effect], areas: Mapping[int, str]) -> Table:
    """Every line in every year, with its area."""
    columns = [
        *(Column(heading, Kind.TEXT) for heading in ("År", "Ramme")),
        *(Column(heading) for heading in ("Vedtaget", "Udmøntet", "Mangler")),
    ]
    line_rows = [
        Row(effect.name, [str(effect.year), area_label(effect, areas), effect.amount, effect.posted, effect.to_post])
        for effect in effects
    ]
    return Table("linjer", "Linjer", "Linje", columns, line_rows)


def area_label(effect: Effect, areas: Mapping[int, str]) -> str:
    """The areas that the effect is taken from, and the units without one."""
    places = [(unit, areas.get(area or 0, "")) for unit, area, _ in effect.places]
    if not effect.shares:
        return "".join(label for _, label in places)
    return "; ".join(f"{unit or 'ikke fordelt'}: {label or 'ingen ramme'}" for unit, label in places)


def sentence(rows: Sequence[YearOfInitiative], year: int) -> str:
    """Adopted, posted and delivered effects of the year, in Danish."""
    of_year = [row for row in rows if row.first.year == year]
    if not of_year:
        return f"Der er ikke vedtaget noget i {year}."
    sums = sums_of(of_year)
    posted = f"Heraf er {amount_in_words(sums.posted)} udmøntet"
    if sums.posted:
        posted += f", og {amount_in_words(sums.delivered)} er opnået eller forventes opnået"
    remaining = f"Der mangler at blive udmøntet {amount_in_words(sums.left_savings)} i mindreudgift"
    if sums.left_costs:
        remaining += f" og {amount_in_words(-sums.left_costs)} i merudgift"
    adopted = with_full_stop(amount_in_words(sums.adopted))
    return f"I {year} er der vedtaget {adopted} {posted}. {with_full_stop(remaining)}"


def attested_in(approved: Mapping[int, ApprovedYears], year: int) -> Decimal | None:
    """Kroner that finance has attested in the follow-up as posted in the year; None where nothing is."""
    figures = [years.by_year[year] for years in approved.values() if year in years.by_year]
    amounts = [own.posted for own in figures if own.posted is not None]
    return sum(amounts, ZERO) if amounts else None
