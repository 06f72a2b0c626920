"""Which round a dashboard is about: the municipality's rounds, and which of them have anything approved."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from budgets.foundation.models import Municipality
from initiatives.results.models import FollowUp, FollowUpRound
from reports.notes.models import NoteState, StatusNote
from reports.savings.places import Place


@dataclass(frozen=True)
class Places:
    """The rounds to choose from, newest first, and the one that is shown; None where there is no round at all."""

    rounds: Sequence[FollowUpRound]
    chosen: FollowUpRound | None
    fallback_year: int

    @property
    def place(self) -> Place:
        """What is shown: the round, or the whole of the fallback year."""
        return Place(self.chosen.year, self.chosen.period) if self.chosen else Place(self.fallback_year, 12)


def load_places(municipality: Municipality, code: str, *, fallback_year: int, responsible: int | None = None) -> Places:
    """The round with the code, else the newest that has anything approved, else the newest; one query.

    Each round has its `row_count`, of the responsible's own initiatives where one is named, and `open_notes`, the
    status notes of its month that are not published: id, state, and who wrote last.
    """
    approved = FollowUp.objects.approved().filter(round=OuterRef("pk"))
    notes = StatusNote.objects.filter(
        municipality=municipality, month__year=OuterRef("year"), month__month=OuterRef("period")
    ).exclude(state=NoteState.PUBLISHED)
    note = JSONObject(id="pk", state="state", written_by="written_by_id")
    found = municipality.follow_up_rounds.with_row_counts(responsible).annotate(
        has_approved=Exists(approved), open_notes=ArraySubquery(notes.order_by("seq").values(json=note))
    )
    rounds: list[FollowUpRound] = list(found.order_by("-year", "-period"))
    with_figures = [one for one in rounds if one.has_approved]  # type: ignore[attr-defined]
    chosen = next((one for one in rounds if one.code == code), None)
    return Places(rounds, chosen or next(iter(with_figures or rounds), None), fallback_year)
