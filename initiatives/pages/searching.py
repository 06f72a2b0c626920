"""Finding proposals by their words, in any Danish form, or by their number."""

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
"""Stand around a found word until the text has been escaped; characters that no text has."""

BREAK = " · "
CASE_TEXTS = (
    *("background", "content", "economy", "implementation", "involvement"),
    *("expected_effect", "monitoring", "baseline"),
)
AROUND: dict[type[Model], tuple[str, ...]] = {
    BusinessCase: CASE_TEXTS,
    ProposalPart: ("name", "text"),
    ServiceLevel: ("subject", "before", "after"),
    CounterEffect: ("area", "text"),
    EffectLine: ("text",),
    Assumption: ("text",),
    Activity: ("text",),
    SuccessCriterion: ("text", "measured_by"),
}
"""The tables whose texts are searched with their proposal."""


def find(initiatives: QuerySet[Initiative], words: str) -> list[int]:
    """Ids of those that have all the words in their texts, or whose number begins with them; one query.

    First those with the number, then by how the words stand in title and resumé, then catalogue by catalogue. Without
    words it is all of them.
    """
    if not words:
        return list(initiatives.order_by("catalogue", "order").values_list("pk", flat=True))
    query = _query(words)
    head = SearchVector("title", weight="A", config=DANISH) + SearchVector("summary", weight="B", config=DANISH)
    found = initiatives.annotate(
        everything=SearchVector("title", "summary", _texts(), config=DANISH),
        has_number=Case(When(_number(words), then=Value(True)), default=False, output_field=BooleanField()),
    ).filter(Q(everything=query) | Q(has_number=True))
    order = ("-has_number", SearchRank(head, query).desc(), "catalogue", "order")
    return list(found.order_by(*order).values_list("pk", flat=True))


def told(ids: Sequence[int], words: str) -> list[Initiative]:
    """The initiatives as a list of what was found shows them, in the order of their ids; one query.

    Each has `heading` and `excerpt` with marks around what was found, and `full_year_effect`, the sum of its counting
    lines in the catalogue's last year.
    """
    last = YearlyEffect.objects.counted().filter(line__initiative=OuterRef("pk"), year=OuterRef("catalogue__last_year"))
    summed = last.order_by().values("line__initiative").annotate(Sum("amount")).values("amount__sum")
    found = (
        Initiative.objects.filter(pk__in=ids)
        .select_related("catalogue__municipality", "theme")
        .with_printed_codes()
        .annotate(full_year_effect=Subquery(summed), **_excerpts(words))
    )
    return sorted(found, key=lambda initiative: ids.index(initiative.pk))


def _excerpts(words: str) -> dict[str, Any]:
    """The title and a piece of the texts, with marks around the words where there are any."""
    if not words:
        return {"heading": F("title"), "excerpt": F("summary")}
    query, short = _query(words), {"min_words": 15, "max_words": 30, "max_fragments": 2, "fragment_delimiter": " … "}
    return {
        "heading": SearchHeadline("title", query, **_options(highlight_all=True)),
        "excerpt": SearchHeadline(_in_one("summary", _texts()), query, **_options(**short)),
    }


def _query(words: str) -> SearchQuery:
    """The words as PostgreSQL reads them; `eller` is its `or`, but not inside citation marks."""
    parts = words.split('"')
    parts[::2] = [OR.sub("or", part) for part in parts[::2]]
    return SearchQuery('"'.join(parts), config=DANISH, search_type="websearch")


def _options(**options: Any) -> dict[str, Any]:
    return {"config": DANISH, "start_sel": START, "stop_sel": STOP, **options}


def _number(words: str) -> Q:
    """True of a number of its own, or a printed one, that begins with the words."""
    printed = PublishedRow.objects.filter(initiative=OuterRef("pk"), code__istartswith=words)
    return Q(code__istartswith=words) | Q(Exists(printed))


def _texts() -> Expression:
    """The texts of the tables around a proposal, one after the other; each is a subquery of its own."""
    return _in_one(*(_joined(model, fields) for model, fields in AROUND.items()))


def _in_one(*texts: str | Expression) -> Expression:
    """The texts that are not empty, one after the other."""
    told = [NullIf(text, Value("")) for text in texts]
    return Func(Value(BREAK), *told, function="concat_ws", output_field=TextField())


def _joined(model: type[Model], fields: tuple[str, ...]) -> Expression:
    rows = model._default_manager.filter(initiative=OuterRef("pk")).order_by("pk").values(joined=_in_one(*fields))
    return Func(ArraySubquery(rows), Value(BREAK), function="array_to_string", output_field=TextField())


def marked(text: str) -> SafeString:
    """The text as HTML with what was found in `mark`; whatever else it has in it is text."""
    before, *found = text.split(START)
    words = format_html_join("", "<mark>{}</mark>{}", (piece.partition(STOP)[::2] for piece in found))
    return format_html("{}{}", before, words)
