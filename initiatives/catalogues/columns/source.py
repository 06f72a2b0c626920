"""The columns of the sheets of the printed document: its tables, its figures, and sums among its figures."""

from budgets.foundation.models import SteeringArea
from initiatives.catalogues.columns.cells import CatalogueYears, Choice, Number, Own, Text, Whole, WholeList
from initiatives.catalogues.columns.column import Column, DeclaredSheet
from initiatives.catalogues.columns.named import INITIATIVE, TABLE, THEME, CommitteeName
from initiatives.catalogues.models.catalogues import EffectCategory
from initiatives.catalogues.models.published import ComparisonTerm, PublishedFigure, PublishedRow, PublishedTable
from initiatives.catalogues.sheets import SheetName

NOT_YEARS = "kun når tabellens kolonner ikke er år."

TABLES = DeclaredSheet(
    SheetName.TABLES,
    PublishedTable,
    "Kildens tabeller. Arket kan være tomt, hvis kilden ingen tabeller har.",
    [
        Column(
            "nr",
            PublishedTable.ordinal,
            Whole(1, 999),
            "Tabellens plads i dokumentet.",
            "1",
            required=True,
            is_key=True,
        ),
        Column(
            "slags",
            PublishedTable.kind,
            Choice(PublishedTable.TableKind, PublishedTable.TableKind.PROSE),
            "Tabellens type.",
            "beløb pr. år",
            required=True,
        ),
        Column(
            "overskrift",
            PublishedTable.caption,
            Text(),
            "Tabellens overskrift som i kilden.",
            "Tabel 1. Besparelser",
            required=True,
        ),
        Column("rækkeoverskrift", PublishedTable.row_heading, Text(), "Overskriften over rækkernes navne."),
        Column("gruppe", PublishedTable.theme, THEME, "Nummeret på gruppen, hvis tabellen hører til en gruppe."),
        Column(
            "tiltag", PublishedTable.initiative, INITIATIVE, "Nøglen på tiltaget, hvis tabellen hører til et tiltag."
        ),
    ],
    is_needed=True,
)

FIGURES = DeclaredSheet(
    SheetName.FIGURES,
    PublishedRow,
    "Kildens tabeller række for række. Er arket tomt, er der intet at afstemme.",
    [
        Column(
            "tabel",
            PublishedRow.table,
            TABLE,
            "Tabellens nummer i arket tabeller.",
            "1",
            required=True,
            is_key=True,
        ),
        Column(
            "slags",
            PublishedRow.kind,
            Choice(PublishedRow.RowKind, PublishedRow.RowKind.LINE),
            "Rækkens type: en linje eller en sum.",
            "linje",
            required=True,
        ),
        Column("nummer", PublishedRow.code, Text(), "Nummeret som i kilden.", "A1"),
        Column(
            "tekst", PublishedRow.label, Text(), "Rækkens tekst som i kilden.", "Hjemtagelse af kørsel", required=True
        ),
        Column("tiltag", PublishedRow.initiative, INITIATIVE, "Nøglen på det tiltag, som rækken viser.", "koersel"),
        Column("tegn", PublishedRow.mark, Text(), "Fodnotens tegn."),
        Column("fodnote", PublishedRow.footnote, Text(), "Fodnotens indhold med egne ord."),
        Column("kolonne", PublishedFigure.column, Text(), f"Kolonnens overskrift, {NOT_YEARS}"),
        Column("tal", PublishedFigure.printed, Text(), f"Tallet som i kilden, {NOT_YEARS}"),
        Column("værdi", PublishedFigure.value, Number(), "Tallets værdi. Skriv beløb i kroner."),
        Column(
            "kategori",
            PublishedRow.category,
            Choice(EffectCategory),
            "Udfyldes, når rækken kun viser linjer i én kategori.",
            may_lack=True,
        ),
        Column(
            "styringsområde",
            PublishedRow.steering_area,
            Choice(SteeringArea),
            "Udfyldes, når rækken kun viser ét styringsområde.",
            may_lack=True,
        ),
        Column(
            "linjer",
            PublishedRow.lines,
            WholeList(1, 999, "1+2"),
            "De af tiltagets linjer, som rækken viser, fx 1+2. En tom celle betyder alle.",
            may_lack=True,
        ),
        Column(
            "summerer tabeller",
            PublishedRow.sums_tables,
            WholeList(1, 999, "1+2"),
            "De tabeller, som rækken er summen af, fx 2+3. En tom celle betyder rækkerne over den.",
            may_lack=True,
        ),
        Column(
            "gruppe",
            PublishedRow.theme,
            THEME,
            "Nummeret på gruppen, hvis rækken handler om en hel gruppe.",
            may_lack=True,
        ),
        Column(
            "udvalg",
            PublishedRow.committee,
            CommitteeName(),
            "Udfyldes, når rækken kun handler om ét udvalgs bevilling.",
            may_lack=True,
        ),
        Column(
            "sammenlignes i",
            PublishedRow.years,
            CatalogueYears(),
            "De år, hvor tallet skal være lig med linjernes sum, med + imellem.",
            may_lack=True,
        ),
        Column(
            "omfang",
            PublishedRow.scope,
            Text(),
            "Grunden til, at tallet gerne må være et andet end linjernes sum.",
            may_lack=True,
        ),
        Column(
            "trykt som",
            None,
            Own("printed texts by year with `|` between: `2018: 1,250 | 2019: (300)`"),
            "Kildens skrivemåde, når den afviger fra beløbet, fx 2025: 1,250 | 2026: (300).",
            may_lack=True,
        ),
    ],
    has_years=True,
    is_needed=True,
)

COMPARISONS = DeclaredSheet(
    SheetName.COMPARISONS,
    ComparisonTerm,
    "Tal i kilden, der skal være summen af andre tal i kilden. Kan være tomt.",
    [
        Column("nr", ComparisonTerm.number, Whole(1, 999, 0), "Rækker med samme nr. hører sammen.", required=True),
        Column(
            "led",
            ComparisonTerm.role,
            Choice(ComparisonTerm.Role, ComparisonTerm.Role.PLUS),
            "“tal” er kildens tal. “plus” og “minus” er de tal, der lægges til eller trækkes fra.",
            required=True,
        ),
        Column("tabel", None, TABLE, "Tabellens nummer.", required=True),
        Column("række", None, Whole(1, 999, 0), "Rækkens nummer i tabellen.", required=True),
        Column("kolonne", None, Text(), "Året eller kolonnens overskrift."),
        Column("omfang", ComparisonTerm.scope, Text(), "Grunden til, at de to tal gerne må være forskellige."),
    ],
)
