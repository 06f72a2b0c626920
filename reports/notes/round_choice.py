"""The rounds that a page can be shown for, and the selected one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from budgets.foundation.models import Municipality
from initiatives.results.converters import RoundConverter
from initiatives.results.models import FollowUp, FollowUpRound, FollowUpRoundQuerySet
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
    """The round with the code, else the newest with an approved follow-up, else the newest.

    One query; two where the chosen one is old and was not asked for.

    Each round has `has_approved` and `open_notes`: id, state and last writer of the unpublished status notes of its
    month. Those of the two newest years and the chosen one have `row_count`, with `responsible` of that user's
    initiatives: to count the rows of every round would be most of the query's time.
    """
    approved = FollowUp.objects.approved().filter(round=OuterRef("pk"))
    notes = StatusNote.objects.filter(
        municipality=municipality, month__year=OuterRef("year"), month__month=OuterRef("period")
    ).exclude(state=NoteState.PUBLISHED)
    note_values = JSONObject(id="pk", state="state", written_by="written_by_id")
    own_rounds = municipality.follow_up_rounds.all()
    annotated = own_rounds.with_row_counts(responsible, where=_is_recent(own_rounds) | _has_code(code)).annotate(
        has_approved=Exists(approved), open_notes=ArraySubquery(notes.order_by("seq").values(json=note_values))
    )
    rounds: list[FollowUpRound] = list(annotated.order_by("-year", "-period"))
    with_approved = [round_ for round_ in rounds if round_.has_approved]  # type: ignore[attr-defined]
    of_code = [round_ for round_ in rounds if round_.code == code]
    chosen = next(iter(of_code or with_approved or rounds), None)
    if chosen and chosen.row_count is None:  # type: ignore[attr-defined]
        chosen.row_count = own_rounds.with_row_counts(responsible).get(pk=chosen.pk).row_count  # type: ignore[attr-defined]
    return RoundChoice(rounds, chosen, fallback_year)


def _is_recent(rounds: FollowUpRoundQuerySet) -> Q:
    newest_year = Subquery(rounds.order_by("-year").values("year")[:1])
    return Q(year__gte=newest_year - 1)


def _has_code(code: str) -> Q:
    if not re.fullmatch(RoundConverter.regex, code):
        return Q(pk=None)
    year, period = RoundConverter().to_python(code)
    return Q(year=year, period=period)
