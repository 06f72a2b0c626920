"""What pages for readers of catalogues need: numbers of proposals, and what a search found."""

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString

from initiatives.catalogues.models.descriptions import Claim
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.numbers import number_of
from initiatives.catalogues.plan.payback import percent_of_budget
from initiatives.pages import searching as search

register = template.Library()


@register.filter
def number(initiative: Initiative) -> str:
    """The number that people know a proposal by, with its version."""
    return number_of(initiative)


@register.filter
def marked(text: str) -> SafeString:
    """What a search found in the text stands in marks."""
    return search.marked(text)


@register.filter
def computed_percent(claim: Claim) -> str:
    """What the claim's effect and budget give, or nothing where either is missing."""
    return percent_of_budget(claim)


@register.filter
def query_before_page(request: HttpRequest) -> str:
    """What was looked for, to be followed by the page that is wanted."""
    asked = request.GET.copy()
    asked.pop("side", None)
    return f"{asked.urlencode()}&" if asked else ""
