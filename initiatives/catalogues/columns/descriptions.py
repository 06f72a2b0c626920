"""The columns of the sheets that describe an initiative beside its amounts."""

from budgets.foundation.calendar import FIRST_YEAR, LAST_YEAR
from initiatives.catalogues.columns.catalogue import DAY, OWN_WORDS
from initiatives.catalogues.columns.cells import Choice, Day, Number, Text, Whole
from initiatives.catalogues.columns.column import Column, DeclaredSheet, InForm, Stored
from initiatives.catalogues.columns.named import INITIATIVE
from initiatives.catalogues.models.descriptions import (
    Activity,
    Assumption,
    Claim,
    DecidedBy,
    Measurement,
    StaffChange,
    SuccessCriterion,
    UnitCalculation,
)
from initiatives.catalogues.sheets import SheetName

OFFICE = "Skriv en enhed, ikke en person."
NUMBER = "Et tal."
KRONER = "Beløbet i kroner, når kilden oplyser det."
WHOLE_KRONER = "Skriv hele kroner"


def about_initiative(stored: Stored) -> Column:
    """The column with the initiative that a row is about."""
    key_help = "Nøglen på tiltaget i arket tiltag."
    return Column("tiltag", stored, INITIATIVE, key_help, "koersel", required=True, is_key=True)


ASSUMPTIONS = DeclaredSheet(
    SheetName.ASSUMPTIONS,
    Assumption,
    "Planens forudsætninger. Kan være tomt.",
    [
        Column(
            "tiltag",
            Assumption.initiative,
            INITIATIVE,
            "Nøglen på tiltaget. En tom celle betyder hele kataloget.",
            "koersel",
        ),
        Column(
            "forudsætning",
            Assumption.text,
            Text(),
            OWN_WORDS,
            "Aftalen kan siges op.",
            required=True,
            in_form=InForm("Forudsætning", is_wide=True),
        ),
        Column(
            "afgøres af",
            Assumption.decided_by,
            Choice(DecidedBy, DecidedBy.OWN),
            "Den, der kan tage stilling til forudsætningen.",
            "egen beslutningskompetence",
            required=True,
            in_form=InForm("Afgøres af"),
        ),
        Column("frist", Assumption.due, Day(), DAY, "2025-06", in_form=InForm("Frist", "Fx 2018-06")),
    ],
)

ACTIVITIES = DeclaredSheet(
    SheetName.ACTIVITIES,
    Activity,
    "Aktiviteter under et tiltag. Kan være tomt.",
    [
        about_initiative(Activity.initiative),
        Column(
            "aktivitet",
            Activity.text,
            Text(),
            OWN_WORDS,
            "Udbud af kørslen",
            required=True,
            in_form=InForm("Aktivitet eller milepæl", is_wide=True),
        ),
        Column("ansvarlig", Activity.responsible, Text(), OFFICE, "Voksenafdelingen", in_form=InForm("Ansvarlig")),
        Column("frist", Activity.due, Day(), DAY, "2025-03", in_form=InForm("Frist", "Fx 2018-06 eller 2018-06-30")),
    ],
)

MEASUREMENTS = DeclaredSheet(
    SheetName.MEASUREMENTS,
    Measurement,
    "Målinger af indikatorer på en bestemt dag. Kan være tomt.",
    [
        about_initiative(Measurement.initiative),
        Column("indikator", Measurement.indicator, Text(), "Indikatorens navn.", "Ture om dagen", required=True),
        Column("enhed", Measurement.unit, Text(), "Måleenhed, fx ture eller borgere.", "ture"),
        Column("opgjort", Measurement.on, Day(), DAY, "2024-10", required=True, is_key=True),
        Column("værdi", Measurement.value, Number(), NUMBER, "140", required=True),
    ],
)

STAFF = DeclaredSheet(
    SheetName.STAFF,
    StaffChange,
    "Personale før og efter. Kan være tomt.",
    [
        about_initiative(StaffChange.initiative),
        Column(
            "personale",
            StaffChange.group,
            Text(),
            "Personalegruppens navn.",
            "Chauffører",
            required=True,
            in_form=InForm("Personale", is_wide=True),
        ),
        Column("før", StaffChange.before, Number(), NUMBER, "4", is_asked=True, in_form=InForm("Før")),
        Column("efter", StaffChange.after, Number(), NUMBER, "3", is_asked=True, in_form=InForm("Efter")),
        Column(
            "ændring",
            StaffChange.change,
            Number(),
            "Ændringen som i kilden.",
            "-1",
            required=True,
            in_form=InForm("Ændring"),
        ),
    ],
)

