"""What a committee decided about a catalogue's proposals, all of them on one page."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action, get_membership
from initiatives.business_cases.states import Stage, stage_of
from initiatives.business_cases.views import UNREADABLE
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.catalogue import as_published
from initiatives.catalogues.plan.numbers import number_of
from initiatives.catalogues.plan.rows import PlanRow, cells
from initiatives.catalogues.plan.selection import Selection
from initiatives.decisions.deciding import Agenda, DecisionRefusedError, Point, decide
from initiatives.decisions.forms import AgendaForm
from initiatives.decisions.models import Decision, Outcome


@require_http_methods(["GET", "POST"])
def decisions(request: HttpRequest, municipality: str, slug: str) -> HttpResponse:
    """Write under which point of the agenda what was decided about which proposals and parts."""
    membership = get_membership(request.user, municipality, Action.DECIDE_CASES)
    catalogue = get_object_or_404(membership.municipality.catalogues.select_related("municipality"), slug=slug)
    initiatives = _decidable(catalogue)
    form = AgendaForm(request.POST if request.method == "POST" else None, municipality=membership.municipality)
    problems: Sequence[str] = ()
    if request.method == "POST" and form.is_valid():
        try:
            points = [point for one in initiatives if (point := _point(one, request.POST))]
            item = decide(membership=membership, agenda=Agenda(**form.cleaned_data), points=points)
        except DecisionRefusedError as refusal:
            problems = refusal.problems
        else:
            messages.success(request, f"Beslutningerne under “{item.title}” er gemt. Vedtagne forslag er låst.")
            return redirect("agenda_item", municipality, item.pk)
    context = {
        "membership": membership,
        "catalogue": catalogue,
        "form": form,
        "problems": problems,
        "rows": _rows(catalogue, initiatives, request.POST),
        "outcomes": Outcome.choices,
        "everything": request.POST.get("alle", ""),
        "presentation": as_published(catalogue),
        "section": "plan",
    }
    status = UNREADABLE if problems or form.errors else 200
    return render(request, "initiatives/decisions/decisions.html", context, status=status)


def _decidable(catalogue: Catalogue) -> list[Initiative]:
    """The proposals that are open, and the adopted ones with parts, whose parts can be decided anew; three queries."""
    about = Decision.objects.select_related("item__committee", "part")
    found = (
        catalogue.initiatives.from_source().with_printed_codes().prefetch_related("parts", Prefetch("decisions", about))
    )
    standings = {one: stage_of(one.lifecycle) for one in found.order_by("theme__order", "order")}
    return [
        one
        for one, standing in standings.items()
        if standing is Stage.OPEN or (standing is Stage.DECIDED and one.parts.all())
    ]


def _point(initiative: Initiative, posted: QueryDict) -> Point | None:
    """What was chosen for the proposal; what is chosen for all holds for the open ones that nothing is chosen for."""
    is_open = stage_of(initiative.lifecycle) is Stage.OPEN
    chosen = posted.get(f"beslutning-{initiative.pk}", "") or (posted.get("alle", "") if is_open else "")
    parts = {
        part.pk: Outcome(told)
        for part in initiative.parts.all()
        if (told := posted.get(f"del-{part.pk}", "")) in Outcome.values
    }
    if chosen not in Outcome.values and not parts:
        return None
    outcome = Outcome(chosen) if chosen in Outcome.values and is_open else None
    return Point(initiative, outcome, posted.get(f"note-{initiative.pk}", "").strip(), parts)


def _rows(catalogue: Catalogue, initiatives: Sequence[Initiative], posted: QueryDict) -> list[dict[str, object]]:
    """Each proposal with its amounts, what was decided before, and what is chosen on the page; two queries."""
    effects = Selection().effects(YearlyEffect.objects.facts(catalogue))
    by_part = YearlyEffect.objects.by_part(catalogue)
    return [
        {
            "initiative": one,
            "number": number_of(one),
            "is_open": stage_of(one.lifecycle) is Stage.OPEN,
            "row": PlanRow(one.title, cells(effects.amounts(one.pk), catalogue.years)),
            "chosen": posted.get(f"beslutning-{one.pk}", ""),
            "note": posted.get(f"note-{one.pk}", ""),
            "parts": [
                (part, cells(by_part.get((one.pk, part.name), {}), catalogue.years), posted.get(f"del-{part.pk}", ""))
                for part in one.parts.all()
            ],
            "before": list(one.decisions.all()),
        }
        for one in initiatives
    ]
