"""Reading catalogues: each fact has one method here, whose docstring says what it costs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, JSONObject

if TYPE_CHECKING:
    from initiatives.models.catalogues import Catalogue


class CatalogueQuerySet(models.QuerySet[Any]):
    """Catalogues as lists show them."""

    def with_initiative_counts(self) -> Self:
        """Adds `initiative_count` of its own, dropped and replaced ones included; part of the same query."""
        is_own = Q(initiatives__added_in__isnull=True)
        return self.annotate(initiative_count=Count("initiatives", filter=is_own))

    def with_source(self) -> Self:
        """Adds `has_source`, whether the document has tables of amounts per year; part of the same query."""
        tables = apps.get_model("initiatives", "PublishedTable").objects
        return self.annotate(has_source=Exists(tables.filter(catalogue=OuterRef("pk"), kind="plan")))

    def current_on(self, day: date) -> Self:
        """Those that were published by `day` and whose last year has not passed."""
        return self.filter(published__lte=day, last_year__gte=day.year)


class YearlyEffectQuerySet(models.QuerySet[Any]):
    """Target effects."""

    def counted(self) -> Self:
        """Those of lines that no decision has ended; part of the same query."""
        return self.filter(line__ended_by__isnull=True)

    def facts(self, catalogue: "Catalogue") -> "EffectData":
        """The catalogue's target effects, one fact for each line and year, and their shares; one query."""
        ended = models.ExpressionWrapper(Q(line__ended_by__isnull=False), models.BooleanField())
        rows = self.filter(line__initiative__catalogue=catalogue).annotate(is_ended=ended)
        found = rows.values_list(
            *("pk", "line__initiative_id", "line__initiative__theme_id", "line__order"),
            *("line__category", "line__steering_area", "year", "amount", "line__committee_id", "line__price_level"),
            *("is_ended", "shares__theme_id", "shares__amount"),
        )
        facts: dict[int, EffectFact] = {}
        shares = []
        for *fact, theme_id, amount in found:
            facts[fact[0]] = EffectFact(*fact)
            if theme_id is not None:
                shares.append((fact[0], theme_id, amount))
        return EffectData(list(facts.values()), shares)

    def by_part(self, catalogue: "Catalogue") -> dict[tuple[int, str], dict[int, Decimal]]:
        """By initiative and part what its lines give each year, ended ones with them; one query."""
        rows = self.filter(line__initiative__catalogue=catalogue).exclude(line__part="").order_by()
        found: dict[tuple[int, str], dict[int, Decimal]] = {}
        sums = rows.values_list("line__initiative", "line__part", "year").annotate(Sum("amount"))
        for initiative, part, year, amount in sums:
            found.setdefault((initiative, part), {})[year] = amount
        return found

    def with_sources_and_shares(self) -> Self:
        """With `source_table`, and in one order `share_themes` and `share_amounts`: the groups' titles and parts."""
        is_there = Q(shares__isnull=False)
        return self.select_related("source_table").annotate(
            share_themes=ArrayAgg("shares__theme__title", order_by="shares__pk", filter=is_there, default=[]),
            share_amounts=ArrayAgg("shares__amount", order_by="shares__pk", filter=is_there, default=[]),
        )


TOLD = ("target", "target_to_date", "realised", "forecast", "full_year_effect")
"""Amounts of a follow-up that travel as text in JSON, so that no digit is lost."""


class InitiativeQuerySet(models.QuerySet[Any]):
    """Initiatives as pages and notes show them."""

    def from_source(self) -> Self:
        """Those of the catalogue itself, without the ones that were added in the follow-up; part of the same query."""
        return self.filter(added_in__isnull=True)

    def with_legal_basis_facts(self) -> Self:
        """Adds `legal_basis_facts`, a list of the fields of each legal basis; part of the same query."""
        fields = {name: f"legal_bases__{name}" for name in ("law", "section", "title", "category")}
        is_there = Q(legal_bases__isnull=False)
        facts = ArrayAgg(JSONObject(**fields), filter=is_there, order_by="legal_bases__section", default=[])
        return self.annotate(legal_basis_facts=facts)

    def with_printed_codes(self) -> Self:
        """Adds `printed_codes`, the numbers that the document prints for each; part of the same query."""
        rows = apps.get_model("initiatives", "PublishedRow").objects.filter(initiative=OuterRef("pk"))
        printed = rows.exclude(code="").order_by("table__ordinal", "order").values("code")
        return self.annotate(printed_codes=ArraySubquery(printed))

    def with_version_count(self) -> Self:
        """Adds `version_count`, how many versions of the business case there are; part of the same query."""
        versions = apps.get_model("initiatives", "CaseVersion").objects.filter(initiative=OuterRef("pk"))
        counted = versions.order_by().values("initiative").annotate(Count("pk")).values("pk__count")
        return self.annotate(version_count=Coalesce(Subquery(counted), 0))

    def with_follow_up_as_of(self, year: int, period: int) -> Self:
        """Adds `told`, the newest approved follow-up by the round, as JSON; part of the same query.

        Newest is the latest year, then the highest period, then the highest revision.
        """
        follow_ups = apps.get_model("initiatives", "FollowUp").objects
        texts = {name: Cast(name, models.CharField()) for name in TOLD}
        newest = (
            follow_ups.approved()
            .filter(up_to(year, period), initiative=OuterRef("pk"))
            .order_by("-round__year", "-round__period", "-revision")
            .annotate(
                json=JSONObject(
                    **texts,
                    year="round__year",
                    period="round__period",
                    revision="revision",
                    basis="basis",
                    status="status",
                    cause="cause",
                    explanation="explanation",
                    is_constructed="is_constructed",
                )
            )
        )
        return self.annotate(told=Subquery(newest.values("json")[:1]))


