"""The template's help for each sheet and column: its contents, its allowed words, and an example that can be imported.

The examples of all columns make up one small catalogue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from budgets.foundation.amounts import Unit
from budgets.foundation.models import SteeringArea
from initiatives.catalogues.models.catalogues import CatalogueKind, EffectCategory, Remark, Sign
from initiatives.catalogues.models.descriptions import Claim, DecidedBy
from initiatives.catalogues.models.initiatives import Lifecycle, Risk
from initiatives.catalogues.models.proposals import Origin
from initiatives.catalogues.models.published import ComparisonTerm, PublishedRow, PublishedTable
from initiatives.catalogues.sheets import SheetName


@dataclass(frozen=True)
class Help:
    """Help for a column or a field; `choices` are its allowed words."""

    text: str
    example: str = ""
    choices: type[TextChoices] | None = None
    is_required: bool = False

    @property
    def words(self) -> list[str]:
        """The allowed words, where only some are allowed."""
        return [str(choice.label) for choice in self.choices] if self.choices else []


def required(text: str, example: str, choices: type[TextChoices] | None = None) -> Help:
    return Help(text, example, choices, is_required=True)


KEY = required("Nøglen på tiltaget i arket tiltag.", "koersel")
OWN_YEAR = "beløb i katalogets enhed og fortegn. En tom celle betyder intet beløb"
DAY = "Skriv år og måned eller dag."
SHEETS: Mapping[SheetName, str] = {
    SheetName.CATALOGUE: "Oplysninger om kataloget med ét felt i hver række. Udfyld kolonnen værdi.",
    SheetName.THEMES: "Katalogets grupper eller temaer i kildens rækkefølge.",
    SheetName.INITIATIVES: "Ét tiltag i hver række.",
    SheetName.EFFECTS: "Tiltagenes økonomiske linjer, med en kolonne for hvert år. Ret årene i overskriften.",
    SheetName.TABLES: "Kildens tabeller. Arket kan være tomt, hvis kilden ingen tabeller har.",
    SheetName.FIGURES: "Kildens tabeller række for række. Er arket tomt, er der intet at afstemme.",
    SheetName.ASSUMPTIONS: "Planens forudsætninger. Kan være tomt.",
    SheetName.ACTIVITIES: "Aktiviteter under et tiltag. Kan være tomt.",
    SheetName.REMARKS: "Anbefalinger og opmærksomhedspunkter. Kan være tomt.",
    SheetName.MEASUREMENTS: "Målinger af indikatorer på en bestemt dag. Kan være tomt.",
    SheetName.SHARES: "Hver gruppes andel af en linje, som flere grupper deler. Kan være tomt.",
    SheetName.STAFF: "Personale før og efter. Kan være tomt.",
    SheetName.UNITS: "Antal og enhedspris før og efter, i kroner. Kan være tomt.",
    SheetName.CRITERIA: "Succeskriterier. Kan være tomt.",
    SheetName.CLAIMS: "Procenter af budgettet og tilbagebetalingstider, som kilden oplyser. Kan være tomt.",
    SheetName.COMPARISONS: "Tal i kilden, der skal være summen af andre tal i kilden. Kan være tomt.",
    SheetName.CASES: "Forslagenes tekster. Kan være tomt.",
    SheetName.PARTS: "Forslagenes dele. Kan være tomt.",
    SheetName.SERVICE_LEVELS: "Serviceniveauet før og efter. Kan være tomt.",
    SheetName.COUNTER_EFFECTS: "Virkninger på andre områder. Kan være tomt.",
}
FIELDS: Mapping[str, Help] = {
    "kortnavn": required(
        "Bruges i adressen: små bogstaver a–z, cifre og bindestreger. Skal være kun dette katalogs.", "voksne-2025"
    ),
    "kommune": required("Kommunens nummer med tre cifre.", ""),
    "titel": required("Katalogets navn.", "Handleplan for voksne"),
    "slags": required("Katalogets type.", "handlingsplan", CatalogueKind),
    "område": required("Dækningsområdet: det fagområde, som kataloget dækker.", "Voksne med handicap"),
    "offentliggjort": required(DAY, "2024-11"),
    "første år": required("Det første år med beløb.", ""),
    "sidste år": required("Det sidste år med beløb.", ""),
    "p/l-niveau": Help("Det år, som beløbene er i priser fra. Lad feltet være tomt, hvis det ikke er oplyst.", "2025"),
    "enhed": required("Enheden for alle beløb i kataloget.", "1.000 kr.", Unit),
    "decimaler": required("Det mindste antal decimaler i kildens beløb.", "0"),
    "fortegn": required("Kildens fortegn for en besparelse.", "besparelser med minus", Sign),
    "resumé": required("Skriv med egne ord.", "Planen bringer udgifterne ned over to år."),
    "kilde": required("Dokumentets navn og dato.", "Bilag 1, november 2024"),
    "sådan er kilden læst": Help("Valg og forbehold ved læsningen af kilden.", ""),
}
COLUMN_HELP: Mapping[SheetName, Mapping[str, Help]] = {
    SheetName.CATALOGUE: {
        "felt": required("Feltets navn. Skal ikke ændres.", ""),
        "værdi": Help("Feltets indhold.", ""),
    },
    SheetName.THEMES: {
        "nr": required("Gruppens nummer, som tiltagene henviser til.", "1"),
        "titel": required("Gruppens navn.", "Botilbud"),
        "resumé": Help("Skriv med egne ord.", ""),
        "ved siden af planen": Help("Skriv ja, hvis gruppen har sin egen sum og ikke indgår i planens.", ""),
    },
    SheetName.INITIATIVES: {
        "nøgle": required("Tiltagets eget korte navn: små bogstaver a–z, cifre og bindestreger.", "koersel"),
        "gruppe": Help("Nummeret på en gruppe.", "1"),
        "titel": required("Tiltagets titel som i kilden.", "Hjemtagelse af kørsel"),
        "resumé": Help("Skriv med egne ord.", "Kørslen samles hos kommunen selv."),
        "livscyklus": required("Fasen: hvor langt tiltaget er.", "foreslået", Lifecycle),
        "ophørt senest": Help(f"Kun for udgåede og erstattede tiltag. {DAY}", ""),
        "besluttet af": Help("Kun for udgåede og erstattede tiltag.", ""),
        "hvorfor ophørt": Help("Skal udfyldes for udgåede og erstattede tiltag, og kun for dem.", ""),
        "rest": Help("Skriv ja, hvis tiltaget er en rest, der endnu ikke er fordelt på tiltag.", ""),
        "lovgrundlag": Help("Paragraffer adskilt af komma.", "SEL 85"),
        "nummer": Help("Nummeret som i kilden.", "A1"),
        "version": Help("Forslagets version som i kilden, fx REVIDERET.", ""),
        "erstatter": Help("Nummeret på det forslag, der er erstattet.", ""),
        "risiko": Help("Risikoen for, at effekten ikke opnås.", "middel", Risk),
        "hvorfor risikoen": Help("Skriv med egne ord.", ""),
    },
    SheetName.EFFECTS: {
        "tiltag": KEY,
        "linje": required("Linjens tekst.", "Hjemtagelse af kørsel"),
        "kategori": required("Linjens kategori.", "varig ændring", EffectCategory),
        "styringsområde": Help("Linjens styringsområde.", "service", SteeringArea),
        "p/l-niveau": Help("Kun når linjen har et andet pris- og lønniveau end kataloget.", ""),
        "tabel": Help("Nummeret på den tabel i kilden, som beløbene er læst i.", "1"),
        "del": Help("Den del af forslaget, som linjen hører til.", ""),
        "udvalg": Help("Det udvalg, der har bevillingen.", ""),
        "ramme": Help("Koden på en ramme i budgettet.", ""),
        "finansiering": Help("Finansieringen af omkostningen, fx en investeringspulje.", ""),
        "startmåned": Help("Den måned i det første år, hvor effekten begynder, 1–12. En tom celle betyder januar.", ""),
        "indfasning": Help("4 eller 12 vægte med + imellem, fx 10+20+30+40. En tom celle betyder jævn indfasning.", ""),
    },
    SheetName.TABLES: {
        "nr": required("Tabellens plads i dokumentet.", "1"),
        "slags": required("Tabellens type.", "beløb pr. år", PublishedTable.TableKind),
        "overskrift": required("Tabellens overskrift som i kilden.", "Tabel 1. Besparelser"),
        "rækkeoverskrift": Help("Overskriften over rækkernes navne.", ""),
        "gruppe": Help("Nummeret på gruppen, hvis tabellen hører til en gruppe.", ""),
        "tiltag": Help("Nøglen på tiltaget, hvis tabellen hører til et tiltag.", ""),
    },
    SheetName.FIGURES: {
        "tabel": required("Tabellens nummer i arket tabeller.", "1"),
        "slags": required("Rækkens type: en linje eller en sum.", "linje", PublishedRow.RowKind),
        "nummer": Help("Nummeret som i kilden.", "A1"),
        "tekst": required("Rækkens tekst som i kilden.", "Hjemtagelse af kørsel"),
        "tiltag": Help("Nøglen på det tiltag, som rækken viser.", "koersel"),
        "tegn": Help("Fodnotens tegn.", ""),
        "fodnote": Help("Fodnotens indhold med egne ord.", ""),
        "kolonne": Help("Kolonnens overskrift, kun når tabellens kolonner ikke er år.", ""),
        "tal": Help("Tallet som i kilden, kun når tabellens kolonner ikke er år.", ""),
        "værdi": Help("Tallets værdi. Skriv beløb i kroner.", ""),
        "kategori": Help("Udfyldes, når rækken kun viser linjer i én kategori.", "", EffectCategory),
        "styringsområde": Help("Udfyldes, når rækken kun viser ét styringsområde.", "", SteeringArea),
        "linjer": Help("De af tiltagets linjer, som rækken viser, fx 1+2. En tom celle betyder alle.", ""),
        "summerer tabeller": Help(
            "De tabeller, som rækken er summen af, fx 2+3. En tom celle betyder rækkerne over den.", ""
        ),
        "gruppe": Help("Nummeret på gruppen, hvis rækken handler om en hel gruppe.", ""),
        "udvalg": Help("Udfyldes, når rækken kun handler om ét udvalgs bevilling.", ""),
        "sammenlignes i": Help("De år, hvor tallet skal være lig med linjernes sum, med + imellem.", ""),
        "omfang": Help("Grunden til, at tallet gerne må være et andet end linjernes sum.", ""),
        "trykt som": Help("Kildens skrivemåde, når den afviger fra beløbet, fx 2025: 1,250 | 2026: (300).", ""),
    },
    SheetName.ASSUMPTIONS: {
        "tiltag": Help("Nøglen på tiltaget. En tom celle betyder hele kataloget.", "koersel"),
        "forudsætning": required("Skriv med egne ord.", "Aftalen kan siges op."),
        "afgøres af": required(
            "Den, der kan tage stilling til forudsætningen.", "egen beslutningskompetence", DecidedBy
        ),
        "frist": Help(DAY, "2025-06"),
    },
    SheetName.ACTIVITIES: {
        "tiltag": KEY,
        "aktivitet": required("Skriv med egne ord.", "Udbud af kørslen"),
        "ansvarlig": Help("Skriv en enhed, ikke en person.", "Voksenafdelingen"),
        "frist": Help(DAY, "2025-03"),
    },
    SheetName.REMARKS: {
        "slags": required("Bemærkningens type.", "anbefaling", Remark.RemarkKind),
        "tekst": required("Skriv med egne ord.", "Følg op hvert kvartal."),
    },
    SheetName.MEASUREMENTS: {
        "tiltag": KEY,
        "indikator": required("Indikatorens navn.", "Ture om dagen"),
        "enhed": Help("Måleenhed, fx ture eller borgere.", "ture"),
        "opgjort": required(DAY, "2024-10"),
        "værdi": required("Et tal.", "140"),
    },
    SheetName.SHARES: {
        "tiltag": Help("Nøglen på tiltaget.", "", is_required=True),
        "linje": Help("Linjens nummer i tiltaget.", "", is_required=True),
        "gruppe": Help("Nummeret på gruppen, som har andelen.", "", is_required=True),
    },
    SheetName.STAFF: {
        "tiltag": KEY,
        "personale": required("Personalegruppens navn.", "Chauffører"),
        "før": required("Et tal.", "4"),
        "efter": required("Et tal.", "3"),
        "ændring": required("Ændringen som i kilden.", "-1"),
    },
    SheetName.UNITS: {
        "tiltag": KEY,
        "ydelse": required("Ydelsens navn.", "Ture"),
        "antal før": required("Et tal.", "3.000"),
        "enhedspris før": required("Kroner.", "500"),
        "antal efter": required("Et tal.", "2.500"),
        "enhedspris efter": required("Kroner.", "500"),
    },
    SheetName.CRITERIA: {
        "tiltag": KEY,
        "succeskriterium": required("Skriv med egne ord.", "Borgerne kommer til tiden."),
        "måles ved": Help("Skriv med egne ord.", "Stikprøver"),
        "ansvarlig": Help("Skriv en enhed, ikke en person.", "Voksenafdelingen"),
        "hvornår": Help("Skriv med egne ord.", "hvert kvartal"),
    },
    SheetName.CLAIMS: {
        "tiltag": KEY,
        "slags": required("Oplysningens type.", "procent af budget", Claim.ClaimKind),
        "område": Help("Det budget, som oplysningen gælder.", "Kørsel"),
        "budget": Help("Beløbet i kroner, når kilden oplyser det.", "5.000.000"),
        "budgetår": Help("Et år.", "2025"),
        "effekt": Help("Beløbet i kroner, når kilden oplyser det.", "250.000"),
        "trykt": required("Oplysningen som i kilden.", "5 pct."),
        "værdi": required("Oplysningens talværdi.", "5"),
        "opgjort som": Help("Kun for tilbagebetaling.", "", Claim.Method),
    },
    SheetName.COMPARISONS: {
        "nr": Help("Rækker med samme nr. hører sammen.", "", is_required=True),
        "led": Help(
            "“tal” er kildens tal. “plus” og “minus” er de tal, der lægges til eller trækkes fra.",
            "",
            ComparisonTerm.Role,
            is_required=True,
        ),
        "tabel": Help("Tabellens nummer.", "", is_required=True),
        "række": Help("Rækkens nummer i tabellen.", "", is_required=True),
        "kolonne": Help("Året eller kolonnens overskrift.", ""),
        "omfang": Help("Grunden til, at de to tal gerne må være forskellige.", ""),
    },
    SheetName.CASES: {
        "tiltag": KEY,
        **{
            column: Help("Skriv med egne ord.", "")
            for column in ("baggrund", "indhold", "økonomi", "implementering", "inddragelse", "effekt", "opfølgning")
        },
        "fremstillende forvaltning": Help("Den forvaltning, som stiller forslaget.", "Socialforvaltningen"),
        "øvrige forvaltninger": Help("Forvaltninger adskilt af semikolon.", ""),
        "udgangspunkt": Help("Den situation, som ændringen måles ud fra.", ""),
        "besluttes af": Help("Den, der kan beslutte forslaget.", "", DecidedBy),
        "oprindelse": Help("Forslagets oprindelse.", "", Origin),
        "hvilken": Help("Navnet på aftalen, notatet, rådet eller personen, som forslaget kommer fra.", ""),
        "rammebesparelse": Help("Skriv ja, hvis besparelsen ikke er fordelt på ydelser.", ""),
    },
    SheetName.PARTS: {
        "tiltag": KEY,
        "del": required("Delens navn.", "Udbud"),
        "indhold": Help("Skriv med egne ord.", ""),
        "risiko": Help("Risikoen for, at delens effekt ikke opnås.", "", Risk),
        "hvorfor risikoen": Help("Skriv med egne ord.", ""),
    },
    SheetName.SERVICE_LEVELS: {
        "tiltag": KEY,
        "ydelse": required("Den ydelse, som borgerne får.", "Kørsel"),
        "før": required("Skriv med egne ord.", "Kørsel alle dage"),
        "efter": required("Skriv med egne ord.", "Kørsel på hverdage"),
    },
    SheetName.COUNTER_EFFECTS: {
        "tiltag": KEY,
        "område": required("Det område, der påvirkes.", "Hjemmepleje"),
        "virkning": required("Skriv med egne ord.", "Flere besøg"),
        "beløb": Help("Beløbet i katalogets enhed og fortegn, når det er kendt.", ""),
        "regnet med": Help("Skriv ja, hvis virkningen allerede indgår i linjerne.", ""),
    },
}


def get_help(name: SheetName, column: str) -> Help:
    """The help for a column; a year holds amounts."""
    if column.isdecimal():
        return Help(f"Årets {OWN_YEAR}.", "-250" if name != SheetName.SHARES else "")
    return COLUMN_HELP.get(name, {}).get(column, Help(""))


INTRODUCTION: Sequence[str] = (
    "Sådan udfyldes skabelonen",
    "Der er ét ark for hver type oplysning. Arkenes navne og overskrifter må ikke ændres. "
    "Udfyld først katalog, grupper, tiltag og effekter. Resten kan være tomt.",
    "Tal skrives på dansk: 1.200 eller 0,75, med minus foran og uden enhed. "
    "En tom celle betyder intet beløb. Skriv 0, når kilden angiver nul.",
    "Måneder skrives 2025-01 og dage 2025-01-31. Formler kan ikke læses. Indsæt værdierne i stedet.",
    "Kolonnen eksempel er ét lille katalog, som kan indlæses. Indlæs filen under Kataloger. "
    "Alle ændringer og fejl vises, før noget gemmes.",
)
