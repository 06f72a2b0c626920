"""Reading status notes: each fact has one method here, whose docstring says what it costs."""

from typing import Any, Self

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import F, Q


class StatusNoteQuerySet(models.QuerySet[Any]):
    """Notes as their list and their editor want them."""

    def published(self) -> Self:
        """Only published ones; part of the same query."""
        return self.filter(state="published")

    def for_list(self) -> Self:
        """With who, for whom and what replaced it, newest meeting first; part of the same query."""
        related = ("committee", "area", "municipality", "replaced_by", "replaces", "public_link")
        return self.select_related(*related).order_by("-month", F("meeting_date").desc(nulls_last=True), "-seq")

    def about(self, words: str) -> Self:
        """Published ones with an edition that has all the words, in any Danish form; part of the same query."""
        editions = self.model._meta.get_field("editions").related_model
        found = editions.objects.filter(variant="open", form="full").with_words(words)
        return self.filter(pk__in=found.values("note"))

    def telling_of(self, initiative: Any) -> Self:
        """Published ones that are not replaced and have the initiative's forecast; part of the same query."""
        editions = self.model._meta.get_field("editions").related_model
        found = editions.objects.filter(variant="open", form="full", data__forecasts__contains=[{"id": initiative.pk}])
        return self.published().filter(pk__in=found.values("note")).exclude(replaced_by__state="published")

    def before(self, note: Any) -> Self:
        """The published ones about earlier months to the same committee and about the same area, newest first."""
        return self.published().filter(
            Q(month__lt=note.month), municipality=note.municipality_id, committee=note.committee_id, area=note.area_id
        )


class NoteEditionQuerySet(models.QuerySet[Any]):
    """Editions as readers and the control of a file want them."""

    def with_words(self, words: str) -> Self:
        """Those that have all the words, in any Danish form; part of the same query."""
        query = SearchQuery(words, config="danish", search_type="websearch")
        return self.annotate(found_in=SearchVector("words", config="danish")).filter(found_in=query)