class MeasurementQuerySet(models.QuerySet[Any]):
    """Measurements as the pages about an initiative show them."""

    def with_goals(self) -> Self:
        """Adds `goal` and `goal_by`, where the indicator is to be and by when, or none; part of the same query."""
        goals = apps.get_model("initiatives", "IndicatorGoal").objects.filter(
            initiative=OuterRef("initiative"), indicator=OuterRef("indicator")
        )
        return self.annotate(goal=Subquery(goals.values("value")[:1]), goal_by=Subquery(goals.values("by")[:1]))


class FollowUpRoundQuerySet(models.QuerySet[Any]):
    """Rounds as their list shows them."""

    def with_row_counts(self, responsible: int | None = None) -> Self:
        """Adds `row_count`, the initiatives that have a row to fill; with a user's id, hers. Part of the same query."""
        followed = ("adopted", "under_way", "fully_phased_in")
        is_followed = Q(catalogues__initiatives__lifecycle__in=followed)
        is_there = there_by(F("year"), F("period"), "catalogues__initiatives__added_in__")
        is_hers = Q(catalogues__initiatives__responsible=responsible) if responsible else Q()
        return self.annotate(row_count=Count("catalogues__initiatives", filter=is_followed & is_there & is_hers))


def up_to(year: int | F, period: int | F, path: str = "round__") -> Q:
    """True of what belongs to the round of the year and period, or to one before it."""
    return Q(**{f"{path}year__lt": year}) | Q(**{f"{path}year": year, f"{path}period__lte": period})


def there_by(year: int | F, period: int | F, path: str = "added_in__") -> Q:
    """True of initiatives of the catalogue itself, and of those that were added in the round or one before it."""
    return Q(**{f"{path}isnull": True}) | up_to(year, period, path)


class TargetTransferQuerySet(models.QuerySet[Any]):
    """Targets that were moved between initiatives."""

    def as_of(self, year: int, period: int) -> Self:
        """Those that were decided in the round or one before it; part of the same query."""
        return self.filter(up_to(year, period))

    def with_parties(self) -> Self:
        """With who gave, who took and since which round; part of the same query."""
        return self.select_related("from_initiative__catalogue", "to_initiative", "round")

    def of(self, initiatives: Collection[int]) -> Self:
        """Those that any of the initiatives gives or takes; part of the same query."""
        return self.filter(Q(from_initiative__in=initiatives) | Q(to_initiative__in=initiatives))


class FollowUpQuerySet(models.QuerySet[Any]):
    """Follow-ups as the working pages and the reports want them."""

    def approved(self) -> Self:
        """Only approved revisions: what may leave the working pages."""
        return self.filter(state="approved")

    def newest_revisions(self) -> Self:
        """Of each initiative and round only the newest revision; part of the same query."""
        newer = self.model.objects.filter(
            round=OuterRef("round"), initiative=OuterRef("initiative"), revision__gt=OuterRef("revision")
        )
        return self.filter(~Exists(newer))

    def state_counts(self) -> dict[tuple[int, str], int]:
        """How many newest revisions are in each state, by round id and state; one query."""
        counted = self.newest_revisions().order_by().values_list("round_id", "state").annotate(Count("pk"))
        return {(round_id, state): count for round_id, state, count in counted}

    def newest_as_of(self, year: int, period: int) -> Self:
        """Of each initiative the newest of the year up to the period: highest period, then highest revision."""
        return (
            self.filter(round__year=year, round__period__lte=period)
            .order_by("initiative_id", "-round__period", "-revision")
            .distinct("initiative_id")
        )


@dataclass(frozen=True)
class EffectFact:
    """The amount of a line in a year: kroner, positive where less is spent.

    `theme_id` is whose group it belongs to, and `price_level` the line's own, where it has one. What a decision has
    ended is part of the document and counts in no total.
    """

    effect_id: int
    initiative_id: int
    theme_id: int | None
    line: int
    category: str
    steering_area: str
    year: int
    amount: Decimal
    committee_id: int | None = None
    price_level: int | None = None
    is_ended: bool = False


@dataclass(frozen=True)
class EffectData:
    """The facts of a catalogue, and its shares: effect id, id of the group that has the part, and its kroner."""

    facts: Sequence[EffectFact]
    shares: Sequence[tuple[int, int, Decimal]]
