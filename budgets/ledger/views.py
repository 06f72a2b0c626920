"""Pages of ledger files: importing expenditure in two steps, headings, and account rules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.form_pages import build_form, render_form_page, save_form
from budgets.foundation.models import Membership, StagedFile
from budgets.foundation.pages import breadcrumbs, municipality_page
from budgets.foundation.staging import find_staged, stage
from budgets.foundation.wording import counted
from budgets.ledger.forms import HeadingsForm, LedgerForm, RulesForm
from budgets.ledger.headings import write_headings
from budgets.ledger.importing import LoadedBeforeError, load_expenditure, plan_expenditure, write_rules
from budgets.ledger.models import AccountRule, ImportBatch, LedgerHeading
from budgets.ledger.reading import HEADINGS, LedgerOptions

LEDGER_FILE = "ledger"
LISTED_FILES = 20
"""Number of imported files in the list, newest first."""


@require_http_methods(["GET", "POST"])
@municipality_page(Action.IMPORT_LEDGER, section="budget")
def upload(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show what an uploaded file of expenditure would change, then import the same file when confirmed."""
    is_confirmed = "confirm" in request.POST
    form = LedgerForm(request.POST or None, request.FILES or None, is_confirmed=is_confirmed)
    context: dict[str, object] = {
        "breadcrumbs": breadcrumbs(request, here="Indlæs forbrug"),
        "form": form,
        "batches": ImportBatch.objects.filter(municipality=membership.municipality).select_related("by")[:LISTED_FILES],
    }
    if not form.is_valid():
        return render(request, "budgets/ledger/ledger.html", context)
    staged = find_staged(membership, LEDGER_FILE) if is_confirmed else None
    if staged is None:
        staged = stage(membership, LEDGER_FILE, form.cleaned_data["file"])
    context["staged"] = staged
    try:
        if is_confirmed:
            return _load(request, membership, staged, form.options)
        plan = plan_expenditure(
            municipality=membership.municipality, name=staged.name, content=bytes(staged.content), options=form.options
        )
    except LoadedBeforeError as error:
        form.add_error("file", str(error))
        return render(request, "budgets/ledger/ledger.html", context)
    except ImportRefusedError as refusal:
        return render(request, "budgets/ledger/ledger.html", context | {"problems": refusal.problems})
    return render(request, "budgets/ledger/ledger.html", context | {"plan": plan, "presentation": in_unit(Unit.KRONER)})


def _load(request: HttpRequest, membership: Membership, staged: StagedFile, options: LedgerOptions) -> HttpResponse:
    batch, plan = load_expenditure(
        actor=membership.user,
        municipality=membership.municipality,
        name=staged.name,
        content=bytes(staged.content),
        options=options,
        leaves_unmapped="uden_regel" in request.POST,
    )
    staged.delete()
    messages.success(request, f"{batch.name} er indlæst ({counted(batch.rows, 'række', 'rækker')}).")
    if plan.mapped.unmapped:
        number = len(plan.mapped.unmapped)
        messages.warning(request, f"Konti uden regel: {number}. De indgår ikke på noget område.")
    year, month = max((row.year, row.month or 0) for row in plan.ledger.rows)
    response = redirect("budget", membership.municipality.slug)
    response["Location"] += f"?aar={year}&maaned={month}"
    return response


@require_http_methods(["GET", "POST"])
@municipality_page(Action.IMPORT_LEDGER, section="budget")
def headings(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Edit the meaning of the municipality's own headings as one list."""
    current_headings = LedgerHeading.objects.filter(municipality=membership.municipality)
    lines = [f"{heading.heading};{heading.get_role_display()}" for heading in current_headings]
    form = build_form(request, HeadingsForm, {"rows": "\n".join(lines)})

    def save() -> None:
        text = form.cleaned_data["rows"]
        saved_headings = write_headings(actor=membership.user, municipality=membership.municipality, text=text)
        messages.success(request, f"{counted(len(saved_headings), 'overskrift', 'overskrifter')} er gemt.")

    if save_form(form, save):
        return redirect("ledger", membership.municipality.slug)
    known_headings = "; ".join(f"{role.label}: {', '.join(sorted(names))}" for role, names in HEADINGS.items())
    lead = f"Programmet kender disse overskrifter. Kommunens egne overskrifter går forud. {known_headings}."
    return render_form_page(request, form, "Overskrifter i filerne", "Gem overskrifterne", lead=lead)


@require_http_methods(["GET", "POST"])
@municipality_page(Action.IMPORT_LEDGER, section="budget")
def rules(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Edit the ordered account rules as one list."""
    current_rules = AccountRule.objects.filter(municipality=membership.municipality).select_related("area")
    lines = [f"{rule.pattern};{rule.area.code};{rule.get_part_display()}" for rule in current_rules]
    form = build_form(request, RulesForm, {"rows": "\n".join(lines)})

    def save() -> None:
        saved_rules = write_rules(
            actor=membership.user, municipality=membership.municipality, text=form.cleaned_data["rows"]
        )
        messages.success(request, f"{counted(len(saved_rules), 'kontoregel', 'kontoregler')} er gemt.")

    if save_form(form, save):
        return redirect("ledger_rules", membership.municipality.slug)
    context = {"breadcrumbs": breadcrumbs(request, here="Kontoregler"), "form": form, "rules": current_rules}
    return render(request, "budgets/ledger/rules.html", context)
