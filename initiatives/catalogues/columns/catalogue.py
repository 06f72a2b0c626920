"""The columns of the sheets about the catalogue, its groups, its initiatives and its remarks."""

from datetime import date

from budgets.foundation.amounts import Unit
from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from initiatives.catalogues.columns.cells import Choice, Day, Flag, Own, Slug, Text, Whole
from initiatives.catalogues.columns.column import Column, DeclaredSheet, InForm, Source
from initiatives.catalogues.columns.named import MUNICIPALITY, THEME, LegalBases
from initiatives.catalogues.models.catalogues import Catalogue, CatalogueKind, Remark, Sign, Theme
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle, Risk
from initiatives.catalogues.sheets import SheetName

OWN_WORDS = "Skriv med egne ord."
DAY = "Skriv år og måned eller dag."

CATALOGUE = DeclaredSheet(
    SheetName.CATALOGUE,
    Catalogue,
    "Oplysninger om kataloget med ét felt i hver række. Udfyld kolonnen værdi.",
    [
        Column("felt", None, Own("one of the fields below"), "Feltets navn. Skal ikke ændres.", required=True),
        Column("værdi", None, Own("as the field says"), "Feltets indhold."),
    ],
    is_needed=True,
)

CATALOGUE_FIELDS = DeclaredSheet(
    SheetName.CATALOGUE,
    Catalogue,
    "",
    [
        Column(
            "kortnavn",
            Catalogue.slug,
            Slug(),
            "Bruges i adressen: små bogstaver a–z, cifre og bindestreger. Skal være kun dette katalogs.",
            "voksne-2025",
            required=True,
        ),
        Column("kommune", Catalogue.municipality, MUNICIPALITY, "Kommunens nummer med tre cifre.", required=True),
        Column("titel", Catalogue.title, Text(), "Katalogets navn.", "Handleplan for voksne", required=True),
        Column("slags", Catalogue.kind, Choice(CatalogueKind), "Katalogets type.", "handlingsplan", required=True),
        Column(
            "område",
            Catalogue.scope,
            Text(),
            "Dækningsområdet: det fagområde, som kataloget dækker.",
            "Voksne med handicap",
            required=True,
        ),
        Column(
            "offentliggjort",
            Catalogue.published,
            Day(last_of_month=False, fallback=date(FIRST_YEAR, 1, 1)),
            DAY,
            "2024-11",
            required=True,
        ),
        Column(
            "første år",
            Catalogue.first_year,
            Whole(FIRST_YEAR, LAST_YEAR, FIRST_YEAR),
            "Det første år med beløb.",
            required=True,
        ),
        Column(
            "sidste år",
            Catalogue.last_year,
            Whole(FIRST_YEAR, LAST_YEAR, LAST_YEAR),
            "Det sidste år med beløb.",
            required=True,
        ),
        Column(
            "p/l-niveau",
            Catalogue.price_level,
            Whole(FIRST_YEAR, LAST_YEAR),
            "Det år, som beløbene er i priser fra. Lad feltet være tomt, hvis det ikke er oplyst.",
            "2025",
        ),
        Column(
            "enhed",
            Catalogue.unit,
            Choice(Unit, Unit.KRONER),
            "Enheden for alle beløb i kataloget.",
            "1.000 kr.",
            required=True,
        ),
        Column(
            "decimaler",
            Catalogue.decimals,
            Whole(0, 6, 0),
            "Det mindste antal decimaler i kildens beløb.",
            "0",
            required=True,
        ),
        Column(
            "fortegn",
            Catalogue.sign,
            Choice(Sign, Sign.SAVINGS_POSITIVE),
            "Kildens fortegn for en besparelse.",
            "besparelser med minus",
            required=True,
        ),
        Column(
            "resumé",
            Catalogue.summary,
            Text(),
            OWN_WORDS,
            "Planen bringer udgifterne ned over to år.",
            required=True,
        ),
        Column(
            "kilde",
            Catalogue.source,
            Text(),
            "Dokumentets navn og dato.",
            "Bilag 1, november 2024",
            required=True,
        ),
        Column("sådan er kilden læst", Catalogue.reading_note, Text(), "Valg og forbehold ved læsningen af kilden."),
    ],
)
"""The fields of the sheet about the catalogue itself, in order; each stands in a row of its own."""

