"""Pages of catalogues and initiatives."""

from dataclasses import replace
from io import BytesIO

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from budgets.foundation.access import Action, may
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.downloads import XLSX
from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.models import LegalBasis, Membership
from budgets.foundation.pages import breadcrumbs, municipality_page
from budgets.foundation.prices import MissingIndexError
from budgets.foundation.staging import find_staged, stage
from budgets.foundation.wording import counted
from initiatives.catalogues.crumbs import catalogue_crumb, initiative_crumbs
from initiatives.catalogues.exports.catalogue import Sheets, catalogue_sheets, write_workbook
from initiatives.catalogues.exports.effects import write_effects
from initiatives.catalogues.exports.template import write_template
from initiatives.catalogues.imports.importing import import_upload
from initiatives.catalogues.imports.workbook import UploadForm
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.plan.catalogue import as_published, load_tables
from initiatives.catalogues.plan.effects import load_effects
from initiatives.catalogues.plan.numbers import number_of
from initiatives.catalogues.plan.payback import COUNTED_AS
from initiatives.catalogues.plan.rows import has_rounding_difference
from initiatives.followup.transfers import transfers_of
from initiatives.pages.detail import build_initiative
from initiatives.pages.forms import PlanForm
from initiatives.pages.plan import CataloguePlan, build_plan
from initiatives.pages.sections import about, sections
from initiatives.reconciliation.material import load_material
from initiatives.reconciliation.reconciling import reconcile
from initiatives.results.approved import LATEST, newest_facts_as_of
from initiatives.results.reading import results_of

CATALOGUE_FILE = "katalog"
FOLLOWED = replace(in_unit(Unit.THOUSANDS), empty="–")
"""How results are shown beside a catalogue: in 1.000 kr., as they are entered, whatever the catalogue's unit."""


@require_GET
@municipality_page(Action.READ, section="plan")
def catalogue_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The municipality's catalogues."""
    catalogues = membership.municipality.catalogues.with_initiative_counts()
    return render(
        request,
        "initiatives/pages/catalogues.html",
        {"breadcrumbs": breadcrumbs(request), "catalogues": catalogues},
    )


