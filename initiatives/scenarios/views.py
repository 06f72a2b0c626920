"""Choosing among a catalogue's proposals: alternatives, and what each gives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from budgets.foundation.access import Action, get_membership, may
from budgets.foundation.amounts import Unit, in_unit
from budgets.foundation.downloads import download
from budgets.foundation.models import Membership
from budgets.foundation.wording import counted
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.scenarios.forms import DetailsForm
from initiatives.scenarios.loading import Material, load_material, picks_of
from initiatives.scenarios.models import Alternative
from initiatives.scenarios.outcome import outcome_of
from initiatives.scenarios.proposals import Pick, Stage
from initiatives.scenarios.sums import Target
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

CONFLICT, UNREADABLE = 409, 422


@require_http_methods(["GET", "POST"])
def alternatives(request: HttpRequest, municipality: str, slug: str) -> HttpResponse:
    """The catalogue's alternatives side by side, and a new one."""
    action = Action.CHOOSE if request.method == "POST" else Action.READ
    membership = get_membership(request.user, municipality, action)
    catalogue = _get_catalogue(membership, slug)
    form = DetailsForm(request.POST if request.method == "POST" else None, catalogue=catalogue)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_alternative(membership=membership, catalogue=catalogue, details=form.details)
        except NameTakenError as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, f"{made.name} er oprettet. Vælg forslagene herunder.")
            return redirect("alternative", municipality, slug, made.pk)
    material = load_material(catalogue)
    found = list(catalogue.alternatives.select_related("by").prefetch_related("picks"))
    choices = [_choice(alternative) for alternative in found]
    table = comparison_table(material.proposals, choices, catalogue.years, _notes(catalogue, material))
    place = f"{membership.municipality.name}, {catalogue.title}"
    if file := download(request, [table], place=place, file=catalogue.slug):
        return file
    context = {
        "membership": membership,
        "catalogue": catalogue,
        "alternatives": found,
        "table": table,
        "form": form,
        "open_count": len(material.of(Stage.OPEN)),
        "may_choose": may(membership, Action.CHOOSE),
        **_shown(catalogue),
    }
    return render(
        request, "initiatives/scenarios/alternatives.html", context, status=UNREADABLE if form.errors else None
    )


@require_http_methods(["GET", "POST"])
def alternative(request: HttpRequest, municipality: str, slug: str, alternative: int) -> HttpResponse:
    """What an alternative chooses and gives.

    With `regn` the ticks of the address are meant, saved or not: their sums as a part of the page, or as a file.
    """
    action = Action.CHOOSE if request.method == "POST" else Action.READ
    membership = get_membership(request.user, municipality, action)
    catalogue = _get_catalogue(membership, slug)
    found = get_object_or_404(catalogue.alternatives.select_related("by").prefetch_related("picks"), pk=alternative)
    page = Page(request, membership, catalogue, found)
    if request.method == "POST":
        step = STEPS.get(request.POST.get("handling", ""))
        if step is None:
            raise Http404
        return step(page)
    if "regn" not in request.GET:
        return _show(page)
    ticked = read_picks(request.GET.getlist("valg"))
    return _show(page, picks=ticked) if "hent" in request.GET else _show_sums(page, ticked)


@dataclass(frozen=True)
class Page:
    """What a request is about."""

    request: HttpRequest
    membership: Membership
    catalogue: Catalogue
    alternative: Alternative

    def reload(self) -> HttpResponse:
        """The page anew, after what was done."""
        slug = self.membership.municipality.slug
        return redirect("alternative", slug, self.catalogue.slug, self.alternative.pk)


def _save(page: Page) -> HttpResponse:
    """Choose what was ticked; a refusal keeps the ticks on the page and says why."""
    post = page.request.POST
    picks = read_picks(post.getlist("valg"))
    try:
        changed = choose(
            membership=page.membership, alternative=page.alternative, seen=post.get("version", ""), picks=picks
        )
    except ChoiceRefusedError as refusal:
        return _show(page, picks=picks, problems=refusal.problems, status=UNREADABLE)
    except ChangedMeanwhileError as changed_meanwhile:
        current = replace(page, alternative=changed_meanwhile.current)
        problems = [f"{changed_meanwhile} Dine valg er ikke gemt. Gem igen, hvis de skal gælde."]
        return _show(current, picks=picks, problems=problems, status=CONFLICT, theirs=picks_of(current.alternative))
    if changed:
        messages.success(page.request, f"Valget er gemt. {counted(changed, 'ændring', 'ændringer')}.")
    else:
        messages.info(page.request, "Der er ikke ændret noget.")
    return page.reload()


def _rename(page: Page) -> HttpResponse:
    form = DetailsForm(page.request.POST, catalogue=page.catalogue, alternative=page.alternative)
    if not form.is_valid():
        return _show(page, form=form, status=UNREADABLE)
    try:
        change_details(membership=page.membership, alternative=page.alternative, details=form.details)
    except NameTakenError as taken:
        form.add_error("name", str(taken))
        return _show(page, form=form, status=UNREADABLE)
    messages.success(page.request, "Navn, bemærkning og mål er gemt.")
    return page.reload()


