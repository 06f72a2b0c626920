"""Questions about unusual rows, shown before submitting; they stop nothing. Pure: no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from initiatives.followup.grid import GridRow

MANY_TIMES = 10
CHECK_UNIT = "Kontrollér, om det er skrevet i den rigtige enhed."


@dataclass(frozen=True)
class Question:
    """A question about an unusual row."""

    row: GridRow
    text: str


def questions_about(rows: Iterable[GridRow]) -> list[Question]:
    """Every question about the rows, in their order."""
    return [Question(row, text) for row in rows for text in _questions_of_row(row)]


def _questions_of_row(row: GridRow) -> list[str]:
    before, follow_up = row.before, row.follow_up
    if follow_up is None:
        return []
    questions = []
    if before and _is_less(row, row.realised, before.realised):
        questions.append("Den opnåede effekt er lavere end i forrige runde.")
    if _is_less(row, row.forecast, row.realised):
        questions.append("Den forventede effekt er lavere end den effekt, der allerede er opnået.")
    if before and (_is_many_times(row.realised, before.realised) or _is_many_times(row.forecast, before.forecast)):
        questions.append(f"Et beløb er mindst {MANY_TIMES} gange så stort som i forrige runde. {CHECK_UNIT}")
    if before and follow_up.explanation and _is_copied(row):
        questions.append("Forklaringen er den samme som i forrige runde, men tallene er ændret.")
    if _needs_explanation(row):
        questions.append("Afvigelsen er over bagatelgrænsen og mangler en forklaring.")
    return questions


def _is_less(row: GridRow, amount: Decimal | None, other: Decimal | None) -> bool:
    """True where the amount is closer to zero than the other, in the direction of the target: a cost is negative."""
    if amount is None or other is None:
        return False
    return amount > other if (row.target_year or 0) < 0 else amount < other


def _is_many_times(amount: Decimal | None, earlier: Decimal | None) -> bool:
    return bool(amount and earlier and abs(amount) >= abs(earlier) * MANY_TIMES)


def _is_copied(row: GridRow) -> bool:
    before, follow_up = row.before, row.follow_up
    if before is None or follow_up is None or before.explanation != follow_up.explanation:
        return False
    return (before.realised, before.forecast) != (row.realised, row.forecast)


def _needs_explanation(row: GridRow) -> bool:
    deviation = row.deviation
    is_large = deviation is not None and abs(deviation) > row.limits.minimum_amount
    return is_large and not (row.follow_up and row.follow_up.explanation)
