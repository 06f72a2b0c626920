"""What the templates of pages that join the other apps need."""

from decimal import Decimal

from django import template

from reports.measures import Measure

register = template.Library()


@register.filter
def amount_in(measure: Measure, year: int) -> Decimal | None:
    """The measure's kroner in the year, where it has any."""
    return measure.by_year.get(year)