THEMES = DeclaredSheet(
    SheetName.THEMES,
    Theme,
    "Katalogets grupper eller temaer i kildens rækkefølge.",
    [
        Column(
            "nr",
            Theme.order,
            Whole(1, 999),
            "Gruppens nummer, som tiltagene henviser til.",
            "1",
            required=True,
            is_key=True,
        ),
        Column("titel", Theme.title, Text(), "Gruppens navn.", "Botilbud", required=True),
        Column("resumé", Theme.summary, Text(), OWN_WORDS),
        Column(
            "ved siden af planen",
            Theme.excluded_from_totals,
            Flag(),
            "Skriv ja, hvis gruppen har sin egen sum og ikke indgår i planens.",
        ),
    ],
    is_needed=True,
)

INITIATIVES = DeclaredSheet(
    SheetName.INITIATIVES,
    Initiative,
    "Ét tiltag i hver række.",
    [
        Column(
            "nøgle",
            Initiative.key,
            Slug(),
            "Tiltagets eget korte navn: små bogstaver a–z, cifre og bindestreger.",
            "koersel",
            required=True,
            is_key=True,
        ),
        Column(
            "gruppe",
            Initiative.theme,
            THEME,
            "Nummeret på en gruppe.",
            "1",
            in_form=InForm("Gruppe", source=Source.THEMES),
        ),
        Column(
            "titel",
            Initiative.title,
            Text(),
            "Tiltagets titel som i kilden.",
            "Hjemtagelse af kørsel",
            required=True,
            in_form=InForm("Titel", place=-2, is_wide=True),
        ),
        Column(
            "resumé",
            Initiative.summary,
            Text(),
            OWN_WORDS,
            "Kørslen samles hos kommunen selv.",
            in_form=InForm("Kort resumé", place=1, is_long=True, is_wide=True),
        ),
        Column(
            "livscyklus",
            Initiative.lifecycle,
            Choice(Lifecycle, Lifecycle.PROPOSED),
            "Fasen: hvor langt tiltaget er.",
            "foreslået",
            required=True,
        ),
        Column("ophørt senest", Initiative.ended_on, Day(), f"Kun for udgåede og erstattede tiltag. {DAY}"),
        Column("besluttet af", Initiative.ended_by, Text(), "Kun for udgåede og erstattede tiltag."),
        Column(
            "hvorfor ophørt",
            Initiative.ended_reason,
            Text(),
            "Skal udfyldes for udgåede og erstattede tiltag, og kun for dem.",
        ),
        Column(
            "rest",
            Initiative.is_residual,
            Flag(),
            "Skriv ja, hvis tiltaget er en rest, der endnu ikke er fordelt på tiltag.",
        ),
        Column(
            "lovgrundlag",
            Initiative.legal_bases,
            LegalBases(),
            "Paragraffer adskilt af komma.",
            "SEL 85",
            in_form=InForm("Lovgrundlag", "Fx SEL 107, SEL 108"),
        ),
        Column(
            "nummer",
            Initiative.code,
            Text(),
            "Nummeret som i kilden.",
            "A1",
            may_lack=True,
            in_form=InForm("Nummer", "Fx HA05", place=-3),
        ),
        Column(
            "version",
            Initiative.version,
            Text(),
            "Forslagets version som i kilden, fx REVIDERET.",
            may_lack=True,
            in_form=InForm("Version", "Som i kilden, fx REVIDERET", place=-1),
        ),
        Column(
            "erstatter",
            Initiative.replaces,
            Text(),
            "Nummeret på det forslag, der er erstattet.",
            may_lack=True,
        ),
        Column(
            "risiko",
            Initiative.risk,
            Choice(Risk),
            "Risikoen for, at effekten ikke opnås.",
            "middel",
            may_lack=True,
            in_form=InForm("Risiko", block="risiko"),
        ),
        Column(
            "hvorfor risikoen",
            Initiative.risk_reason,
            Text(),
            OWN_WORDS,
            may_lack=True,
            in_form=InForm("Begrundelse for risikoen", block="risiko", is_long=True),
        ),
    ],
    is_needed=True,
)

REMARKS = DeclaredSheet(
    SheetName.REMARKS,
    Remark,
    "Anbefalinger og opmærksomhedspunkter. Kan være tomt.",
    [
        Column(
            "slags",
            Remark.kind,
            Choice(Remark.RemarkKind, Remark.RemarkKind.GOVERNANCE),
            "Bemærkningens type.",
            "anbefaling",
            required=True,
        ),
        Column("tekst", Remark.text, Text(), OWN_WORDS, "Følg op hvert kvartal.", required=True),
    ],
)
