"""Template filters of catalogue pages: numbers of proposals, and marks of search results."""

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
    """The text with the found words marked."""
    return search.marked(text)


@register.filter
def computed_percent(claim: Claim) -> str:
    """The percent computed from the claim's effect and budget, or empty where either is missing."""
    return percent_of_budget(claim)


@register.filter
def query_before_page(request: HttpRequest) -> str:
    """The search query, to be followed by the page number."""
    query = request.GET.copy()
    query.pop("side", None)
    return f"{query.urlencode()}&" if query else ""
