"""What was promised: catalogues, initiatives, their effects, and the document as it is printed."""

from initiatives.models.cases import (
    Activity,
    Assumption,
    Claim,
    DecidedBy,
    Measurement,
    StaffChange,
    SuccessCriterion,
    UnitCalculation,
)
from initiatives.models.catalogues import REMARK_HEADINGS, Catalogue, CatalogueKind, Remark, Sign, Theme
from initiatives.models.categories import EffectCategory
from initiatives.models.effects import EffectLine, ThemeShare, YearlyEffect
from initiatives.models.initiatives import ENDED, Initiative, Lifecycle, Risk
from initiatives.models.published import ComparisonTerm, PublishedFigure, PublishedRow, PublishedTable

__all__ = [
    "ENDED",
    "REMARK_HEADINGS",
    "Activity",
    "Assumption",
    "Catalogue",
    "CatalogueKind",
    "Claim",
    "ComparisonTerm",
    "DecidedBy",
    "EffectCategory",
    "EffectLine",
    "Initiative",
    "Lifecycle",
    "Measurement",
    "PublishedFigure",
    "PublishedRow",
    "PublishedTable",
    "Remark",
    "Risk",
    "Sign",
    "StaffChange",
    "SuccessCriterion",
    "Theme",
    "ThemeShare",
    "UnitCalculation",
    "YearlyEffect",
]
