"""The pages of alternatives among a catalogue's proposals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action, may
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.downloads import download
from budgets.foundation.models import Membership
from budgets.foundation.pages import CONFLICT, UNREADABLE, breadcrumbs, municipality_page
from budgets.foundation.wording import counted
from initiatives.catalogues.crumbs import catalogue_crumb
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.scenarios.forms import AlternativeForm
from initiatives.scenarios.loading import ScenarioMaterial, load_material, picks_of
from initiatives.scenarios.models import Alternative
from initiatives.scenarios.proposals import Pick, Stage
from initiatives.scenarios.results import build_result
from initiatives.scenarios.sums import SavingsTarget
from initiatives.scenarios.tables import Choice, choice_rows, choice_table, comparison_table, read_picks
from initiatives.scenarios.writing import (
    ChangedMeanwhileError,
    ChoiceRefusedError,
    NameTakenError,
    change_details,
    choose,
    copy_alternative,
    delete_alternative,
    make_alternative,
    version_of,
)


@require_http_methods(["GET", "POST"])
@municipality_page(Action.READ, section="plan", post=Action.CHOOSE)
def alternatives(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """The catalogue's alternatives side by side, and the form of a new one."""
    catalogue = _get_catalogue(membership, slug)
    form = AlternativeForm(request.POST if request.method == "POST" else None, catalogue=catalogue)
    if request.method == "POST" and form.is_valid():
        try:
            new_alternative = make_alternative(membership=membership, catalogue=catalogue, details=form.details)
        except NameTakenError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"{new_alternative.name} er oprettet. Vælg forslagene herunder.")
            return redirect("alternative", membership.municipality.slug, slug, new_alternative.pk)
    material = load_material(catalogue)
    all_alternatives = list(catalogue.alternatives.select_related("by").prefetch_related("picks"))
    choices = [_choice(alternative) for alternative in all_alternatives]
    table = comparison_table(material.proposals, choices, catalogue.years, _notes(catalogue, material))
    subtitle = f"{membership.municipality.name}, {catalogue.title}"
    if file := download(request, [table], place=subtitle, file=catalogue.slug):
        return file
    context = {
        "breadcrumbs": breadcrumbs(request, catalogue_crumb(membership, catalogue), here="Vælg mellem forslag"),
        "catalogue": catalogue,
        "alternatives": all_alternatives,
        "table": table,
        "form": form,
        "open_count": len(material.of(Stage.OPEN)),
        "may_choose": may(membership, Action.CHOOSE),
        **_presentation_context(catalogue),
    }
    return render(
        request, "initiatives/scenarios/alternatives.html", context, status=UNREADABLE if form.errors else None
    )


@require_http_methods(["GET", "POST"])
@municipality_page(Action.READ, section="plan", post=Action.CHOOSE)
def alternative(request: HttpRequest, membership: Membership, slug: str, alternative: int) -> HttpResponse:
    """The choices and effects of an alternative.

    With `regn` the ticks are those of the address, saved or not: their sums as a part of the page, or as a file.
    """
    catalogue = _get_catalogue(membership, slug)
    stored = get_object_or_404(catalogue.alternatives.select_related("by").prefetch_related("picks"), pk=alternative)
    page = AlternativePage(request, membership, catalogue, stored)
    if request.method == "POST":
        step = STEPS.get(request.POST.get("handling", ""))
        if step is None:
            raise Http404
        return step(page)
    if "regn" not in request.GET:
        return _render(page)
    ticked = read_picks(request.GET.getlist("valg"))
    return _render(page, picks=ticked) if "hent" in request.GET else _render_sums(page, ticked)


@dataclass(frozen=True)
class AlternativePage:
    """The request with its alternative."""

    request: HttpRequest
    membership: Membership
    catalogue: Catalogue
    alternative: Alternative

    def reload(self) -> HttpResponse:
        """Redirect to the page after a change."""
        slug = self.membership.municipality.slug
        return redirect("alternative", slug, self.catalogue.slug, self.alternative.pk)


def _save(page: AlternativePage) -> HttpResponse:
    """Save the ticked picks; a refusal keeps the ticks on the page and shows the reasons."""
    post = page.request.POST
    picks = read_picks(post.getlist("valg"))
    try:
        changed = choose(
            membership=page.membership, alternative=page.alternative, seen=post.get("version", ""), picks=picks
        )
    except ChoiceRefusedError as refusal:
        return _render(page, picks=picks, problems=refusal.problems, status=UNREADABLE)
    except ChangedMeanwhileError as conflict:
        current = replace(page, alternative=conflict.current)
        problems = [f"{conflict} Dine valg er ikke gemt. Gem igen, hvis de skal gælde."]
        return _render(
            current, picks=picks, problems=problems, status=CONFLICT, stored_picks=picks_of(current.alternative)
        )
    if changed:
        messages.success(page.request, f"Valget er gemt. {counted(changed, 'ændring', 'ændringer')}.")
    else:
        messages.info(page.request, "Der er ikke ændret noget.")
    return page.reload()


def _rename(page: AlternativePage) -> HttpResponse:
    form = AlternativeForm(page.request.POST, catalogue=page.catalogue, alternative=page.alternative)
    if not form.is_valid():
        return _render(page, form=form, status=UNREADABLE)
    try:
        change_details(membership=page.membership, alternative=page.alternative, details=form.details)
    except NameTakenError as error:
        form.add_error("name", str(error))
        return _render(page, form=form, status=UNREADABLE)
    messages.success(page.request, "Navn, bemærkning og mål er gemt.")
    return page.reload()


