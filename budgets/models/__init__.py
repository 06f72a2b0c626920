"""Whose money: municipalities, their members, the reference data, budgets and what is spent, cases, forecasts."""

from budgets.models.areas import BudgetArea, DeviationShare, ShareOf
from budgets.models.budget import (
    ORIGINAL,
    AccountRule,
    Appropriation,
    AppropriationKind,
    BudgetDecision,
    BudgetRound,
    Expenditure,
    ImportBatch,
    ImportKind,
    Part,
)
from budgets.models.cases import Caseload, CostlyCases, ExpectedEntrant, Provider
from budgets.models.forecasts import Forecast, ForecastComment, ForecastLine, ForecastMethod
from budgets.models.people import (
    RESERVED_SLUGS,
    AuditEntry,
    DeviationSign,
    Membership,
    Municipality,
    Role,
    StagedFile,
    User,
    validate_slug_is_free,
)
from budgets.models.reference import Committee, LegalBasis, Population, PriceIndex, ServiceCategory, SteeringArea

__all__ = [
    "ORIGINAL",
    "RESERVED_SLUGS",
    "AccountRule",
    "Appropriation",
    "AppropriationKind",
    "AuditEntry",
    "BudgetArea",
    "BudgetDecision",
    "BudgetRound",
    "Caseload",
    "Committee",
    "CostlyCases",
    "DeviationShare",
    "DeviationSign",
    "ExpectedEntrant",
    "Expenditure",
    "Forecast",
    "ForecastComment",
    "ForecastLine",
    "ForecastMethod",
    "ImportBatch",
    "ImportKind",
    "LegalBasis",
    "Membership",
    "Municipality",
    "Part",
    "Population",
    "PriceIndex",
    "Provider",
    "Role",
    "ServiceCategory",
    "ShareOf",
    "StagedFile",
    "SteeringArea",
    "User",
    "validate_slug_is_free",
]