UNITS = DeclaredSheet(
    SheetName.UNITS,
    UnitCalculation,
    "Antal og enhedspris før og efter, i kroner. Kan være tomt.",
    [
        about_initiative(UnitCalculation.initiative),
        Column(
            "ydelse",
            UnitCalculation.service,
            Text(),
            "Ydelsens navn.",
            "Ture",
            required=True,
            in_form=InForm("Ydelse", is_wide=True),
        ),
        Column(
            "antal før",
            UnitCalculation.quantity_before,
            Number(),
            NUMBER,
            "3.000",
            required=True,
            in_form=InForm("Antal før"),
        ),
        Column(
            "enhedspris før",
            UnitCalculation.price_before,
            Number(),
            "Kroner.",
            "500",
            required=True,
            in_form=InForm("Pris før, kr."),
        ),
        Column(
            "antal efter",
            UnitCalculation.quantity_after,
            Number(),
            NUMBER,
            "2.500",
            required=True,
            in_form=InForm("Antal efter"),
        ),
        Column(
            "enhedspris efter",
            UnitCalculation.price_after,
            Number(),
            "Kroner.",
            "500",
            required=True,
            in_form=InForm("Pris efter, kr."),
        ),
    ],
)

CRITERIA = DeclaredSheet(
    SheetName.CRITERIA,
    SuccessCriterion,
    "Succeskriterier. Kan være tomt.",
    [
        about_initiative(SuccessCriterion.initiative),
        Column(
            "succeskriterium",
            SuccessCriterion.text,
            Text(),
            OWN_WORDS,
            "Borgerne kommer til tiden.",
            required=True,
            in_form=InForm("Succeskriterium", is_wide=True),
        ),
        Column(
            "måles ved",
            SuccessCriterion.measured_by,
            Text(),
            OWN_WORDS,
            "Stikprøver",
            in_form=InForm("Måles ved"),
        ),
        Column(
            "ansvarlig",
            SuccessCriterion.responsible,
            Text(),
            OFFICE,
            "Voksenafdelingen",
            in_form=InForm("Ansvarlig for opfølgning"),
        ),
        Column("hvornår", SuccessCriterion.when, Text(), OWN_WORDS, "hvert kvartal", in_form=InForm("Hvornår")),
    ],
)

CLAIMS = DeclaredSheet(
    SheetName.CLAIMS,
    Claim,
    "Procenter af budgettet og tilbagebetalingstider, som kilden oplyser. Kan være tomt.",
    [
        about_initiative(Claim.initiative),
        Column(
            "slags",
            Claim.kind,
            Choice(Claim.ClaimKind, Claim.ClaimKind.PERCENT),
            "Oplysningens type.",
            "procent af budget",
            required=True,
            in_form=InForm("Type"),
        ),
        Column(
            "område",
            Claim.area,
            Text(),
            "Det budget, som oplysningen gælder.",
            "Kørsel",
            in_form=InForm("Budgetområde", "Det budget, som procenten beregnes af"),
        ),
        Column("budget", Claim.base, Number(), KRONER, "5.000.000", in_form=InForm("Budget, kr.", WHOLE_KRONER)),
        Column(
            "budgetår",
            Claim.base_year,
            Whole(FIRST_YEAR, LAST_YEAR),
            "Et år.",
            "2025",
            in_form=InForm("Budgetår"),
        ),
        Column("effekt", Claim.effect, Number(), KRONER, "250.000", in_form=InForm("Effekt, kr.", WHOLE_KRONER)),
        Column(
            "trykt",
            Claim.printed,
            Text(),
            "Oplysningen som i kilden.",
            "5 pct.",
            required=True,
            in_form=InForm("Som i kilden", "Fx 0,4 pct. eller 2 år", place=1),
        ),
        Column(
            "værdi",
            Claim.value,
            Number(),
            "Oplysningens talværdi.",
            "5",
            required=True,
            in_form=InForm("Procent eller år"),
        ),
        Column(
            "opgjort som",
            Claim.method,
            Choice(Claim.Method),
            "Kun for tilbagebetaling.",
            may_lack=True,
            in_form=InForm("Opgjort som", place=1),
        ),
    ],
)
