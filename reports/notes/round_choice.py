"""The rounds that a page can be shown for, and the selected one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from budgets.foundation.models import Municipality
from initiatives.results.models import FollowUp, FollowUpRound
from reports.notes.models import NoteState, StatusNote
from reports.savings.reporting_period import ReportingPeriod


@dataclass(frozen=True)
class RoundChoice:
    """The rounds to choose from, newest first, and the chosen one; None where the municipality has no rounds."""

    rounds: Sequence[FollowUpRound]
    chosen: FollowUpRound | None
    fallback_year: int

    @property
    def reporting_period(self) -> ReportingPeriod:
        """The chosen round's year and period; without rounds, all of the fallback year."""
        return (
            ReportingPeriod(self.chosen.year, self.chosen.period)
            if self.chosen
            else ReportingPeriod(self.fallback_year, 12)
        )


def load_round_choice(
    municipality: Municipality, code: str, *, fallback_year: int, responsible: int | None = None
) -> RoundChoice:
    """The round with the code, else the newest with an approved follow-up, else the newest; one query.

    Each round has `row_count` (with `responsible`, of that user's initiatives only), `has_approved`, and `open_notes`:
    id, state and last writer of the unpublished status notes of its month.
    """
    approved = FollowUp.objects.approved().filter(round=OuterRef("pk"))
    notes = StatusNote.objects.filter(
        municipality=municipality, month__year=OuterRef("year"), month__month=OuterRef("period")
    ).exclude(state=NoteState.PUBLISHED)
    note_values = JSONObject(id="pk", state="state", written_by="written_by_id")
    annotated = municipality.follow_up_rounds.with_row_counts(responsible).annotate(
        has_approved=Exists(approved), open_notes=ArraySubquery(notes.order_by("seq").values(json=note_values))
    )
    rounds: list[FollowUpRound] = list(annotated.order_by("-year", "-period"))
    with_approved = [round_ for round_ in rounds if round_.has_approved]  # type: ignore[attr-defined]
    chosen = next((round_ for round_ in rounds if round_.code == code), None)
    return RoundChoice(rounds, chosen or next(iter(with_approved or rounds), None), fallback_year)
