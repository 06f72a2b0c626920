"""A business case with all its fields filled, for tests of what readers see."""

from datetime import date
from decimal import Decimal

from budgets.areas.models import BudgetArea
from budgets.areas.writing import write_areas
from budgets.foundation.models import Committee
from initiatives.catalogues.models.catalogues import Catalogue, EffectCategory
from initiatives.catalogues.models.descriptions import (
    Activity,
    Assumption,
    Claim,
    StaffChange,
    SuccessCriterion,
    UnitCalculation,
)
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import (
    BusinessCase,
    CounterEffect,
    ProposalLink,
    ProposalPart,
    ServiceLevel,
)
from initiatives.catalogues.models.versions import CaseVersion
from initiatives.decisions.models import AgendaItem, Decision

TEXTS = {
    "background": "Baggrunden er en stigende udgift til botilbud.",
    "content": "Indholdet er to nye opgangsfællesskaber.\nDe åbner hvert sit år.",
    "economy": "Økonomien hviler på otte pladser.",
    "implementation": "Implementeringen begynder med en byggesag.",
    "involvement": "Handicaprådet inddrages i planlægningen.",
    "expected_effect": "Effekten er flere i egen bolig.",
    "monitoring": "Opfølgningen sker hvert kvartal.",
    "baseline": "Udgangspunktet er belægningen i 2017.",
}
AROUND = (
    *("Fællesdel", "Delen om fællesarealer", "Delens risiko er naboerne"),
    *("Støtte i hjemmet", "Syv timer om ugen", "Fem timer om ugen"),
    *("Sundhedsområdet", "Flere besøg af hjemmesygeplejen"),
    *("Byggesagen sendes", "Byggechefen"),
    *("Otte er flyttet ind", "Boliglisten", "Områdechefen", "Ved årets udgang"),
    *("Grunden kan købes", "Pædagoger på botilbud", "Døgnplads på botilbud", "Egne botilbud"),
    *("Byg i takt", "Budgetønsket, punkt 7", "Center for Byggeri", "Investeringspuljen 2018", "Botilbud Nord"),
    *("Flyttet ind i egen bolig", "Nye boliger i alt", "Indretning", "ÆLDRE7", "Lukning af nattevagt"),
)
"""Words of the objects around the case, all of which must be shown to readers."""


def write_case(catalogue: Catalogue, key: str = "ha06") -> Initiative:
    """Fill all fields of a business case of one of the catalogue's proposals, with two parts and decisions."""
    initiative: Initiative = catalogue.initiatives.get(key=key)
    BusinessCase.objects.create(
        initiative=initiative,
        proposed_by="Center for Byggeri",
        departments=["Økonomiforvaltningen", "Teknik- og Miljøforvaltningen"],
        decided_by="political",
        origin="budget_wish",
        origin_note="Budgetønsket, punkt 7",
        **TEXTS,
    )
    _around(initiative)
    _lines(initiative)
    _links(initiative)
    _decide(initiative)
    return initiative


def _around(initiative: Initiative) -> None:
    own = {"initiative": initiative, "order": 50}
    ProposalPart.objects.create(
        **own, name="Fællesdel", text="Delen om fællesarealer", risk="high", risk_reason="Delens risiko er naboerne"
    )
    ProposalPart.objects.create(initiative=initiative, order=51, name="Natdel", risk="low")
    ServiceLevel.objects.create(
        **own, subject="Støtte i hjemmet", before="Syv timer om ugen", after="Fem timer om ugen"
    )
    CounterEffect.objects.create(
        **own, area="Sundhedsområdet", text="Flere besøg af hjemmesygeplejen", amount=Decimal(-250_000)
    )
    Activity.objects.create(**own, text="Byggesagen sendes", responsible="Byggechefen", due=date(2018, 3, 1))
    SuccessCriterion.objects.create(
        **own,
        text="Otte er flyttet ind",
        measured_by="Boliglisten",
        responsible="Områdechefen",
        when="Ved årets udgang",
    )
    Assumption.objects.create(
        catalogue=initiative.catalogue, initiative=initiative, order=900, text="Grunden kan købes", decided_by="own"
    )
    StaffChange.objects.create(**own, group="Pædagoger på botilbud", before=12, after=10, change=-2)
    UnitCalculation.objects.create(
        **own,
        service="Døgnplads på botilbud",
        quantity_before=Decimal("8.5"),
        price_before=Decimal("900000.5"),
        quantity_after=6,
        price_after=Decimal(900_000),
    )
    Claim.objects.create(
        **own,
        kind="percent",
        area="Egne botilbud",
        base=Decimal(80_000_000),
        base_year=2017,
        effect=Decimal(1_200_000),
        printed="1,4 pct.",
        value=Decimal("1.4"),
    )
    Claim.objects.create(initiative=initiative, order=51, kind="payback_total", printed="3 år", value=3)


def _lines(initiative: Initiative) -> None:
    """Two effect lines of one part, funded by a pool, and one of another part, which a decision ends."""
    municipality = initiative.catalogue.municipality
    committee, _ = Committee.objects.get_or_create(municipality=municipality, name="Byudvalget")
    write_areas(actor=None, municipality=municipality, text="77;Botilbud Nord;;;;;")
    area = BudgetArea.objects.get(municipality=municipality, code="77")
    for order, text, part, category, amounts in (
        (50, "Nye boliger i alt", "Fællesdel", EffectCategory.PERMANENT, (500, 1_000, 2_000, 2_000)),
        (51, "Indretning", "Fællesdel", EffectCategory.IMPLEMENTATION, (-6_000, -500, 0, 0)),
        (52, "Lukning af nattevagt", "Natdel", EffectCategory.PERMANENT, (9_000, 9_000, 9_000, 9_000)),
    ):
        line = EffectLine.objects.create(
            initiative=initiative,
            order=order,
            text=text,
            part=part,
            category=category,
            steering_area="service",
            committee=committee,
            area=area,
            funding="Investeringspuljen 2018",
        )
        YearlyEffect.objects.bulk_create(
            YearlyEffect(line=line, year=year, amount=amount * 1_000)
            for year, amount in zip(range(2018, 2022), amounts, strict=True)
        )


def _links(initiative: Initiative) -> None:
    """Links to an alternative and to a replaced proposal that is known only by its number."""
    catalogue = initiative.catalogue
    alternative = Initiative.objects.create(
        catalogue=catalogue,
        theme=initiative.theme,
        order=700,
        key="egen-bolig",
        code="EB01",
        title="Flyttet ind i egen bolig",
        lifecycle="proposed",
    )
    ProposalLink.objects.create(initiative=alternative, kind="alternative", other=initiative)
    ProposalLink.objects.create(initiative=initiative, kind="replaces", code="ÆLDRE7")


def _decide(initiative: Initiative) -> None:
    """Adopt one part and reject the other, whose effect line thereby ends."""
    committee = Committee.objects.get(municipality=initiative.catalogue.municipality, name="Byudvalget")
    item = AgendaItem.objects.create(
        municipality=initiative.catalogue.municipality,
        committee=committee,
        held_on=date(2017, 10, 5),
        number="4",
        title="Byg i takt",
        link="https://example.org/dagsorden",
    )
    version = CaseVersion.objects.create(initiative=initiative, number=1, kind="written", content={})
    for name, outcome in (("Fællesdel", "adopted"), ("Natdel", "rejected")):
        part = initiative.parts.get(name=name)
        decision = Decision.objects.create(
            item=item, initiative=initiative, part=part, outcome=outcome, version=version
        )
        if outcome == "rejected":
            initiative.lines.filter(part=name).update(ended_by=decision)