def _copy(page: Page) -> HttpResponse:
    made = copy_alternative(membership=page.membership, alternative=page.alternative)
    messages.success(page.request, f"Du arbejder nu i kopien “{made.name}”.")
    return replace(page, alternative=made).reload()


def _delete(page: Page) -> HttpResponse:
    name = page.alternative.name
    delete_alternative(membership=page.membership, alternative=page.alternative)
    messages.success(page.request, f"{name} er slettet.")
    return redirect("alternatives", page.membership.municipality.slug, page.catalogue.slug)


STEPS: Mapping[str, Callable[[Page], HttpResponse]] = {
    "gem": _save,
    "ret": _rename,
    "kopi": _copy,
    "slet": _delete,
}


def _show(
    page: Page,
    *,
    picks: frozenset[Pick] | None = None,
    problems: Sequence[str] = (),
    form: DetailsForm | None = None,
    theirs: frozenset[Pick] = frozenset(),
    status: int | None = None,
) -> HttpResponse:
    """The whole page, or one of its tables as a file; with `picks` those and not what is saved."""
    material, years = load_material(page.catalogue), page.catalogue.years
    choice = _choice(page.alternative, picks)
    notes = _notes(page.catalogue, material)
    outcome = outcome_of(material, choice, years, notes)
    everything = choice_table(choice_rows(material.proposals, choice.picks, years), years, notes)
    if file := download(page.request, [everything, *outcome.tables], **_named(page, choice)):
        return file
    context = {
        "membership": page.membership,
        "catalogue": page.catalogue,
        "alternative": page.alternative,
        "outcome": outcome,
        "table": everything,
        "rows": {one.value: choice_rows(material.of(one), choice.picks, years) for one in Stage},
        "version": version_of(page.alternative),
        "problems": problems,
        "theirs": [name for one in material.proposals for pick, name in one.picks if pick in theirs],
        "form": form or DetailsForm(None, catalogue=page.catalogue, alternative=page.alternative),
        "form_is_open": form is not None,
        "may_choose": may(page.membership, Action.CHOOSE),
        **_shown(page.catalogue),
    }
    return render(page.request, "initiatives/scenarios/alternative.html", context, status=status)


def _show_sums(page: Page, picks: frozenset[Pick]) -> HttpResponse:
    """The part of the page that changes with the ticks."""
    material = load_material(page.catalogue)
    notes = _notes(page.catalogue, material)
    context = {
        "membership": page.membership,
        "catalogue": page.catalogue,
        "outcome": outcome_of(material, _choice(page.alternative, picks), page.catalogue.years, notes),
        **_shown(page.catalogue),
    }
    return render(page.request, "initiatives/scenarios/partials/choice_sums.html", context)


class Named(TypedDict):
    """What a download is of, and the start of its name."""

    place: str
    file: str


def _named(page: Page, choice: Choice) -> Named:
    unsaved = ", ikke gemt" if choice.picks != picks_of(page.alternative) else ""
    return {
        "place": f"{page.membership.municipality.name}, {page.catalogue.title}, {page.alternative.name}{unsaved}",
        "file": f"{page.catalogue.slug}_alternativ_{page.alternative.pk}",
    }


def _shown(catalogue: Catalogue) -> dict[str, object]:
    """The form that amounts are shown in: the catalogue's unit, and the stored sign."""
    unit = Unit(catalogue.unit)
    return {"presentation": replace(in_unit(unit), empty="–"), "unit": unit, "section": "plan"}


def _choice(alternative: Alternative, picks: frozenset[Pick] | None = None) -> Choice:
    """What the alternative chooses, or the picks in its place."""
    amount, year = alternative.target, alternative.target_year
    target = Target(amount, year) if amount is not None and year is not None else None
    return Choice(alternative.name, picks_of(alternative) if picks is None else picks, target)


def _notes(catalogue: Catalogue, material: Material) -> list[str]:
    """What must be known to read the sums."""
    level = (
        f"Beløb i {catalogue.price_level}-priser" if catalogue.price_level else "Pris- og lønniveauet er ikke oplyst"
    )
    own = material.own_price_levels
    lines = f", men {own} linje har sit eget" if own == 1 else f", men {own} linjer har deres eget" if own else ""
    added = ". Beløbene er lagt sammen uden omregning" if own else ""
    return [f"{level}{lines}{added}.", "Plus betyder mindreudgift. Udgåede og erstattede forslag tæller ikke med."]


def _get_catalogue(membership: Membership, slug: str) -> Catalogue:
    """The catalogue of the member's own municipality, or 404."""
    found: Catalogue = get_object_or_404(Catalogue, municipality=membership.municipality, slug=slug)
    found.municipality = membership.municipality
    return found