def _copy(page: AlternativePage) -> HttpResponse:
    copy = copy_alternative(membership=page.membership, alternative=page.alternative)
    messages.success(page.request, f"Du arbejder nu i kopien “{copy.name}”.")
    return replace(page, alternative=copy).reload()


def _delete(page: AlternativePage) -> HttpResponse:
    name = page.alternative.name
    delete_alternative(membership=page.membership, alternative=page.alternative)
    messages.success(page.request, f"{name} er slettet.")
    return redirect("alternatives", page.membership.municipality.slug, page.catalogue.slug)


STEPS: Mapping[str, Callable[[AlternativePage], HttpResponse]] = {
    "gem": _save,
    "ret": _rename,
    "kopi": _copy,
    "slet": _delete,
}


def _render(
    page: AlternativePage,
    *,
    picks: frozenset[Pick] | None = None,
    problems: Sequence[str] = (),
    form: AlternativeForm | None = None,
    stored_picks: frozenset[Pick] = frozenset(),
    status: int | None = None,
) -> HttpResponse:
    """The whole page, or one of its tables as a file; `picks` are shown instead of the stored ones."""
    material, years = load_material(page.catalogue), page.catalogue.years
    choice = _choice(page.alternative, picks)
    notes = _notes(page.catalogue, material)
    result = build_result(material, choice, years, notes)
    table = choice_table(choice_rows(material.proposals, choice.picks, years), years, notes)
    if file := download(page.request, [table, *result.tables], **_download_names(page, choice)):
        return file
    context = {
        "breadcrumbs": breadcrumbs(
            page.request, catalogue_crumb(page.membership, page.catalogue), here=page.alternative.name
        ),
        "catalogue": page.catalogue,
        "alternative": page.alternative,
        "outcome": result,
        "table": table,
        "rows": {stage.value: choice_rows(material.of(stage), choice.picks, years) for stage in Stage},
        "version": version_of(page.alternative),
        "problems": problems,
        "theirs": [name for proposal in material.proposals for pick, name in proposal.picks if pick in stored_picks],
        "form": form or AlternativeForm(None, catalogue=page.catalogue, alternative=page.alternative),
        "form_is_open": form is not None,
        "may_choose": may(page.membership, Action.CHOOSE),
        **_presentation_context(page.catalogue),
    }
    return render(page.request, "initiatives/scenarios/alternative.html", context, status=status)


def _render_sums(page: AlternativePage, picks: frozenset[Pick]) -> HttpResponse:
    """The part of the page that changes with the ticks."""
    material = load_material(page.catalogue)
    notes = _notes(page.catalogue, material)
    context = {
        "catalogue": page.catalogue,
        "outcome": build_result(material, _choice(page.alternative, picks), page.catalogue.years, notes),
        **_presentation_context(page.catalogue),
    }
    return render(page.request, "initiatives/scenarios/partials/choice_sums.html", context)


class DownloadNames(TypedDict):
    """The subtitle of a download, and the beginning of its file name."""

    place: str
    file: str


def _download_names(page: AlternativePage, choice: Choice) -> DownloadNames:
    unsaved = ", ikke gemt" if choice.picks != picks_of(page.alternative) else ""
    return {
        "place": f"{page.membership.municipality.name}, {page.catalogue.title}, {page.alternative.name}{unsaved}",
        "file": f"{page.catalogue.slug}_alternativ_{page.alternative.pk}",
    }


def _presentation_context(catalogue: Catalogue) -> dict[str, object]:
    """How amounts are shown: in the catalogue's unit and the stored sign."""
    unit = Unit(catalogue.unit)
    return {"presentation": replace(in_unit(unit), empty="–"), "unit": unit}


def _choice(alternative: Alternative, picks: frozenset[Pick] | None = None) -> Choice:
    """The alternative's choice, or the picks instead of its own."""
    amount, year = alternative.target, alternative.target_year
    target = SavingsTarget(amount, year) if amount is not None and year is not None else None
    return Choice(alternative.name, picks_of(alternative) if picks is None else picks, target)


def _notes(catalogue: Catalogue, material: ScenarioMaterial) -> list[str]:
    """Notes on the prices and signs of the sums."""
    level = (
        f"Beløb i {catalogue.price_level}-priser" if catalogue.price_level else "Pris- og lønniveauet er ikke oplyst"
    )
    own_level_count = material.own_price_levels
    lines = (
        f", men {own_level_count} linje har sit eget"
        if own_level_count == 1
        else f", men {own_level_count} linjer har deres eget"
        if own_level_count
        else ""
    )
    added = ". Beløbene er lagt sammen uden omregning" if own_level_count else ""
    return [f"{level}{lines}{added}.", "Plus betyder mindreudgift. Udgåede og erstattede forslag tæller ikke med."]


def _get_catalogue(membership: Membership, slug: str) -> Catalogue:
    """The catalogue of the member's own municipality, or 404."""
    catalogue: Catalogue = get_object_or_404(Catalogue, municipality=membership.municipality, slug=slug)
    catalogue.municipality = membership.municipality
    return catalogue
