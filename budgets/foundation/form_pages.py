"""Pages with one form whose rows are saved all or nothing."""

from collections.abc import Callable, Sequence

from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.pages import Crumb, breadcrumbs


def build_form(request: HttpRequest, kind: type[Form], initial: dict[str, object] | None = None) -> Form:
    """The posted form, or an unbound one with the initial values."""
    return kind(request.POST, request.FILES) if request.method == "POST" else kind(initial=initial)


def save_form(form: Form, write: Callable[[], object]) -> bool:
    """Call `write` if the form is valid; True if it succeeded. Problems of refused rows become errors of `rows`."""
    if not form.is_valid():
        return False
    try:
        write()
    except ImportRefusedError as refusal:
        form.add_error("rows", [str(problem) for problem in refusal.problems])
        return False
    return True


def render_form_page(
    request: HttpRequest,
    form: BaseForm,
    heading: str,
    button: str,
    *,
    between: Sequence[Crumb] = (),
    lead: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page with one form, inside the pages `between`; `lead` tells above it what must be known to fill it in."""
    crumbs = breadcrumbs(request, *between, here=heading)
    context = {"breadcrumbs": crumbs, "form": form, "heading": heading, "button": button, "lead": lead}
    return render(request, "budgets/foundation/form.html", context, status=status)
