"""Contradictions and gaps in a business case: shown while it is written, but they do not stop it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.foundation.amounts import format_number
from initiatives.business_cases.fields import CHAPTER_OF
from initiatives.business_cases.reading import CaseReading
from initiatives.business_cases.totals import CaseTotals, sum_by_year, sum_of_category
from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.descriptions import Claim
from initiatives.catalogues.models.effects import EffectLine
from initiatives.catalogues.plan.catalogue import as_published
from initiatives.catalogues.plan.payback import AREAS, computed_percent, payback_year
from initiatives.catalogues.reading.contents import CatalogueReading
from initiatives.catalogues.sheets import SheetName


@dataclass(frozen=True)
class Doubt:
    """A contradiction or gap, and the sheet that it is about."""

    sheet: str
    text: str
    anchor: str = ""

    @property
    def chapter(self) -> str:
        """The anchor of the chapter of the form that it is about."""
        return self.anchor or CHAPTER_OF[self.sheet]


def find_doubts(case: CaseReading, totals: CaseTotals) -> list[Doubt]:
    """Every contradiction and gap, in the order of the form."""
    notices = [
        Doubt(SheetName.EFFECTS, f"Udvalget “{name}” er ikke i programmet endnu. Det oprettes, når udgaven gemmes.")
        for name in case.new_committees
    ]
    if case.ended:
        numbers = ", ".join(map(str, sorted(case.ended)))
        notices.append(Doubt(SheetName.EFFECTS, f"Linje {numbers} er udgået ved en beslutning og indgår ikke."))
    return [*(doubt for rule in RULES for doubt in rule(case, totals)), *notices]


RISK = "afsnit-risiko"
SMALL = Decimal(50_000)
"""Kroner; a smaller effect has probably been typed in another unit."""


def _proposal_doubts(case: CaseReading, totals: CaseTotals) -> Iterator[Doubt]:
    (initiative,) = case.reading.initiatives
    if initiative.theme is None and case.has_groups:
        yield Doubt(SheetName.INITIATIVES, "Forslaget har ingen gruppe.")
    if initiative.risk and not initiative.risk_reason:
        text = f"Risikoen er {initiative.get_risk_display()}, men begrundelsen mangler."
        yield Doubt(SheetName.INITIATIVES, text, RISK)
    if not initiative.risk:
        yield Doubt(SheetName.INITIATIVES, "Risikoen er ikke vurderet.", RISK)
    if not any(case.decided_by for case in case.reading.business_cases):
        yield Doubt(SheetName.CASES, "Det er ikke oplyst, hvem der kan beslutte forslaget.")


def _line_doubts(case: CaseReading, totals: CaseTotals) -> Iterator[Doubt]:
    if not case.effects:
        yield Doubt(SheetName.EFFECTS, "Forslaget har ingen beløb endnu.")
    for warning in case.reading.warnings:
        yield Doubt(
            SheetName.EFFECTS,
            f"Linje {warning.row} skifter fortegn i {warning.column} ({warning.text}). Er det rigtigt?",
        )
    for line in (line for line in case.reading.lines if line.order not in case.ended):
        amounts = [effect.amount for effect in case.effects if effect.line is line]
        for text in _faults_of_line(line, amounts):
            yield Doubt(SheetName.EFFECTS, f"Linje {line.order} “{line.text}” {text}.")
    unfunded = [
        line for line in case.reading.lines if line.category == EffectCategory.IMPLEMENTATION and not line.funding
    ]
    if unfunded:
        numbers = ", ".join(str(line.order) for line in unfunded)
        yield Doubt(SheetName.EFFECTS, f"Implementeringsomkostningerne i linje {numbers} mangler finansiering.")
    permanent = sum_of_category(case.effects, EffectCategory.PERMANENT)
    if permanent and permanent[max(permanent)] < 0:
        cost = f"{_amount_text(case.reading, -permanent[max(permanent)])} i {max(permanent)}"
        text = f"De varige ændringer giver en merudgift på {cost}. Er fortegnet rigtigt?"
        yield Doubt(SheetName.EFFECTS, text)


def _faults_of_line(line: EffectLine, amounts: Sequence[Decimal]) -> Iterator[str]:
    if not line.steering_area:
        yield "mangler styringsområde og tæller ikke med i tilbagebetaling på service"
    if not amounts:
        yield "har ingen beløb"
    if line.category == EffectCategory.IMPLEMENTATION and any(amount > 0 for amount in amounts):
        yield "er en implementeringsomkostning, men giver en mindreudgift"


def _part_doubts(case: CaseReading, totals: CaseTotals) -> Iterator[Doubt]:
    names, used = {part.name for part in case.reading.parts}, {line.part for line in case.reading.lines if line.part}
    if names:
        for name in sorted(used - names):
            yield Doubt(SheetName.PARTS, f"Linjer hører til “{name}”, som ikke er blandt forslagets dele.")
        for name in sorted(names - used):
            yield Doubt(SheetName.PARTS, f"Delen “{name}” har ingen linjer.")
    for part in case.reading.parts:
        if not part.risk:
            yield Doubt(SheetName.PARTS, f"Risikoen for “{part.name}” er ikke vurderet.")


def _quantity_doubts(case: CaseReading, totals: CaseTotals) -> Iterator[Doubt]:
    permanent = sum_of_category(case.effects, EffectCategory.PERMANENT)
    of_lines = {effect.amount for effect in case.effects}
    if totals.implied is not None and totals.implied not in {*permanent.values(), *of_lines}:
        by_year = ", ".join(
            f"{_amount_text(case.reading, amount)} i {year}" for year, amount in sorted(permanent.items())
        )
        implied = _amount_text(case.reading, totals.implied)
        text = f"Antal × pris er {implied} om året, men linjerne giver {by_year or 'ingen effekt'}. Ret den ene."
        yield Doubt(SheetName.UNITS, text)


def _claim_doubts(case: CaseReading, totals: CaseTotals) -> Iterator[Doubt]:
    for claim in case.reading.claims:
        if claim.kind == Claim.ClaimKind.PERCENT:
            yield from _percent_doubts(claim)
        else:
            yield from _payback_doubts(claim, case)


def _percent_doubts(claim: Claim) -> Iterator[Doubt]:
    if claim.effect and abs(claim.effect) < SMALL:
        text = (
            f"{claim.area or 'Andelen'}: Effekten er {_number(claim.effect)} kr. Skriv den i kroner og ikke i 1.000 kr."
        )
        yield Doubt(SheetName.CLAIMS, text)
    computed = computed_percent(claim)
    if computed is not None and computed != claim.value:
        stated = f"er angivet til {format_number(claim.value, most=2)} pct."
        share = f"men effekten udgør {_number(computed)} pct. af budgettet"
        text = f"{f'Andelen af {claim.area}' if claim.area else 'Andelen'} {stated}, {share}. Ret den ene."
        yield Doubt(SheetName.CLAIMS, text)


def _payback_doubts(claim: Claim, case: CaseReading) -> Iterator[Doubt]:
    area = AREAS[Claim.ClaimKind(claim.kind)]
    effects = [effect for effect in case.effects if area in ("", effect.line.steering_area)]
    computed = payback_year(sum_by_year(effects))
    if computed is None or computed != claim.value:
        computed_text = "linjerne bliver aldrig tjent ind" if computed is None else f"linjerne giver {computed} år"
        stated = f"{claim.get_kind_display().capitalize()} er angivet til {_number(claim.value)} år"
        text = f"{stated}, men {computed_text}. Ret den ene."
        yield Doubt(SheetName.CLAIMS, text)


def _staff_doubts(case: CaseReading, totals: CaseTotals) -> Iterator[Doubt]:
    for change in case.reading.staff:
        if change.before is None or change.after is None:
            continue
        if change.change != change.after - change.before:
            difference = _number(change.after - change.before)
            contradiction = (
                f"Ændringen er angivet til {_number(change.change)}, men forskellen mellem før og efter er {difference}"
            )
            yield Doubt(SheetName.STAFF, f"{change.group}: {contradiction}.")


def _counter_effect_doubts(case: CaseReading, totals: CaseTotals) -> Iterator[Doubt]:
    for counter_effect in case.reading.counter_effects:
        if counter_effect.amount and not counter_effect.is_in_lines:
            amount = _amount_text(case.reading, counter_effect.amount)
            text = f"{counter_effect.area}: {amount} om året indgår ikke i linjerne."
            yield Doubt(SheetName.COUNTER_EFFECTS, text)


def _follow_up_doubts(case: CaseReading, totals: CaseTotals) -> Iterator[Doubt]:
    if not case.reading.criteria:
        yield Doubt(SheetName.CRITERIA, "Forslaget har ingen succeskriterier.")
    for criterion in case.reading.criteria:
        missing = [
            word for word, text in (("ansvarlig", criterion.responsible), ("tidspunkt", criterion.when)) if not text
        ]
        if missing:
            yield Doubt(SheetName.CRITERIA, f"“{criterion.text}” mangler {' og '.join(missing)}.")


RULES: Sequence[Callable[[CaseReading, CaseTotals], Iterator[Doubt]]] = (
    _proposal_doubts,
    _line_doubts,
    _part_doubts,
    _quantity_doubts,
    _claim_doubts,
    _staff_doubts,
    _counter_effect_doubts,
    _follow_up_doubts,
)


def _amount_text(reading: CatalogueReading, amount: Decimal) -> str:
    presentation = as_published(reading.catalogue)
    return f"{presentation.text(amount)} {presentation.unit.after_number}"


def _number(value: Decimal) -> str:
    return format_number(value, most=2)
