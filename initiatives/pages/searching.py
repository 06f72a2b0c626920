"""Searching proposals by their words, in any Danish inflection, or by their number."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    Expression,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import NullIf
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from initiatives.catalogues.models.descriptions import Activity, Assumption, SuccessCriterion
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import BusinessCase, CounterEffect, ProposalPart, ServiceLevel
from initiatives.catalogues.models.published import PublishedRow

DANISH = "danish"
OR = re.compile(r"\beller\b", re.IGNORECASE)
START, STOP = "\ue000", "\ue001"
"""Mark a found word until the text is escaped; characters that no text contains."""

BREAK = " · "
CASE_TEXTS = (
    *("background", "content", "economy", "implementation", "involvement"),
    *("expected_effect", "monitoring", "baseline"),
)
SEARCHED_TEXTS: dict[type[Model], tuple[str, ...]] = {
    BusinessCase: CASE_TEXTS,
    ProposalPart: ("name", "text"),
    ServiceLevel: ("subject", "before", "after"),
    CounterEffect: ("area", "text"),
    EffectLine: ("text",),
    Assumption: ("text",),
    Activity: ("text",),
    SuccessCriterion: ("text", "measured_by"),
}
"""The tables whose texts are searched together with their proposal."""


def find(initiatives: QuerySet[Initiative], words: str) -> list[int]:
    """Ids of the proposals that have all the words in their texts, or whose number begins with them; one query.

    First those with the number, then by the rank of the words in title and resumé, then by catalogue. Without words,
    all.
    """
    if not words:
        return list(initiatives.order_by("catalogue", "order").values_list("pk", flat=True))
    query = _query(words)
    head = SearchVector("title", weight="A", config=DANISH) + SearchVector("summary", weight="B", config=DANISH)
    matching = initiatives.annotate(
        everything=SearchVector("title", "summary", _texts(), config=DANISH),
        has_number=Case(When(_number(words), then=Value(True)), default=False, output_field=BooleanField()),
    ).filter(Q(everything=query) | Q(has_number=True))
    order = ("-has_number", SearchRank(head, query).desc(), "catalogue", "order")
    return list(matching.order_by(*order).values_list("pk", flat=True))


def load_results(ids: Sequence[int], words: str) -> list[Initiative]:
    """The initiatives of the ids as search results, in the same order; one query.

    Each has `heading` and `excerpt` with marks around the found words, and `full_year_effect`, the sum of its counting
    lines in the catalogue's last year.
    """
    last_year = YearlyEffect.objects.counted().filter(
        line__initiative=OuterRef("pk"), year=OuterRef("catalogue__last_year")
    )
    total = last_year.order_by().values("line__initiative").annotate(Sum("amount")).values("amount__sum")
    initiatives = (
        Initiative.objects.filter(pk__in=ids)
        .select_related("catalogue__municipality", "theme")
        .with_printed_codes()
        .annotate(full_year_effect=Subquery(total), **_excerpts(words))
    )
    return sorted(initiatives, key=lambda initiative: ids.index(initiative.pk))


def _excerpts(words: str) -> dict[str, Any]:
    """The title and a fragment of the texts, with marks around the words where there are any."""
    if not words:
        return {"heading": F("title"), "excerpt": F("summary")}
    query, short = _query(words), {"min_words": 15, "max_words": 30, "max_fragments": 2, "fragment_delimiter": " … "}
    return {
        "heading": SearchHeadline("title", query, **_options(highlight_all=True)),
        "excerpt": SearchHeadline(_concatenate("summary", _texts()), query, **_options(**short)),
    }


def _query(words: str) -> SearchQuery:
    """The words as a PostgreSQL query; `eller` means `or`, except inside quotation marks."""
    parts = words.split('"')
    parts[::2] = [OR.sub("or", part) for part in parts[::2]]
    return SearchQuery('"'.join(parts), config=DANISH, search_type="websearch")


def _options(**options: Any) -> dict[str, Any]:
    return {"config": DANISH, "start_sel": START, "stop_sel": STOP, **options}


def _number(words: str) -> Q:
    """Condition: its own number, or a printed one, begins with the words."""
    printed = PublishedRow.objects.filter(initiative=OuterRef("pk"), code__istartswith=words)
    return Q(code__istartswith=words) | Q(Exists(printed))


def _texts() -> Expression:
    """The texts of the tables about a proposal, concatenated; each table is a subquery."""
    return _concatenate(*(_joined(model, fields) for model, fields in SEARCHED_TEXTS.items()))


def _concatenate(*texts: str | Expression) -> Expression:
    """The texts that are not empty, concatenated."""
    nonempty = [NullIf(text, Value("")) for text in texts]
    return Func(Value(BREAK), *nonempty, function="concat_ws", output_field=TextField())


def _joined(model: type[Model], fields: tuple[str, ...]) -> Expression:
    rows = model._default_manager.filter(initiative=OuterRef("pk")).order_by("pk").values(joined=_concatenate(*fields))
    return Func(ArraySubquery(rows), Value(BREAK), function="array_to_string", output_field=TextField())


def marked(text: str) -> SafeString:
    """The text as HTML with the found words in `mark`; everything else is escaped."""
    before, *pieces = text.split(START)
    marked_words = format_html_join("", "<mark>{}</mark>{}", (piece.partition(STOP)[::2] for piece in pieces))
    return format_html("{}{}", before, marked_words)
