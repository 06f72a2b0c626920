"""The page where a committee's decisions about a catalogue's proposals are recorded."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action
from budgets.foundation.models import Membership
from budgets.foundation.pages import UNREADABLE, breadcrumbs, municipality_page
from initiatives.business_cases.states import ProposalStage, stage_of
from initiatives.catalogues.crumbs import catalogue_crumb
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
@municipality_page(Action.DECIDE_CASES, section="plan")
def decisions(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """Record the decisions about proposals and parts under one point of the agenda."""
    catalogue = get_object_or_404(membership.municipality.catalogues.select_related("municipality"), slug=slug)
    initiatives = _get_decidable(catalogue)
    form = AgendaForm(request.POST if request.method == "POST" else None, municipality=membership.municipality)
    refused: DecisionRefusedError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            points = [point for initiative in initiatives if (point := _read_point(initiative, request.POST))]
            item = decide(membership=membership, agenda=Agenda(**form.cleaned_data), points=points)
        except DecisionRefusedError as refusal:
            refused = refusal
        else:
            messages.success(request, f"Beslutningerne under “{item.title}” er gemt. Vedtagne forslag er låst.")
            return redirect("agenda_item", membership.municipality.slug, item.pk)
    context = {
        "breadcrumbs": breadcrumbs(request, catalogue_crumb(membership, catalogue), here="Registrér beslutninger"),
        "catalogue": catalogue,
        "form": form,
        "refused": refused,
        "rows": _build_rows(catalogue, initiatives, request.POST, refused.by_initiative if refused else {}),
        "outcomes": Outcome.choices,
        "everything": request.POST.get("alle", ""),
        "presentation": as_published(catalogue),
    }
    status = UNREADABLE if refused or form.errors else 200
    return render(request, "initiatives/decisions/decisions.html", context, status=status)


def _get_decidable(catalogue: Catalogue) -> list[Initiative]:
    """The open proposals, and adopted ones with parts, which can be decided again; three queries."""
    decisions = Decision.objects.select_related("item__committee", "part")
    initiatives = (
        catalogue.initiatives.from_source()
        .with_printed_codes()
        .prefetch_related("parts", Prefetch("decisions", decisions))
    )
    stages = {
        initiative: stage_of(initiative.lifecycle) for initiative in initiatives.order_by("theme__order", "order")
    }
    return [
        initiative
        for initiative, stage in stages.items()
        if stage is ProposalStage.OPEN or (stage is ProposalStage.DECIDED and initiative.parts.all())
    ]


def _read_point(initiative: Initiative, posted: QueryDict) -> Point | None:
    """The choice for the proposal; the choice for all applies to open ones without their own."""
    is_open = stage_of(initiative.lifecycle) is ProposalStage.OPEN
    chosen = posted.get(f"beslutning-{initiative.pk}", "") or (posted.get("alle", "") if is_open else "")
    parts = {
        part.pk: Outcome(choice)
        for part in initiative.parts.all()
        if (choice := posted.get(f"del-{part.pk}", "")) in Outcome.values
    }
    if chosen not in Outcome.values and not parts:
        return None
    outcome = Outcome(chosen) if chosen in Outcome.values and is_open else None
    return Point(initiative, outcome, posted.get(f"note-{initiative.pk}", "").strip(), parts)


def _build_rows(
    catalogue: Catalogue,
    initiatives: Sequence[Initiative],
    posted: QueryDict,
    refusals: Mapping[int, Sequence[str]],
) -> list[dict[str, object]]:
    """Each proposal with its amounts, its earlier decisions, and the choices on the page; two queries."""
    effects = Selection().effects(YearlyEffect.objects.facts(catalogue))
    by_part = YearlyEffect.objects.by_part(catalogue)
    return [
        {
            "initiative": initiative,
            "number": number_of(initiative),
            "is_open": stage_of(initiative.lifecycle) is ProposalStage.OPEN,
            "row": PlanRow(initiative.title, cells(effects.amounts(initiative.pk), catalogue.years)),
            "chosen": posted.get(f"beslutning-{initiative.pk}", ""),
            "note": posted.get(f"note-{initiative.pk}", ""),
            "refusals": refusals.get(initiative.pk, ()),
            "row_id": f"forslag-{initiative.pk}",
            "parts": [
                (
                    part,
                    cells(by_part.get((initiative.pk, part.name), {}), catalogue.years),
                    posted.get(f"del-{part.pk}", ""),
                )
                for part in initiative.parts.all()
            ],
            "before": list(initiative.decisions.all()),
        }
        for initiative in initiatives
    ]
