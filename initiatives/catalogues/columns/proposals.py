"""The columns of the sheets that only proposals with a business case have."""

from initiatives.catalogues.columns.catalogue import OWN_WORDS
from initiatives.catalogues.columns.cells import Amount, Choice, Flag, Names, Text
from initiatives.catalogues.columns.column import Column, DeclaredSheet, InForm, Stored
from initiatives.catalogues.columns.descriptions import about_initiative
from initiatives.catalogues.models.descriptions import DecidedBy
from initiatives.catalogues.models.initiatives import Risk
from initiatives.catalogues.models.proposals import BusinessCase, CounterEffect, Origin, ProposalPart, ServiceLevel
from initiatives.catalogues.sheets import SheetName


def _prose(heading: str, stored: Stored, label: str, hint: str = "", column_help: str = OWN_WORDS) -> Column:
    """A long text, which has a block of the form to itself, named as its heading."""
    return Column(
        heading, stored, Text(), column_help, in_form=InForm(label, hint, block=heading, is_long=True, is_wide=True)
    )


CASES = DeclaredSheet(
    SheetName.CASES,
    BusinessCase,
    "Forslagenes tekster. Kan være tomt.",
    [
        about_initiative(BusinessCase.initiative),
        Column(
            "fremstillende forvaltning",
            BusinessCase.proposed_by,
            Text(),
            "Den forvaltning, som stiller forslaget.",
            "Socialforvaltningen",
            in_form=InForm("Fremstillende forvaltning"),
        ),
        Column(
            "øvrige forvaltninger",
            BusinessCase.departments,
            Names(120),
            "Forvaltninger adskilt af semikolon.",
            in_form=InForm("Øvrige berørte forvaltninger", "Adskil med semikolon"),
        ),
        _prose("baggrund", BusinessCase.background, "Baggrund og formål"),
        _prose("indhold", BusinessCase.content, "Forslagets indhold"),
        _prose("økonomi", BusinessCase.economy, "Økonomi i ord", "Skriv, hvad beløbene bygger på."),
        _prose("implementering", BusinessCase.implementation, "Implementering af forslaget"),
        _prose("inddragelse", BusinessCase.involvement, "Inddragelse af samarbejdspartnere"),
        _prose("effekt", BusinessCase.expected_effect, "Forslagets effekt"),
        _prose("opfølgning", BusinessCase.monitoring, "Opfølgning i ord"),
        _prose(
            "udgangspunkt",
            BusinessCase.baseline,
            "Udgangspunkt",
            "Den situation, som ændringen måles ud fra.",
            "Den situation, som ændringen måles ud fra.",
        ),
        Column(
            "besluttes af",
            BusinessCase.decided_by,
            Choice(DecidedBy),
            "Den, der kan beslutte forslaget.",
            in_form=InForm("Kan besluttes af"),
        ),
        Column(
            "oprindelse",
            BusinessCase.origin,
            Choice(Origin),
            "Forslagets oprindelse.",
            in_form=InForm("Oprindelse"),
        ),
        Column(
            "hvilken",
            BusinessCase.origin_note,
            Text(),
            "Navnet på aftalen, notatet, rådet eller personen, som forslaget kommer fra.",
            in_form=InForm("Oprindelse, nærmere angivet", "Fx Budgetaftale 2018, punkt 12"),
        ),
        Column(
            "rammebesparelse",
            BusinessCase.is_frame,
            Flag(),
            "Skriv ja, hvis besparelsen ikke er fordelt på ydelser.",
            in_form=InForm("Rammebesparelse", "Besparelsen fordeles på enheder, når forslaget er vedtaget"),
        ),
    ],
)

PARTS = DeclaredSheet(
    SheetName.PARTS,
    ProposalPart,
    "Forslagenes dele. Kan være tomt.",
    [
        about_initiative(ProposalPart.initiative),
        Column(
            "del",
            ProposalPart.name,
            Text(),
            "Delens navn.",
            "Udbud",
            required=True,
            is_key=True,
            in_form=InForm("Navn", "Fx Del 1"),
        ),
        Column(
            "indhold",
            ProposalPart.text,
            Text(),
            OWN_WORDS,
            in_form=InForm("Indhold", place=1, is_long=True, is_wide=True),
        ),
        Column(
            "risiko",
            ProposalPart.risk,
            Choice(Risk),
            "Risikoen for, at delens effekt ikke opnås.",
            in_form=InForm("Risiko"),
        ),
        Column(
            "hvorfor risikoen",
            ProposalPart.risk_reason,
            Text(),
            OWN_WORDS,
            in_form=InForm("Begrundelse for risikoen", is_long=True),
        ),
    ],
)

SERVICE_LEVELS = DeclaredSheet(
    SheetName.SERVICE_LEVELS,
    ServiceLevel,
    "Serviceniveauet før og efter. Kan være tomt.",
    [
        about_initiative(ServiceLevel.initiative),
        Column(
            "ydelse",
            ServiceLevel.subject,
            Text(),
            "Den ydelse, som borgerne får.",
            "Kørsel",
            required=True,
            in_form=InForm("Ydelse", is_wide=True),
        ),
        Column(
            "før",
            ServiceLevel.before,
            Text(),
            OWN_WORDS,
            "Kørsel alle dage",
            is_asked=True,
            in_form=InForm("Før", is_long=True),
        ),
        Column(
            "efter",
            ServiceLevel.after,
            Text(),
            OWN_WORDS,
            "Kørsel på hverdage",
            is_asked=True,
            in_form=InForm("Efter", is_long=True),
        ),
    ],
)

COUNTER_EFFECTS = DeclaredSheet(
    SheetName.COUNTER_EFFECTS,
    CounterEffect,
    "Virkninger på andre områder. Kan være tomt.",
    [
        about_initiative(CounterEffect.initiative),
        Column(
            "område",
            CounterEffect.area,
            Text(),
            "Det område, der påvirkes.",
            "Hjemmepleje",
            required=True,
            in_form=InForm("Område"),
        ),
        Column(
            "virkning",
            CounterEffect.text,
            Text(),
            OWN_WORDS,
            "Flere besøg",
            required=True,
            in_form=InForm("Virkning", place=1, is_long=True, is_wide=True),
        ),
        Column(
            "beløb",
            CounterEffect.amount,
            Amount(),
            "Beløbet i katalogets enhed og fortegn, når det er kendt.",
            in_form=InForm("Beløb om året", "I katalogets enhed og fortegn"),
        ),
        Column(
            "regnet med",
            CounterEffect.is_in_lines,
            Flag(),
            "Skriv ja, hvis virkningen allerede indgår i linjerne.",
            in_form=InForm("Indgår i linjerne"),
        ),
    ],
)
