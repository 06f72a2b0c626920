"""What does not hang together in a business case: told while it is written, and stopping nobody."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.amounts import format_number
from initiatives.business_cases.fields import CHAPTER_OF
from initiatives.business_cases.reading import CaseReading
from initiatives.business_cases.totals import Totals, of_category, sum_by_year
from initiatives.catalogues.imports.reading.contents import CatalogueReading
from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.descriptions import Claim
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.plan.catalogue import as_published
from initiatives.catalogues.plan.payback import AREAS, computed_percent, payback_year
from initiatives.catalogues.sheets import SheetName


@dataclass(frozen=True)
class Doubt:
    """What does not hang together, and the sheet that it is about."""

    sheet: str
    text: str
    anchor: str = ""

    @property
    def chapter(self) -> str:
        """The chapter of the form that it is about."""
        return self.anchor or CHAPTER_OF[self.sheet]


def doubts_of(read: CaseReading, totals: Totals) -> list[Doubt]:
    """Every contradiction and gap, in the order of the form."""
    new = [
        Doubt(SheetName.EFFECTS, f"Udvalget “{name}” er ikke i programmet endnu. Det oprettes, når udgaven gemmes.")
        for name in read.new_committees
    ]
    if read.ended:
        numbers = ", ".join(map(str, sorted(read.ended)))
        new.append(Doubt(SheetName.EFFECTS, f"Linje {numbers} er udgået ved en beslutning og indgår ikke."))
    return [*(doubt for rule in RULES for doubt in rule(read, totals)), *new]


RISK = "afsnit-risiko"
SMALL = Decimal(50_000)
"""Kroner under which an effect is more likely to be typed in another unit."""


def _of_the_proposal(read: CaseReading, totals: Totals) -> Iterator[Doubt]:
    (initiative,) = read.reading.initiatives
    if initiative.theme is None and read.has_groups:
        yield Doubt(SheetName.INITIATIVES, "Forslaget har ingen gruppe.")
    if initiative.risk and not initiative.risk_reason:
        text = f"Risikoen er {initiative.get_risk_display()}, men begrundelsen mangler."
        yield Doubt(SheetName.INITIATIVES, text, RISK)
    if not initiative.risk:
        yield Doubt(SheetName.INITIATIVES, "Risikoen er ikke vurderet.", RISK)
    if not any(case.decided_by for case in read.reading.business_cases):
        yield Doubt(SheetName.CASES, "Det er ikke oplyst, hvem der kan beslutte forslaget.")


def _of_the_lines(read: CaseReading, totals: Totals) -> Iterator[Doubt]:
    if not read.effects:
        yield Doubt(SheetName.EFFECTS, "Forslaget har ingen beløb endnu.")
    for warning in read.reading.warnings:
        yield Doubt(
            SheetName.EFFECTS,
            f"Linje {warning.row} skifter fortegn i {warning.column} ({warning.text}). Er det rigtigt?",
        )
    for line in (one for one in read.reading.lines if one.order not in read.ended):
        amounts = [effect.amount for effect in read.effects if effect.line is line]
        for text in _of_a_line(line, amounts):
            yield Doubt(SheetName.EFFECTS, f"Linje {line.order} “{line.text}” {text}.")
    unfunded = [
        line for line in read.reading.lines if line.category == EffectCategory.IMPLEMENTATION and not line.funding
    ]
    if unfunded:
        numbers = ", ".join(str(line.order) for line in unfunded)
        yield Doubt(SheetName.EFFECTS, f"Implementeringsomkostningerne i linje {numbers} mangler finansiering.")
    permanent = of_category(read.effects, EffectCategory.PERMANENT)
    if permanent and permanent[max(permanent)] < 0:
        cost = f"{_shown(read.reading, -permanent[max(permanent)])} i {max(permanent)}"
        text = f"De varige ændringer giver en merudgift på {cost}. Er fortegnet rigtigt?"
        yield Doubt(SheetName.EFFECTS, text)


def _of_a_line(line: EffectLine, amounts: Sequence[Decimal]) -> Iterator[str]:
    if not line.steering_area:
        yield "mangler styringsområde og tæller ikke med i tilbagebetaling på service"
    if not amounts:
        yield "har ingen beløb"
    if line.category == EffectCategory.IMPLEMENTATION and any(amount > 0 for amount in amounts):
        yield "er en implementeringsomkostning, men giver en mindreudgift"


def _of_the_parts(read: CaseReading, totals: Totals) -> Iterator[Doubt]:
    names, used = {part.name for part in read.reading.parts}, {line.part for line in read.reading.lines if line.part}
    if names:
        for name in sorted(used - names):
            yield Doubt(SheetName.PARTS, f"Linjer hører til “{name}”, som ikke er blandt forslagets dele.")
        for name in sorted(names - used):
            yield Doubt(SheetName.PARTS, f"Delen “{name}” har ingen linjer.")
    for part in read.reading.parts:
        if not part.risk:
            yield Doubt(SheetName.PARTS, f"Risikoen for “{part.name}” er ikke vurderet.")


def _of_quantities(read: CaseReading, totals: Totals) -> Iterator[Doubt]:
    permanent = of_category(read.effects, EffectCategory.PERMANENT)
    of_lines = {effect.amount for effect in read.effects}
    if totals.implied is not None and totals.implied not in {*permanent.values(), *of_lines}:
        told = ", ".join(f"{_shown(read.reading, amount)} i {year}" for year, amount in sorted(permanent.items()))
        implied = _shown(read.reading, totals.implied)
        text = f"Antal × pris er {implied} om året, men linjerne giver {told or 'ingen effekt'}. Ret den ene."
        yield Doubt(SheetName.UNITS, text)


def _of_claims(read: CaseReading, totals: Totals) -> Iterator[Doubt]:
    for claim in read.reading.claims:
        if claim.kind == Claim.ClaimKind.PERCENT:
            yield from _percent(claim)
        else:
            yield from _payback(claim, read)


def _percent(claim: Claim) -> Iterator[Doubt]:
    if claim.effect and abs(claim.effect) < SMALL:
        text = (
            f"{claim.area or 'Andelen'}: Effekten er {_number(claim.effect)} kr. Skriv den i kroner og ikke i 1.000 kr."
        )
        yield Doubt(SheetName.CLAIMS, text)
    computed = computed_percent(claim)
    if computed is not None and computed != claim.value:
        told = f"er angivet til {format_number(claim.value, most=2)} pct."
        share = f"men effekten udgør {_number(computed)} pct. af budgettet"
        text = f"{f'Andelen af {claim.area}' if claim.area else 'Andelen'} {told}, {share}. Ret den ene."
        yield Doubt(SheetName.CLAIMS, text)


def _payback(claim: Claim, read: CaseReading) -> Iterator[Doubt]:
    area = AREAS[Claim.ClaimKind(claim.kind)]
    effects = [one for one in read.effects if area in ("", one.line.steering_area)]
    computed = payback_year(sum_by_year(effects))
    if computed is None or computed != claim.value:
        found = "linjerne bliver aldrig tjent ind" if computed is None else f"linjerne giver {computed} år"
        told = f"{claim.get_kind_display().capitalize()} er angivet til {_number(claim.value)} år"
        text = f"{told}, men {found}. Ret den ene."
        yield Doubt(SheetName.CLAIMS, text)


def _of_staff(read: CaseReading, totals: Totals) -> Iterator[Doubt]:
    for one in read.reading.staff:
        if one.before is None or one.after is None:
            continue
        if one.change != one.after - one.before:
            change = _number(one.after - one.before)
            told = f"Ændringen er angivet til {_number(one.change)}, men forskellen mellem før og efter er {change}"
            yield Doubt(SheetName.STAFF, f"{one.group}: {told}.")


def _of_counter_effects(read: CaseReading, totals: Totals) -> Iterator[Doubt]:
    for one in read.reading.counter_effects:
        if one.amount and not one.is_in_lines:
            text = f"{one.area}: {_shown(read.reading, one.amount)} om året indgår ikke i linjerne."
            yield Doubt(SheetName.COUNTER_EFFECTS, text)


def _of_follow_up(read: CaseReading, totals: Totals) -> Iterator[Doubt]:
    if not read.reading.criteria:
        yield Doubt(SheetName.CRITERIA, "Forslaget har ingen succeskriterier.")
    for one in read.reading.criteria:
        missing = [word for word, text in (("ansvarlig", one.responsible), ("tidspunkt", one.when)) if not text]
        if missing:
            yield Doubt(SheetName.CRITERIA, f"“{one.text}” mangler {' og '.join(missing)}.")


RULES: Sequence[Callable[[CaseReading, Totals], Iterator[Doubt]]] = (
    _of_the_proposal,
    _of_the_lines,
    _of_the_parts,
    _of_quantities,
    _of_claims,
    _of_staff,
    _of_counter_effects,
    _of_follow_up,
)


def _shown(reading: CatalogueReading, amount: Decimal) -> str:
    shown = as_published(reading.catalogue)
    return f"{shown.text(amount)} {shown.unit.after_number}"


def _number(value: Decimal) -> str:
    return format_number(value, most=2)
