"""A comparison of a printed figure with the computed one, and what a difference means."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class FindingKind(StrEnum):
    """Which rule the printed figure breaks."""

    LINE = "line"
    TOTAL = "total"
    COLUMN_TOTAL = "column total"
    FIGURE = "figure"
    OTHER_FIGURE = "other figure"
    KEY = "distribution key"
    PERCENT = "percent"
    QUANTITY_PRICE = "quantity x price"
    STAFF = "staff"
    PAYBACK = "payback"
    PRICE_LEVEL = "price level"
    SCOPE = "scope"


EXPLANATIONS = {
    FindingKind.LINE: "Modstrid: Kildens beløb er et andet, end tiltagets linjer giver.",
    FindingKind.TOTAL: "Modstrid: Kildens sum er ikke summen af de linjer, den dækker.",
    FindingKind.COLUMN_TOTAL: "Modstrid: Kildens sum er ikke summen af linjerne over den i samme kolonne.",
    FindingKind.FIGURE: "Modstrid: Beløbet er et andet, end linjerne giver.",
    FindingKind.OTHER_FIGURE: "Modstrid: Tallet er et andet, end kildens øvrige tal giver.",
    FindingKind.KEY: "Modstrid: Beløbene er fordelt efter en anden procent end den, kilden oplyser.",
    FindingKind.PERCENT: "Modstrid: Effekten er en anden procent af budgettet end den, kilden oplyser.",
    FindingKind.QUANTITY_PRICE: "Modstrid: Antal × enhedspris giver en anden effekt end den varige i det første år.",
    FindingKind.STAFF: "Modstrid: Ændringen svarer ikke til forskellen mellem før og efter.",
    FindingKind.PAYBACK: "Modstrid: Forslaget er tjent ind i et andet år, end kilden oplyser.",
    FindingKind.PRICE_LEVEL: "Forskel i omfang: Linjen har et andet pris- og lønniveau end kataloget.",
    FindingKind.SCOPE: "Forskel i omfang.",
}
IS_NO_AMOUNT = frozenset({FindingKind.PRICE_LEVEL, FindingKind.PAYBACK})


@dataclass(frozen=True)
class Finding:
    """A printed figure beside the computed one; a difference is reported.

    `published` and `computed` are kroner in the stored sign where the table has amounts per year or the rule is about
    an effect, and the printed numbers elsewhere. `column` is the year, or a heading that is not a year. `table` is 0
    where the figure is in no table of the catalogue. `scope_note` explains why the two may legitimately differ.
    """

    catalogue: str
    scope: str
    label: str
    column: str
    kind: FindingKind
    published: Decimal
    computed: Decimal
    table: int = 0
    code: str = ""
    scope_note: str = ""

    @property
    def difference(self) -> Decimal:
        """Published less computed."""
        return self.published - self.computed

    @property
    def differs(self) -> bool:
        """True where the two figures are not equal."""
        return self.published != self.computed

    @property
    def is_about_years(self) -> bool:
        """True where the figures are years, which have no thousand separator and no meaningful difference."""
        return self.kind in IS_NO_AMOUNT

    @property
    def is_contradiction(self) -> bool:
        """False for a difference of scope, which is explained and is no fault of the document."""
        return not self.scope_note and self.kind not in {FindingKind.SCOPE, FindingKind.PRICE_LEVEL}

    @property
    def explanation(self) -> str:
        """The meaning of the finding, in Danish."""
        return f"Forskel i omfang. {self.scope_note}" if self.scope_note else EXPLANATIONS[self.kind]
