"""What templates need beyond Django's own: amounts, inputs, and what a member may."""

from decimal import Decimal

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from budgets.access import Action, may
from budgets.amounts import Presentation, format_number
from budgets.calendar import MONTH_NAMES
from budgets.models import Membership

register = template.Library()


@register.filter
def shown_as(kroner: Decimal | str | None, presentation: Presentation) -> str:
    """Danish digits in the presentation's unit and sign; its empty text where there is none (Django gives '')."""
    return presentation.text(kroner if isinstance(kroner, Decimal) else None)


@register.filter
def may_see_events(membership: Membership) -> bool:
    """True for the roles that may see who did what."""
    return may(membership, Action.SEE_EVENTS)


@register.filter
def may_import(membership: Membership) -> bool:
    """True for the roles that may bring in catalogues."""
    return may(membership, Action.IMPORT)


INPUT_CLASSES = {"select": "form-select", "checkbox": "form-checkbox"}


@register.filter
def as_input(field: BoundField) -> SafeString:
    """The field's input, selection or box in the design system's form."""
    return field.as_widget(attrs={"class": INPUT_CLASSES.get(field.widget_type, "form-input")})


@register.filter
def as_number(number: Decimal) -> str:
    """Danish digits, with the decimals that the number has."""
    return format_number(number, most=2)


@register.filter
def as_count(number: int | None) -> str:
    """How many, with thousand dots; nothing where it is not told."""
    return "" if number is None else format_number(Decimal(number))


@register.filter
def as_decimal(number: Decimal | None) -> str:
    """Two decimals, so that commas stand under each other; nothing where it is not told."""
    return "" if number is None else format_number(number, 2)


@register.filter
def as_kroner(amount: Decimal) -> str:
    """Whole kroner."""
    return format_number(amount)


@register.filter
def as_share(number: Decimal) -> str:
    """A share from 0 to 1 as percent."""
    return f"{format_number(number * 100, most=1)} %"


@register.filter
def as_percent(number: Decimal) -> str:
    """A percent with one decimal."""
    return f"{format_number(number, 1)} %"


@register.filter
def month_name(number: int) -> str:
    """A month's Danish name."""
    return MONTH_NAMES[number - 1]
