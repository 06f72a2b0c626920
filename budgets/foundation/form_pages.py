"""Forms whose rows are written all or nothing."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.models import Membership


def form_of(request: HttpRequest, kind: type[Form], initial: dict[str, object] | None = None) -> Form:
    """The form as it was posted, or empty with what is proposed."""
    return kind(request.POST, request.FILES) if request.method == "POST" else kind(initial=initial)


def is_written(form: Form, write: Callable[[], object]) -> bool:
    """True where the form was valid and its rows were written; what they are refused for stands at the rows."""
    if not form.is_valid():
        return False
    try:
        write()
    except ImportRefusedError as refusal:
        form.add_error("rows", [str(problem) for problem in refusal.problems])
        return False
    return True


def form_page(
    request: HttpRequest,
    membership: Membership,
    form: Form,
    heading: str,
    button: str,
    *,
    section: str = "budget",
    lead: str = "",
) -> HttpResponse:
    """A page with one form, and what must be known to fill it."""
    context = {"membership": membership, "form": form, "heading": heading, "button": button, "section": section}
    context["lead"] = lead
    return render(request, "budgets/foundation/form.html", context)
