"""What the template says of each sheet and column: what it holds, what it may be, and an example that can be imported.

The examples of all columns make up one small catalogue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from budgets.amounts import Unit
from budgets.models import SteeringArea
from initiatives.models import (
    CatalogueKind,
    Claim,
    ComparisonTerm,
    DecidedBy,
    EffectCategory,
    Lifecycle,
    PublishedRow,
    PublishedTable,
    Remark,
    Risk,
    Sign,
)
from initiatives.models.proposals import Origin
from initiatives.sheets import SheetName


@dataclass(frozen=True)
class Help:
    """What a column or a field holds; `choices` are the words that it may be."""

    what: str
    example: str = ""
    choices: type[TextChoices] | None = None
    is_needed: bool = False

    @property
    def words(self) -> list[str]:
        """What may stand in the cell, where only some words may."""
        return [str(choice.label) for choice in self.choices] if self.choices else []


def needed(what: str, example: str, choices: type[TextChoices] | None = None) -> Help:
    return Help(what, example, choices, is_needed=True)


KEY = needed("Nøglen på tiltaget i arket tiltag.", "koersel")
OWN_YEAR = "beløb i katalogets enhed og fortegn; tom celle: intet beløb"
DAY = "År og måned eller dag."
SHEETS: Mapping[SheetName, str] = {
    SheetName.CATALOGUE: "Kataloget selv: et felt i hver række. Udfyld kolonnen værdi.",
    SheetName.THEMES: "Katalogets grupper eller temaer i kildens rækkefølge.",
    SheetName.INITIATIVES: "Ét tiltag i hver række.",
    SheetName.EFFECTS: "Tiltagenes økonomiske linjer, med en kolonne for hvert år. Ret årene i overskriften.",
    SheetName.TABLES: "Kildens tabeller. Uden trykte tabeller kan arket stå tomt.",
    SheetName.FIGURES: "Kildens tabeller række for række, som de er trykt. Er arket tomt, er der intet at afstemme.",
    SheetName.ASSUMPTIONS: "Hvad planen forudsætter. Kan stå tomt.",
    SheetName.ACTIVITIES: "Hvad der gøres under et tiltag. Kan stå tomt.",
    SheetName.REMARKS: "Anbefalinger og opmærksomhedspunkter. Kan stå tomt.",
    SheetName.MEASUREMENTS: "Indikatorer, som de stod en dag. Kan stå tomt.",
    SheetName.SHARES: "Hvor en linje deles mellem grupper: hver gruppes del. Kan stå tomt.",
    SheetName.STAFF: "Personale før og efter. Kan stå tomt.",
    SheetName.UNITS: "Antal og enhedspris før og efter, i kroner. Kan stå tomt.",
    SheetName.CRITERIA: "Succeskriterier. Kan stå tomt.",
    SheetName.CLAIMS: "Procenter af budgettet og tilbagebetalingstider, som kilden oplyser. Kan stå tomt.",
    SheetName.COMPARISONS: "Trykte tal, der skal være summen af andre trykte tal. Kan stå tomt.",
    SheetName.CASES: "Forslagenes tekster. Kan stå tomt.",
    SheetName.PARTS: "Forslagenes dele. Kan stå tomt.",
    SheetName.SERVICE_LEVELS: "Serviceniveauet før og efter. Kan stå tomt.",
    SheetName.COUNTER_EFFECTS: "Virkninger andre steder. Kan stå tomt.",
}
FIELDS: Mapping[str, Help] = {
    "kortnavn": needed("Del af adressen: små bogstaver a–z, cifre og bindestreger. Bruges kun én gang.", "voksne-2025"),
    "kommune": needed("Kommunens nummer med tre cifre.", ""),
    "titel": needed("Katalogets navn.", "Handleplan for voksne"),
    "slags": needed("Hvad kataloget er.", "handlingsplan", CatalogueKind),
    "område": needed("Den ramme eller det område, som kataloget dækker.", "Voksne med handicap"),
    "offentliggjort": needed(DAY, "2024-11"),
    "første år": needed("Det første år med beløb.", ""),
    "sidste år": needed("Det sidste år med beløb.", ""),
    "p/l-niveau": Help("Priserne er fra dette år. Tomt: ikke oplyst.", "2025"),
    "enhed": needed("Enheden for alle beløb i kataloget.", "1.000 kr.", Unit),
    "decimaler": needed("Det færreste antal decimaler, som kilden trykker.", "0"),
    "fortegn": needed("Hvordan kilden trykker en besparelse.", "besparelser med minus", Sign),
    "resumé": needed("Med egne ord.", "Planen bringer udgifterne ned over to år."),
    "kilde": needed("Dokumentets navn og dato.", "Bilag 1, november 2024"),
    "sådan er kilden læst": Help("Hvad der måtte vælges, da kilden blev læst.", ""),
}
COLUMN_HELP: Mapping[SheetName, Mapping[str, Help]] = {
    SheetName.CATALOGUE: {"felt": needed("Feltets navn. Skal ikke ændres.", ""), "værdi": Help("Feltets indhold.", "")},
    SheetName.THEMES: {
        "nr": needed("Et tal, som tiltagene henviser til.", "1"),
        "titel": needed("Gruppens navn.", "Botilbud"),
        "resumé": Help("Med egne ord.", ""),
        "ved siden af planen": Help("ja, hvor gruppen har sin egen sum og ikke indgår i planens.", ""),
    },
    SheetName.INITIATIVES: {
        "nøgle": needed("Tiltagets eget korte navn: små bogstaver a–z, cifre og bindestreger.", "koersel"),
        "gruppe": Help("Nummeret på en gruppe.", "1"),
        "titel": needed("Som kilden skriver den.", "Hjemtagelse af kørsel"),
        "resumé": Help("Med egne ord.", "Kørslen samles hos kommunen selv."),
        "livscyklus": needed("Hvor tiltaget er.", "foreslået", Lifecycle),
        "ophørt senest": Help(f"Kun for udgået og erstattet. {DAY}", ""),
        "besluttet af": Help("Kun for udgået og erstattet.", ""),
        "hvorfor ophørt": Help("Kun for udgået og erstattet, og der skal det udfyldes.", ""),
        "rest": Help("ja for en rest, der ikke er defineret endnu.", ""),
        "lovgrundlag": Help("Paragraffer med komma imellem.", "SEL 85"),
        "nummer": Help("Som trykt.", "A1"),
        "version": Help("Som trykt, fx REVIDERET.", ""),
        "erstatter": Help("Nummeret på det forslag, der er erstattet.", ""),
        "risiko": Help("Risikoen for, at effekten ikke kommer.", "middel", Risk),
        "hvorfor risikoen": Help("Med egne ord.", ""),
    },
    SheetName.EFFECTS: {
        "tiltag": KEY,
        "linje": needed("Linjens tekst.", "Hjemtagelse af kørsel"),
        "kategori": needed("Hvad linjen er.", "varig ændring", EffectCategory),
        "styringsområde": Help("Hvor pengene hører til.", "service", SteeringArea),
        "p/l-niveau": Help("Kun hvor linjen har sit eget.", ""),
        "tabel": Help("Nummeret på den tabel i kilden, som beløbene er læst i.", "1"),
        "del": Help("Den del af forslaget, som linjen hører til.", ""),
        "udvalg": Help("Hvis penge det er.", ""),
        "ramme": Help("Koden på et område i budgettet.", ""),
        "finansiering": Help("Hvor pengene til omkostningen kommer fra.", ""),
        "startmåned": Help("1–12: den måned i det første år, hvor effekten begynder. Tom: januar.", ""),
        "indfasning": Help("4 eller 12 vægte med + imellem, fx 10+20+30+40. Tom: jævnt.", ""),
    },
    SheetName.TABLES: {
        "nr": needed("Tabellens plads i dokumentet.", "1"),
        "slags": needed("Hvad tabellen viser.", "beløb pr. år", PublishedTable.Kind),
        "overskrift": needed("Som trykt.", "Tabel 1. Besparelser"),
        "rækkeoverskrift": Help("Overskriften over rækkernes navne.", ""),
        "gruppe": Help("Nummeret på en gruppe, hvor tabellen hører til en.", ""),
        "tiltag": Help("Nøglen på et tiltag, hvor tabellen hører til et.", ""),
    },
    SheetName.FIGURES: {
        "tabel": needed("Tabellens nummer i arket tabeller.", "1"),
        "slags": needed("Om rækken er en linje eller en sum.", "linje", PublishedRow.Kind),
        "nummer": Help("Som trykt.", "A1"),
        "tekst": needed("Som trykt.", "Hjemtagelse af kørsel"),
        "tiltag": Help("Nøglen på det tiltag, som rækken viser.", "koersel"),
        "tegn": Help("Fodnotens tegn.", ""),
        "fodnote": Help("Fodnotens indhold med egne ord.", ""),
        "kolonne": Help("Kun hvor tabellens kolonner ikke er år: kolonnens overskrift.", ""),
        "tal": Help("Kun hvor tabellens kolonner ikke er år: tallet som trykt.", ""),
        "værdi": Help("Tallet selv; et beløb i kroner.", ""),
        "kategori": Help("Hvor rækken kun viser linjer af én kategori.", "", EffectCategory),
        "styringsområde": Help("Hvor rækken kun viser ét styringsområde.", "", SteeringArea),
        "linjer": Help("Hvilke af tiltagets linjer rækken viser, fx 1+2. Tom: alle.", ""),
        "summerer tabeller": Help("Hvilke tabeller en sum er af, fx 2+3. Tom: rækkerne over den.", ""),
        "gruppe": Help("Nummeret på en gruppe, hvor rækken handler om en hel gruppe.", ""),
        "udvalg": Help("Hvor rækken kun handler om ét udvalgs penge.", ""),
        "sammenlignes i": Help("År med + imellem, hvor tallet skal være det samme som linjernes.", ""),
        "omfang": Help("Hvorfor tallet gerne må være et andet end linjernes.", ""),
        "trykt som": Help("Hvad der er trykt, hvor det ikke er beløbet selv, fx 2025: 1,250 | 2026: (300).", ""),
    },
    SheetName.ASSUMPTIONS: {
        "tiltag": Help("Nøglen på tiltaget. Tom: hele kataloget.", "koersel"),
        "forudsætning": needed("Med egne ord.", "Aftalen kan siges op."),
        "afgøres af": needed("Hvem der kan afgøre den.", "egen beslutningskompetence", DecidedBy),
        "frist": Help(DAY, "2025-06"),
    },
    SheetName.ACTIVITIES: {
        "tiltag": KEY,
        "aktivitet": needed("Med egne ord.", "Udbud af kørslen"),
        "ansvarlig": Help("Et kontor og ingen person.", "Voksenafdelingen"),
        "frist": Help(DAY, "2025-03"),
    },
    SheetName.REMARKS: {
        "slags": needed("Hvad bemærkningen er.", "anbefaling", Remark.Kind),
        "tekst": needed("Med egne ord.", "Følg op hvert kvartal."),
    },
    SheetName.MEASUREMENTS: {
        "tiltag": KEY,
        "indikator": needed("Hvad der måles.", "Ture om dagen"),
        "enhed": Help("Hvad der tælles i.", "ture"),
        "opgjort": needed(DAY, "2024-10"),
        "værdi": needed("Et tal.", "140"),
    },
    SheetName.SHARES: {
        "tiltag": Help("Nøglen på tiltaget.", "", is_needed=True),
        "linje": Help("Linjens nummer i tiltaget.", "", is_needed=True),
        "gruppe": Help("Nummeret på gruppen, som har delen.", "", is_needed=True),
    },
    SheetName.STAFF: {
        "tiltag": KEY,
        "personale": needed("Hvilken slags personale.", "Chauffører"),
        "før": needed("Et tal.", "4"),
        "efter": needed("Et tal.", "3"),
        "ændring": needed("Som trykt.", "-1"),
    },
    SheetName.UNITS: {
        "tiltag": KEY,
        "ydelse": needed("Hvad der købes.", "Ture"),
        "antal før": needed("Et tal.", "3.000"),
        "enhedspris før": needed("Kroner.", "500"),
        "antal efter": needed("Et tal.", "2.500"),
        "enhedspris efter": needed("Kroner.", "500"),
    },
    SheetName.CRITERIA: {
        "tiltag": KEY,
        "succeskriterium": needed("Med egne ord.", "Borgerne kommer til tiden."),
        "måles ved": Help("Med egne ord.", "Stikprøver"),
        "ansvarlig": Help("Et kontor og ingen person.", "Voksenafdelingen"),
        "hvornår": Help("Med egne ord.", "hvert kvartal"),
    },
    SheetName.CLAIMS: {
        "tiltag": KEY,
        "slags": needed("Hvad der oplyses.", "procent af budget", Claim.Kind),
        "område": Help("Hvilket budget.", "Kørsel"),
        "budget": Help("Kroner, hvor de er trykt.", "5.000.000"),
        "budgetår": Help("Et år.", "2025"),
        "effekt": Help("Kroner, hvor de er trykt.", "250.000"),
        "trykt": needed("Som trykt.", "5 pct."),
        "værdi": needed("Tallet selv.", "5"),
        "opgjort som": Help("Kun for tilbagebetaling.", "", Claim.Method),
    },
    SheetName.COMPARISONS: {
        "nr": Help("Rækker med samme nr. hører sammen.", "", is_needed=True),
        "led": Help(
            "Tallet, der fortælles, og det, der lægges til eller trækkes fra.", "", ComparisonTerm.Role, is_needed=True
        ),
        "tabel": Help("Tabellens nummer.", "", is_needed=True),
        "række": Help("Rækkens nummer i tabellen.", "", is_needed=True),
        "kolonne": Help("Årets tal eller kolonnens overskrift.", ""),
        "omfang": Help("Hvorfor de to tal gerne må være forskellige.", ""),
    },
    SheetName.CASES: {
        "tiltag": KEY,
        **{
            column: Help("Tekst med egne ord.", "")
            for column in ("baggrund", "indhold", "økonomi", "implementering", "inddragelse", "effekt", "opfølgning")
        },
        "fremstillende forvaltning": Help("Den forvaltning, som stiller forslaget.", "Socialforvaltningen"),
        "øvrige forvaltninger": Help("Med semikolon imellem.", ""),
        "udgangspunkt": Help("Hvad der måles fra.", ""),
        "besluttes af": Help("Hvem der kan beslutte forslaget.", "", DecidedBy),
        "oprindelse": Help("Hvor forslaget kommer fra.", "", Origin),
        "hvilken": Help("Hvilket notat, råd eller hvem det kommer fra.", ""),
        "rammebesparelse": Help("ja, hvor besparelsen ikke er fordelt på ydelser.", ""),
    },
    SheetName.PARTS: {
        "tiltag": KEY,
        "del": needed("Delens navn.", "Udbud"),
        "indhold": Help("Med egne ord.", ""),
        "risiko": Help("Risikoen for, at delens effekt ikke kommer.", "", Risk),
        "hvorfor risikoen": Help("Med egne ord.", ""),
    },
    SheetName.SERVICE_LEVELS: {
        "tiltag": KEY,
        "ydelse": needed("Hvad borgerne får.", "Kørsel"),
        "før": needed("Med egne ord.", "Kørsel alle dage"),
        "efter": needed("Med egne ord.", "Kørsel på hverdage"),
    },
    SheetName.COUNTER_EFFECTS: {
        "tiltag": KEY,
        "område": needed("Hvor virkningen er.", "Hjemmepleje"),
        "virkning": needed("Med egne ord.", "Flere besøg"),
        "beløb": Help("I katalogets enhed og fortegn, hvor det er kendt.", ""),
        "regnet med": Help("ja, hvor linjerne allerede tager virkningen med.", ""),
    },
}


def help_of(name: SheetName, column: str) -> Help:
    """What is said of a column; a year holds amounts."""
    if column.isdecimal():
        return Help(f"Årets {OWN_YEAR}.", "-250" if name != SheetName.SHARES else "")
    return COLUMN_HELP.get(name, {}).get(column, Help(""))


INTRODUCTION: Sequence[str] = (
    "Sådan udfyldes skabelonen",
    "Der er et ark for hver slags oplysning; arkenes navne og overskrifter skal stå, som de står. "
    "Udfyld katalog, grupper, tiltag og effekter først. Resten kan stå tomt.",
    "Tal skrives på dansk: 1.200 eller 0,75, med minus foran og uden enhed. "
    "En tom celle er intet beløb, og 0 er et trykt nul.",
    "Måneder skrives 2025-01 og dage 2025-01-31. Formler kan ikke læses; sæt værdierne ind i stedet.",
    "Kolonnen eksempel er ét lille katalog, som kan læses ind. Læs filen ind under Kataloger; "
    "du ser alle ændringer og fejl, før noget bliver skrevet.",
)
