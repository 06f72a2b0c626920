"""The columns of the sheets of economic lines and of the groups' shares of them."""

from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from budgets.foundation.models import SteeringArea
from initiatives.catalogues.columns.cells import Choice, Own, StartMonth, Text, Weights, Whole
from initiatives.catalogues.columns.column import Column, DeclaredSheet, InForm, Source
from initiatives.catalogues.columns.descriptions import about_initiative
from initiatives.catalogues.columns.named import AREA, TABLE, THEME, CommitteeName
from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.effects import EffectLine, ThemeShare, YearlyEffect
from initiatives.catalogues.sheets import SheetName

EFFECTS = DeclaredSheet(
    SheetName.EFFECTS,
    EffectLine,
    "Tiltagenes økonomiske linjer, med en kolonne for hvert år. Ret årene i overskriften.",
    [
        about_initiative(EffectLine.initiative),
        Column(
            "linje",
            EffectLine.text,
            Text(),
            "Linjens tekst.",
            "Hjemtagelse af kørsel",
            required=True,
            in_form=InForm("Tekst", is_wide=True),
        ),
        Column(
            "kategori",
            EffectLine.category,
            Choice(EffectCategory, EffectCategory.PERMANENT),
            "Linjens kategori.",
            "varig ændring",
            required=True,
            in_form=InForm("Kategori"),
        ),
        Column(
            "styringsområde",
            EffectLine.steering_area,
            Choice(SteeringArea),
            "Linjens styringsområde.",
            "service",
            in_form=InForm("Styringsområde"),
        ),
        Column(
            "p/l-niveau",
            EffectLine.price_level,
            Whole(FIRST_YEAR, LAST_YEAR),
            "Kun når linjen har et andet pris- og lønniveau end kataloget.",
            in_form=InForm("Eget pris- og lønniveau", "Kun når det er et andet end katalogets", place=1, is_rare=True),
        ),
        Column(
            "tabel",
            YearlyEffect.source_table,
            TABLE,
            "Nummeret på den tabel i kilden, som beløbene er læst i.",
            "1",
            in_form=InForm("Kildens tabel", place=-1, is_hidden=True),
        ),
        Column(
            "del",
            EffectLine.part,
            Text(),
            "Den del af forslaget, som linjen hører til.",
            may_lack=True,
            in_form=InForm("Del", source=Source.PARTS),
        ),
        Column(
            "udvalg",
            EffectLine.committee,
            CommitteeName(),
            "Det udvalg, der har bevillingen.",
            may_lack=True,
            in_form=InForm("Udvalg", "Vælg, eller skriv et nyt", source=Source.COMMITTEES),
        ),
        Column(
            "ramme",
            EffectLine.area,
            AREA,
            "Koden på en ramme i budgettet.",
            may_lack=True,
            in_form=InForm("Ramme", source=Source.AREAS),
        ),
        Column(
            "finansiering",
            EffectLine.funding,
            Text(),
            "Finansieringen af omkostningen, fx en investeringspulje.",
            may_lack=True,
            in_form=InForm("Finansiering", "Kun ved investeringer, fx en pulje", is_rare=True),
        ),
        Column(
            "startmåned",
            EffectLine.start_month,
            StartMonth(1, 12, 1),
            "Den måned i det første år, hvor effekten begynder, 1–12. En tom celle betyder januar.",
            may_lack=True,
            in_form=InForm("Startmåned", "1–12 i linjens første år", place=1, is_rare=True),
        ),
        Column(
            "indfasning",
            EffectLine.weights,
            Weights(),
            "4 eller 12 vægte med + imellem, fx 10+20+30+40. En tom celle betyder jævn indfasning.",
            may_lack=True,
            in_form=InForm("Indfasning", "4 eller 12 vægte, fx 10+20+30+40", place=1, is_rare=True),
        ),
    ],
    has_years=True,
    is_needed=True,
)

SHARES = DeclaredSheet(
    SheetName.SHARES,
    ThemeShare,
    "Hver gruppes andel af en linje, som flere grupper deler. Kan være tomt.",
    [
        Column("tiltag", None, Own("key of an initiative"), "Nøglen på tiltaget.", required=True),
        Column(
            "linje",
            None,
            Whole(1, 999, 0),
            "Linjens nummer i tiltaget.",
            required=True,
            in_form=InForm("Linje", source=Source.LINES),
        ),
        Column(
            "gruppe",
            ThemeShare.theme,
            THEME,
            "Nummeret på gruppen, som har andelen.",
            required=True,
            in_form=InForm("Gruppe", source=Source.THEMES),
        ),
    ],
    has_years=True,
)
