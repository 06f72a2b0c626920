"""The sections of a business case in the order of its form, shared by the page and the PDF."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from initiatives.catalogues.models.initiatives import Initiative
from initiatives.pages.detail import InitiativeDetail


@dataclass(frozen=True)
class Section:
    """A section that is not empty: a text, and below it, where `has_more`, the content that its anchor names."""

    anchor: str
    heading: str
    text: str
    has_more: bool


@dataclass(frozen=True)
class Place:
    """A section's place in the form: how to get its text, and its other content."""

    anchor: str
    heading: str
    text: Callable[[InitiativeDetail], str] = lambda detail: ""
    more: Callable[[InitiativeDetail], object] = lambda detail: False


ECONOMY = "oekonomi"

FORM: Sequence[Place] = (
    Place(ECONOMY, "Samlet økonomi", more=lambda detail: True),
    Place("tilbagebetaling", "Tilbagebetaling", more=lambda detail: detail.paybacks),
    Place("baggrund", "Baggrund og formål", lambda detail: detail.case.background),
    Place("indhold", "Forslagets indhold", lambda detail: detail.case.content),
    Place("dele", "Dele, der kan vælges hver for sig", more=lambda detail: detail.parts),
    Place("serviceniveau", "Serviceniveau før og efter", more=lambda detail: detail.service_levels),
    Place("oekonomi-i-ord", "Økonomien i ord", lambda detail: detail.case.economy),
    Place("antal-og-enhedspris", "Antal og enhedspris", more=lambda detail: detail.unit_calculations),
    Place("andel-af-budgettet", "Andel af budgettet", more=lambda detail: detail.shares_of_budget),
    Place("personale", "Personale", more=lambda detail: detail.staff),
    Place("fordeling", "Fordeling", more=lambda detail: detail.economy.divisions),
    Place("andre-omraader", "Virkning på andre områder", more=lambda detail: detail.counter_effects),
    Place("implementering", "Implementering", lambda detail: detail.case.implementation, lambda d: d.activities),
    Place("inddragelse", "Inddragelse af samarbejdspartnere", lambda detail: detail.case.involvement),
    Place("effekt", "Forslagets effekt", lambda detail: detail.case.expected_effect),
    Place("succeskriterier", "Succeskriterier", more=lambda detail: detail.criteria),
    Place("saadan-foelges-der-op", "Sådan følges der op", lambda detail: detail.case.monitoring),
    Place("risiko", "Risikovurdering", more=lambda detail: detail.case.initiative.risk),
    Place("forudsaetninger", "Forudsætninger", more=lambda detail: detail.assumptions),
    Place("udgangspunkt", "Udgangspunkt", lambda detail: detail.case.baseline),
    Place("andre-forslag", "Andre forslag", more=lambda detail: detail.relations),
    Place("beslutninger", "Beslutninger", more=lambda detail: detail.decisions),
)


def sections(detail: InitiativeDetail) -> list[Section]:
    """The sections that are not empty, in the order of the form; the economy is always there."""
    all_sections = [
        Section(place.anchor, place.heading, place.text(detail), bool(place.more(detail))) for place in FORM
    ]
    return [section for section in all_sections if section.text or section.has_more]


def about(initiative: Initiative, detail: InitiativeDetail) -> list[tuple[str, str]]:
    """The head of the form: who proposes it, its origin, and who may decide it."""
    case = detail.case
    facts = (
        ("Fremstillende forvaltning", case.proposed_by),
        ("Øvrige berørte forvaltninger", ", ".join(case.departments)),
        ("Oprindelse", ", ".join(filter(None, (case.get_origin_display(), case.origin_note)))),
        ("Kan besluttes af", case.get_decided_by_display()),
        ("Udvalg", ", ".join(detail.committees)),
        ("Rammebesparelse", "Ja, beløbet fordeles på enheder efter vedtagelsen" if case.is_frame else ""),
        ("Budget", initiative.get_budget_effect_display()),
    )
    return [(label, text[:1].upper() + text[1:]) for label, text in facts if text]
