"""Template filters: amounts, form inputs and permissions."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from budgets.foundation.access import Action, may
from budgets.foundation.amounts import Presentation, format_number
from budgets.foundation.calendar import MONTH_NAMES
from budgets.foundation.models import Membership
from budgets.foundation.tabular import Row, Table

register = template.Library()


@register.filter
def shown_as(kroner: Decimal | str | None, presentation: Presentation) -> str:
    """Kroner as Danish digits in the presentation's unit and sign; its empty text for None or Django's ''."""
    return presentation.text(kroner if isinstance(kroner, Decimal) else None)


@register.filter
def may_see_events(membership: Membership) -> bool:
    """True for the roles that may see the audit trail."""
    return may(membership, Action.SEE_EVENTS)


@register.filter
def may_import(membership: Membership) -> bool:
    """True for the roles that may import catalogues."""
    return may(membership, Action.IMPORT)


@register.filter
def may_write_cases(membership: Membership) -> bool:
    """True for the roles that may write proposals."""
    return may(membership, Action.WRITE_CASES)


@register.filter
def may_decide_cases(membership: Membership) -> bool:
    """True for the roles that may record decisions about proposals."""
    return may(membership, Action.DECIDE_CASES)


@register.filter
def may_edit_budget(membership: Membership) -> bool:
    """True for the roles that may write in the budget."""
    return may(membership, Action.EDIT_BUDGET)


INPUT_CLASSES = {"select": "form-select", "checkbox": "form-checkbox"}


@register.filter
def as_input(field: BoundField) -> SafeString:
    """The field's widget with the design system's CSS class."""
    return field.as_widget(attrs={"class": INPUT_CLASSES.get(field.widget_type, "form-input")})


@register.filter
def as_number(number: Decimal) -> str:
    """Danish digits with at most two decimals, only where the number has them."""
    return format_number(number, most=2)


@register.filter
def as_number_or_none(number: Decimal | None) -> str:
    """As `as_number`; a dash for None."""
    return "–" if number is None else as_number(number)


@register.filter
def as_count(number: int | None) -> str:
    """A count with thousand dots; empty for None."""
    return "" if number is None else format_number(Decimal(number))


@register.filter
def as_decimal(number: Decimal | None) -> str:
    """Danish digits with two decimals, so that commas are aligned in a column; empty for None."""
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


@register.filter
def query_before_download(request: HttpRequest) -> str:
    """The page's query string without `hent`, ending in `&`, to which the file's name is added."""
    chosen = request.GET.copy()
    chosen.pop("hent", None)
    return f"{chosen.urlencode()}&" if chosen else ""


@register.filter
def in_cells(table: Table, presentation: Presentation) -> list[tuple[Row, SafeString]]:
    """The table's rows with their cells as HTML: building the cells here is faster than looping in a template."""
    return [
        (row, format_html_join("", "<td{}>{}</td>", ((OF_NUMBER if c.is_number else "", text) for c, text in cells)))
        for row, cells in table.format_rows(presentation)
    ]


OF_NUMBER = mark_safe(' class="amount"')


LINE_WIDTH, LINE_HEIGHT = 100, 24


@register.filter
def as_points(line: Sequence[tuple[str, Decimal]]) -> str:
    """SVG points of a small line chart in a field of 100 by 24; the range of amounts always includes zero."""
    amounts = [float(amount) for _, amount in line]
    low, high = min(0.0, *amounts), max(0.0, *amounts)
    across = LINE_WIDTH / max(len(amounts) - 1, 1)
    up = (LINE_HEIGHT - 4) / (high - low) if high > low else 0
    return " ".join(f"{place * across:.1f},{LINE_HEIGHT - 2 - (a - low) * up:.1f}" for place, a in enumerate(amounts))


@register.filter
def in_line_words(line: Sequence[tuple[str, Decimal]], presentation: Presentation) -> str:
    """The text alternative of a small line chart: label and amount of each point."""
    return ", ".join(f"{label} {presentation.text(amount)}" for label, amount in line)