@require_GET
@municipality_page(Action.READ, section="plan")
def catalogue(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """A catalogue's plan, in the form of the source or in a common unit."""
    shown_catalogue = get_object_or_404(
        Catalogue.objects.with_source().select_related("municipality"), municipality=membership.municipality, slug=slug
    )
    legal_bases = list(LegalBasis.objects.filter(initiative__catalogue=shown_catalogue).distinct())
    form = PlanForm(request.GET, catalogue=shown_catalogue, legal_bases=legal_bases)
    plan = _plan(shown_catalogue, form)
    return render(
        request,
        "initiatives/pages/catalogue.html",
        {
            "breadcrumbs": breadcrumbs(request, here=shown_catalogue.title),
            "catalogue": shown_catalogue,
            "form": form,
            "plan": plan,
            "presentation": form.presentation,
            "stored_sign": replace(form.presentation, factor=1, empty="–"),
            "followed": FOLLOWED,
            "may_place": may(membership, Action.EDIT_BUDGET),
            "rounding": any(has_rounding_difference(table, form.presentation) for table in plan.groups),
        },
    )


def _plan(catalogue: Catalogue, form: PlanForm) -> CataloguePlan:
    """The plan that the form asks for; where an index is missing, in the source's own prices with an error message."""
    try:
        return build_plan(catalogue, form.selection, level=form.price_level)
    except MissingIndexError as error:
        form.add_error("prisniveau", f"{error} Beløbene er vist i kildens egne priser.")
        return build_plan(catalogue, form.selection)


@require_http_methods(["GET", "POST"])
@municipality_page(Action.IMPORT, section="plan")
def upload(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Preview the changes of a workbook, then import the same workbook."""
    context: dict[str, object] = {"breadcrumbs": breadcrumbs(request, here="Indlæs et katalog"), "form": UploadForm()}
    if request.method == "GET":
        return render(request, "initiatives/pages/upload.html", context)
    staged, dry_run = find_staged(membership, CATALOGUE_FILE), "confirm" not in request.POST
    if dry_run or staged is None:
        context["form"] = form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return render(request, "initiatives/pages/upload.html", context)
        staged = stage(membership, CATALOGUE_FILE, form.cleaned_data["file"])
    try:
        result = import_upload(bytes(staged.content), membership, dry_run=dry_run)
    except ImportRefusedError as refusal:
        return render(
            request, "initiatives/pages/upload.html", context | {"problems": refusal.problems, "staged": staged}
        )
    if dry_run:
        return render(request, "initiatives/pages/upload.html", context | {"result": result, "staged": staged})
    staged.delete()
    changes = counted(len(result.changes), "ændring", "ændringer")
    messages.success(request, f"Kataloget er indlæst. {changes}.")
    return redirect("catalogue", membership.municipality.slug, result.catalogue.slug)


@require_GET
@municipality_page(Action.IMPORT)
def template(request: HttpRequest, membership: Membership) -> HttpResponse:
    """An empty workbook with the import's headings, help and an example."""
    out = BytesIO()
    write_template(membership.municipality.code, out)
    return _as_file(out, "katalog_skabelon.xlsx")


@require_GET
@municipality_page(Action.READ, section="plan")
def reconciliation(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """The printed figures that differ from the computed ones."""
    shown_catalogue = get_catalogue(membership, slug)
    context = {
        "breadcrumbs": breadcrumbs(request, catalogue_crumb(membership, shown_catalogue), here="Afstemning"),
        "catalogue": shown_catalogue,
    }
    context["reconciliation"] = reconcile(load_material(shown_catalogue))
    return render(request, "initiatives/pages/reconciliation.html", context)


@require_GET
@municipality_page(Action.READ)
def effects(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """The catalogue's target effects as tidy CSV."""
    shown_catalogue = get_catalogue(membership, slug)
    headers = {"Content-Disposition": f'attachment; filename="{shown_catalogue.slug}_effekter.csv"'}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    write_effects(YearlyEffect.objects.filter(line__initiative__catalogue=shown_catalogue), response)
    return response


@require_GET
@municipality_page(Action.READ)
def workbook(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """The catalogue as a workbook in the import's own format."""
    shown_catalogue = get_catalogue(membership, slug)
    return _workbook(catalogue_sheets(shown_catalogue), f"{shown_catalogue.slug}.xlsx")


@require_GET
@municipality_page(Action.READ, section="plan")
def initiative(request: HttpRequest, membership: Membership, slug: str, key: str) -> HttpResponse:
    """One initiative: its economy, and its mentions in the document."""
    shown_initiative = _get_initiative(membership, slug, key)
    detail = build_initiative(shown_initiative)
    return render(
        request,
        "initiatives/pages/initiative.html",
        {
            "breadcrumbs": breadcrumbs(
                request, catalogue_crumb(membership, shown_initiative.catalogue), here=shown_initiative.title
            ),
            "catalogue": shown_initiative.catalogue,
            "initiative": shown_initiative,
            "number": number_of(shown_initiative),
            "legal_bases": [LegalBasis(**facts) for facts in shown_initiative.legal_basis_facts],  # type: ignore[attr-defined]
            "detail": detail,
            "about": about(shown_initiative, detail),
            "sections": sections(detail),
            "results": results_of([shown_initiative]),
            "counted_as": COUNTED_AS,
            "transfers": transfers_of(shown_initiative),
            "presentation": as_published(shown_initiative.catalogue),
            "followed": FOLLOWED,
        },
    )


@require_GET
@municipality_page(Action.READ, section="plan")
def initiative_tables(request: HttpRequest, membership: Membership, slug: str, key: str) -> HttpResponse:
    """The tables of one initiative's business case, as printed."""
    shown_initiative = _get_initiative(membership, slug, key)
    yearly, figures = load_tables(
        shown_initiative.catalogue, load_effects(shown_initiative.catalogue), initiative=shown_initiative
    )
    return render(
        request,
        "initiatives/pages/initiative_tables.html",
        {
            "breadcrumbs": breadcrumbs(request, *initiative_crumbs(membership, shown_initiative), here="Tabeller"),
            "catalogue": shown_initiative.catalogue,
            "initiative": shown_initiative,
            "yearly": yearly,
            "figures": figures,
            "presentation": as_published(shown_initiative.catalogue),
        },
    )


def get_catalogue(membership: Membership, slug: str) -> Catalogue:
    """The catalogue of the member's own municipality, or 404."""
    catalogues: QuerySet[Catalogue] = Catalogue.objects.select_related("municipality")
    return get_object_or_404(catalogues, municipality=membership.municipality, slug=slug)


def _get_initiative(membership: Membership, slug: str, key: str) -> Initiative:
    """The initiative of a catalogue of the member's own municipality, or 404."""
    initiatives = Initiative.objects.with_legal_basis_facts().with_printed_codes().with_version_count()
    of_member = initiatives.filter(catalogue__municipality=membership.municipality)
    initiative: Initiative = get_object_or_404(
        of_member.annotate(follow_up_facts=newest_facts_as_of(*LATEST)).select_related(
            "catalogue", "theme", "added_in", "business_case"
        ),
        catalogue__slug=slug,
        key=key,
    )
    return initiative


def _workbook(sheets: Sheets, name: str) -> HttpResponse:
    out = BytesIO()
    write_workbook(sheets, out)
    return _as_file(out, name)


def _as_file(out: BytesIO, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(out.getvalue(), content_type=XLSX, headers=headers)
