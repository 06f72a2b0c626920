"""Writing a business case: typed as a draft and saved as a version; no version is ever lost."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.foundation.files.problems import ImportRefusedError
from budgets.foundation.members import give_role
from budgets.foundation.models import AuditEntry, Committee, Membership, Municipality, Role, User
from initiatives.business_cases.connecting import connect, disconnect, replace
from initiatives.business_cases.doubts import find_doubts
from initiatives.business_cases.reading import load_references, read_case
from initiatives.business_cases.states import STEPS, ProposalStage, ProposalStep, StepError, check, stage_of, steps_from
from initiatives.business_cases.totals import compute_totals
from initiatives.business_cases.versions import compare
from initiatives.business_cases.writing import (
    CaseRefusedError,
    DraftConflictError,
    begin,
    discard_draft,
    make_proposal,
    reopen,
    save_draft,
    save_version,
)
from initiatives.catalogues.content import Content, content_from_form, read_content
from initiatives.catalogues.exports.catalogue import catalogue_sheets, write_workbook
from initiatives.catalogues.imports.importing import import_catalogue, import_upload
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle
from initiatives.catalogues.models.proposals import LinkKind
from initiatives.catalogues.models.versions import CaseDraft, CaseVersion, VersionKind
from initiatives.catalogues.plan.relations import load_relations
from initiatives.decisions.deciding import Agenda, DecisionRefusedError, Point, decide
from initiatives.decisions.models import Decision, Outcome
from initiatives.pages.plan import build_plan
from initiatives.results.targets import load_targets
from tests.factories import load_catalogue
from tests.places import FIXTURES

pytestmark = pytest.mark.django_db
TODAY = date(2017, 6, 1)


@dataclass(frozen=True)
class Copenhagen:
    """The catalogue with business cases, and a controller there."""

    catalogue: Catalogue
    controller: Membership
    committee: Committee

    def get(self, key: str) -> Initiative:
        initiative: Initiative = Initiative.objects.select_related("catalogue", "theme").get(
            catalogue=self.catalogue, key=key
        )
        return initiative

    def agenda(self, number: str = "1") -> Agenda:
        return Agenda(self.committee, TODAY, number, "Budget 2018")

    def decide(self, key: str, outcome: Outcome | None, number: str = "1", **more: object) -> None:
        point = Point(self.get(key), outcome, **more)  # type: ignore[arg-type]
        decide(membership=self.controller, agenda=self.agenda(number), points=[point])

    def write(self, key: str, reason: str = "", **changed: str) -> CaseVersion:
        """Change the proposal's own cells and save a version."""
        draft = begin(membership=self.controller, initiative=self.get(key))
        (row,) = draft.content["tiltag"]
        content = draft.content | {"tiltag": [row | changed]}
        saved = save_draft(membership=self.controller, initiative=self.get(key), content=content, version=draft.version)
        return save_version(membership=self.controller, initiative=self.get(key), version=saved.version, reason=reason)


@pytest.fixture
def copenhagen(db: None) -> Copenhagen:
    catalogue = load_catalogue("koebenhavn-2018")
    user = User.objects.create_user("karen")
    municipality = Municipality.objects.get(slug="koebenhavn")
    membership = give_role(actor=None, user=user, municipality=municipality, role=Role.CONTROLLER)
    committee = Committee.objects.get(municipality=municipality, name="Socialudvalget")
    return Copenhagen(catalogue, membership, committee)


def as_form(content: Content) -> dict[str, str]:
    """The content as the fields of the page's form."""
    return {
        f"{sheet}-{number}-{column}": text
        for sheet, rows in content.items()
        for number, row in enumerate(rows, start=1)
        for column, text in row.items()
    }


@pytest.mark.parametrize("key", ["ha05", "tf02", "tf03", "tv01b"])
def test_a_case_of_the_document_can_be_typed_whole_into_a_new_proposal(copenhagen: Copenhagen, key: str) -> None:
    source = copenhagen.get(key)
    content = read_content(source)
    for row in content["effekter"]:
        row.pop("tabel", None)
    made = make_proposal(
        membership=copenhagen.controller, catalogue=copenhagen.catalogue, code=f"{key}-ny", title="Nyt"
    )
    client = Client()
    client.force_login(copenhagen.controller.user)
    address = reverse("case_write", args=["koebenhavn", "koebenhavn-2018", made.key])

    answer = client.post(address, as_form(content) | {"kladde": str(made.draft.version), "udgave": "ja"})

    assert answer.status_code == 302
    assert read_content(copenhagen.get(made.key)) == content
    amounts = [
        list(initiative.lines.values_list("order", "effects__year", "effects__amount")) for initiative in (source, made)
    ]
    assert amounts[0] == amounts[1]


def test_every_proposal_says_the_same_after_it_has_been_opened_and_saved(copenhagen: Copenhagen) -> None:
    for initiative in copenhagen.catalogue.initiatives.select_related("catalogue"):
        content = read_content(initiative)
        read = read_case(initiative, content_from_form(as_form(content).items()), load_references(initiative))
        assert not read.problems
        assert content_from_form(as_form(content).items()) == content


def test_unreadable_input_is_kept_and_makes_no_version(copenhagen: Copenhagen) -> None:
    draft = begin(membership=copenhagen.controller, initiative=copenhagen.get("ha05"))
    lines = [row | {"2018": "cirka 5"} for row in draft.content["effekter"]]
    content = draft.content | {"effekter": lines}

    saved = save_draft(membership=copenhagen.controller, initiative=copenhagen.get("ha05"), content=content, version=1)

    with pytest.raises(CaseRefusedError) as refusal:
        save_version(membership=copenhagen.controller, initiative=copenhagen.get("ha05"), version=saved.version)
    assert [(problem.file, problem.row, problem.column, problem.text) for problem in refusal.value.problems] == [
        ("effekter", row, "2018", "cirka 5") for row in (1, 2, 3, 4)
    ]
    assert CaseDraft.objects.get().content == content
    assert read_content(copenhagen.get("ha05"))["effekter"][0]["2018"] == "−1.000"


def test_two_simultaneous_writers_see_both_versions_and_choose(copenhagen: Copenhagen) -> None:
    initiative = copenhagen.get("ha05")
    draft = begin(membership=copenhagen.controller, initiative=initiative)
    own_content = draft.content | {"tiltag": [draft.content["tiltag"][0] | {"titel": "Min"}]}
    other_content = draft.content | {"tiltag": [draft.content["tiltag"][0] | {"titel": "Deres"}]}
    save_draft(membership=copenhagen.controller, initiative=initiative, content=other_content, version=1)

    with pytest.raises(DraftConflictError):
        save_draft(membership=copenhagen.controller, initiative=initiative, content=own_content, version=1)

    client = Client()
    client.force_login(copenhagen.controller.user)
    address = reverse("case_write", args=["koebenhavn", "koebenhavn-2018", "ha05"])
    page = client.post(address, as_form(own_content) | {"kladde": "1"})
    assert page.status_code == 409
    html = page.content.decode()
    assert 'value="Min"' in html
    assert "Deres" in html
    assert client.post(address, as_form(own_content) | {"kladde": "2"}).status_code == 302
    assert CaseDraft.objects.get().content["tiltag"][0]["titel"] == "Min"


def test_the_first_version_is_the_content_before_any_change(copenhagen: Copenhagen) -> None:
    before = read_content(copenhagen.get("ha05"))

    copenhagen.write("ha05", titel="Ny titel")

    first, second = copenhagen.get("ha05").versions.all()
    assert (first.kind, first.content) == (VersionKind.IMPORTED, before)
    assert (second.kind, second.content["tiltag"][0]["titel"]) == (VersionKind.WRITTEN, "Ny titel")
    (difference,) = compare(first.content, second.content)
    assert (difference.place, difference.after) == ("Forslaget, Titel", "Ny titel")
    assert copenhagen.get("ha05").title == "Ny titel"


def test_the_versions_are_shown_with_who_and_what_differs(copenhagen: Copenhagen) -> None:
    copenhagen.write("ha05", titel="Ny titel")
    client = Client()
    client.force_login(copenhagen.controller.user)

    page = client.get(reverse("case_versions", args=["koebenhavn", "koebenhavn-2018", "ha05"])).content.decode()

    for words in ("oprindelig udgave", "karen", "Fra udgave 1 til udgave 2", "Forslaget, Titel", "Ny titel"):
        assert words in page


def test_a_new_proposals_first_version_has_the_written_content(copenhagen: Copenhagen) -> None:
    made = make_proposal(membership=copenhagen.controller, catalogue=copenhagen.catalogue, code="N1", title="Nyt")
    content = {
        "tiltag": [{"titel": "Nyt"}],
        "personale": [{"personale": "Rådgivere", "ændring": "2"}],
        "serviceniveauer": [{"ydelse": "Besøg", "efter": "to om året"}],
    }
    draft = save_draft(membership=copenhagen.controller, initiative=made, content=content, version=1)

    version = save_version(membership=copenhagen.controller, initiative=made, version=draft.version)

    assert (version.number, version.kind) == (1, VersionKind.WRITTEN)
    assert version.content["personale"] == [{"personale": "Rådgivere", "ændring": "2"}]


def test_a_dash_in_a_year_is_nothing_and_a_dash_elsewhere_is_kept() -> None:
    typed = {"effekter-1-2018": "-", "effekter-1-2019": "–5", "effekter-1-linje": "-", "effekter-2-2018": "–"}

    assert content_from_form(typed.items()) == {"effekter": [{"2019": "–5", "linje": "-"}]}


def test_shares_that_do_not_add_up_report_the_difference_in_the_catalogues_unit(copenhagen: Copenhagen) -> None:
    initiative = copenhagen.get("tv01b")
    content = read_content(initiative)
    content["fordelinger"] = content["fordelinger"][3:4]

    read = read_case(initiative, content, load_references(initiative))

    problems = [problem for problem in read.problems if problem.column == "2018"]
    assert [(problem.file, problem.row, problem.text) for problem in problems] == [("fordelinger", 1, "−3.500")]
    assert "på linje 4 i 2018 mangler −600 t.kr." in str(problems[0])


def test_saving_unchanged_content_makes_no_version(copenhagen: Copenhagen) -> None:
    copenhagen.write("ha05", titel="Ny titel")
    copenhagen.write("ha05", titel="Ny titel")

    assert copenhagen.get("ha05").versions.count() == 2


def test_a_draft_that_is_thrown_away_is_in_the_audit_trail(copenhagen: Copenhagen) -> None:
    begin(membership=copenhagen.controller, initiative=copenhagen.get("ha05"))

    discard_draft(membership=copenhagen.controller, initiative=copenhagen.get("ha05"))

    assert not CaseDraft.objects.exists()
    entry = AuditEntry.objects.get(action="kladde til business case kasseret")
    assert entry.changes[0]["før"]["tiltag"][0]["titel"] == copenhagen.get("ha05").title


def test_a_version_is_never_changed_or_deleted(copenhagen: Copenhagen) -> None:
    version = copenhagen.write("ha05", titel="Ny titel")

    for change in (lambda: CaseVersion.objects.filter(pk=version.pk).update(reason="x"), version.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_an_adopted_proposal_changes_only_by_an_amendment_with_a_reason(copenhagen: Copenhagen) -> None:
    copenhagen.decide("ha05", Outcome.ADOPTED)
    adopted = copenhagen.get("ha05").versions.get()

    with pytest.raises(StepError, match="Skriv en begrundelse"):
        copenhagen.write("ha05", titel="Ændret")
    made = copenhagen.write("ha05", reason="Budgetforlig", titel="Ændret")

    assert (made.kind, made.reason) == (VersionKind.AMENDMENT, "Budgetforlig")
    assert Decision.objects.get().version == adopted
    assert adopted.content["tiltag"][0]["titel"] == "Særlig opfølgningsindsats for unge med handicap"


def test_a_file_does_not_change_what_is_decided_and_leaves_what_is_written_here(copenhagen: Copenhagen) -> None:
    make_proposal(membership=copenhagen.controller, catalogue=copenhagen.catalogue, code="NY1", title="Nyt forslag")
    copenhagen.write("ha02", titel="Rettet i programmet")
    folder = FIXTURES / "catalogues" / "koebenhavn-2018"

    import_catalogue(path=folder, actor=None)

    assert Initiative.objects.filter(code="NY1").exists()
    kinds = list(copenhagen.get("ha02").versions.values_list("kind", flat=True))
    assert kinds == [VersionKind.IMPORTED, VersionKind.WRITTEN, VersionKind.IMPORTED]
    copenhagen.write("ha05", titel="Rettet")
    copenhagen.decide("ha05", Outcome.ADOPTED)
    with pytest.raises(ImportRefusedError, match="som det er besluttet"):
        import_catalogue(path=folder, actor=None)
    assert copenhagen.get("ha05").title == "Rettet"


def test_an_import_does_not_undo_the_decision_on_a_proposal(copenhagen: Copenhagen) -> None:
    copenhagen.decide("ha05", Outcome.ADOPTED)
    copenhagen.decide("ha04", Outcome.REJECTED)

    result = import_catalogue(path=FIXTURES / "catalogues" / "koebenhavn-2018", actor=None)

    lifecycles = [copenhagen.get(key).lifecycle for key in ("ha05", "ha04", "ha02")]
    assert lifecycles == [Lifecycle.ADOPTED, Lifecycle.DROPPED, Lifecycle.PROPOSED]
    warnings = [str(warning) for warning in result.warnings if warning.column == "livscyklus"]
    assert len(warnings) == 2
    assert "“ha04: foreslået”. Skal være: den fase, der er besluttet i programmet" in warnings[0]


def test_content_written_in_the_program_survives_export_and_import(copenhagen: Copenhagen) -> None:
    made = make_proposal(
        membership=copenhagen.controller, catalogue=copenhagen.catalogue, code="NY1", title="Nyt forslag"
    )
    content: Content = {
        "tiltag": [{"nummer": "NY1", "titel": "Nyt forslag", "risiko": "lav", "hvorfor risikoen": "Prøvet før"}],
        "forslag": [
            {
                "fremstillende forvaltning": "Socialforvaltningen",
                "øvrige forvaltninger": "Økonomi; Børn",
                "baggrund": "Fordi\n\nto afsnit",
                "indhold": "Det",
                "besluttes af": "egen beslutningskompetence",
                "oprindelse": "budgetaftale",
                "rammebesparelse": "ja",
            }
        ],
        "effekter": [
            {"nr": "1", "linje": "Drift", "kategori": "varig ændring", "del": "Del 1", "2018": "−100", "2019": "−200"},
            {
                "nr": "2",
                "linje": "Pulje",
                "kategori": "implementeringsomkostning",
                "finansiering": "Puljen",
                "2018": "50",
            },
        ],
        "dele": [{"del": "Del 1", "risiko": "høj", "hvorfor risikoen": "Nyt", "indhold": "Noget"}],
        "serviceniveauer": [{"ydelse": "Besøg", "før": "tre", "efter": "to"}],
        "modvirkninger": [{"område": "Børn", "virkning": "Flere sager", "beløb": "20", "regnet med": "ja"}],
        "forudsaetninger": [{"forudsætning": "Boligen findes", "afgøres af": "egen beslutningskompetence"}],
    }
    draft = save_draft(membership=copenhagen.controller, initiative=made, content=content, version=1)
    save_version(membership=copenhagen.controller, initiative=made, version=draft.version)
    assert read_content(copenhagen.get("ny1")) == content
    before = catalogue_sheets(copenhagen.catalogue)
    out = BytesIO()
    write_workbook(before, out)

    result = import_upload(out.getvalue(), copenhagen.controller, dry_run=False)

    assert [change for change in result.changes if change["felt"] not in ("rækkefølge", "nøgle")] == []
    assert read_content(copenhagen.get("ny1")) == content


def test_a_new_catalogue_has_its_years_in_order_and_a_name_of_its_own(copenhagen: Copenhagen) -> None:
    client = Client()
    client.force_login(copenhagen.controller.user)
    facts = {"title": "T", "slug": "nyt", "kind": "status", "scope": "S", "published": "2017-05-01", "decimals": "0"}
    facts |= {"first_year": "2020", "last_year": "2019", "unit": "tkr", "sign": "savings_negative"}
    facts |= {"summary": "R", "source": "K", "groups": "Den ene\nDen anden"}
    address = reverse("catalogue_make", args=["koebenhavn"])

    page = client.post(address, facts)

    assert page.status_code == 422
    html = page.content.decode()
    assert "Skriv et år fra 2020 til 2034." in html
    assert "Programmet bruger selv navnet" in html
    assert "violated" not in html
    assert client.post(address, facts | {"slug": "nyt-katalog", "last_year": "2023"}).status_code == 302
    assert list(Catalogue.objects.get(slug="nyt-katalog").themes.values_list("title", flat=True)) == [
        "Den ene",
        "Den anden",
    ]


# Deciding


def test_parts_that_are_not_adopted_count_in_no_total_but_are_kept(copenhagen: Copenhagen) -> None:
    give_parts(copenhagen)
    parts = {part.name: part.pk for part in copenhagen.get("tv01b").parts.all()}

    copenhagen.decide(
        "tv01b", Outcome.ADOPTED, parts={parts["Del 1"]: Outcome.ADOPTED, parts["Del 3"]: Outcome.REJECTED}
    )

    decision_on_whole = Decision.objects.get(part=None)
    assert decision_on_whole.outcome == Outcome.ADOPTED_CHANGED
    ended = copenhagen.get("tv01b").lines.filter(ended_by__isnull=False)
    assert set(ended.values_list("part", flat=True)) == {"Del 3"}
    counted = YearlyEffect.objects.counted().filter(line__initiative__key="tv01b", year=2019)
    assert sum(counted.values_list("amount", flat=True)) == Decimal(4_400_000)
    assert read_content(copenhagen.get("tv01b"))["effekter"][2]["linje"] == "Informationsmedarbejder"
    assert load_targets([decision_on_whole.initiative_id], 2019, 12)[decision_on_whole.initiative_id].year == Decimal(
        4_400_000
    )
    before_and_after = [
        next(cell.computed for cell in build_plan(copenhagen.catalogue).totals.rows[-1].cells if cell.year == 2019)
    ]
    amended = copenhagen.get("tv01b")
    read = read_case(amended, read_content(amended), load_references(amended))
    assert {cell.year: cell.computed for cell in compute_totals(read).economy.rows[-1].cells}[2019] == Decimal(
        4_400_000
    )
    copenhagen.decide("tv01b", None, "2", parts={parts["Del 3"]: Outcome.ADOPTED})
    totals = build_plan(copenhagen.catalogue).totals.rows[-1].cells
    before_and_after += [next(cell.computed for cell in totals if cell.year == 2019)]
    assert (before_and_after[1] or 0) - (before_and_after[0] or 0) == Decimal(8_400_000)
    assert not copenhagen.get("tv01b").lines.filter(ended_by__isnull=False).exists()


def test_a_part_without_a_decision_of_its_own_is_adopted_with_the_proposal(copenhagen: Copenhagen) -> None:
    give_parts(copenhagen)
    parts = {part.name: part.pk for part in copenhagen.get("tv01b").parts.all()}

    with pytest.raises(DecisionRefusedError, match="ingen af delene"):
        copenhagen.decide("tv01b", Outcome.ADOPTED, parts=dict.fromkeys(parts.values(), Outcome.REJECTED))
    copenhagen.decide("tv01b", Outcome.ADOPTED, parts={parts["Del 3"]: Outcome.REJECTED})

    ended = copenhagen.get("tv01b").lines.filter(ended_by__isnull=False)
    assert set(ended.values_list("part", flat=True)) == {"Del 3"}
    assert Decision.objects.get(part=None).outcome == Outcome.ADOPTED_CHANGED
    adopted = copenhagen.get("tv01b")
    read = read_case(adopted, read_content(adopted), load_references(adopted))
    doubts = [doubt.text for doubt in find_doubts(read, compute_totals(read))]
    assert "Linje 3, 4, 5, 6, 8 er udgået ved en beslutning og indgår ikke." in doubts
    assert not any("har ingen beløb" in text for text in doubts)


def give_parts(copenhagen: Copenhagen) -> None:
    draft = begin(membership=copenhagen.controller, initiative=copenhagen.get("tv01b"))
    content = draft.content | {"dele": [{"del": f"Del {number}", "risiko": "lav"} for number in (1, 2, 3)]}
    saved = save_draft(membership=copenhagen.controller, initiative=copenhagen.get("tv01b"), content=content, version=1)
    save_version(membership=copenhagen.controller, initiative=copenhagen.get("tv01b"), version=saved.version)


def test_a_rejected_proposal_ends_on_that_date_and_can_be_resumed(copenhagen: Copenhagen) -> None:
    copenhagen.decide("ha05", Outcome.REJECTED, note="For usikkert.")

    ended = copenhagen.get("ha05")
    assert (ended.lifecycle, ended.ended_on, ended.ended_by) == (Lifecycle.DROPPED, TODAY, "Socialudvalget")
    assert ended.ended_reason == "Forkastet. For usikkert."
    with pytest.raises(StepError, match="Skriv, hvorfor forslaget genoptages"):
        reopen(membership=copenhagen.controller, initiative=ended, reason=" ")
    reopen(membership=copenhagen.controller, initiative=ended, reason="Nyt flertal")
    assert copenhagen.get("ha05").lifecycle == Lifecycle.PROPOSED
    assert Decision.objects.get().outcome == Outcome.REJECTED


def test_nothing_is_decided_when_one_decision_is_invalid(copenhagen: Copenhagen) -> None:
    begin(membership=copenhagen.controller, initiative=copenhagen.get("ha02"))
    copenhagen.decide("ha04", Outcome.ADOPTED)
    points = [Point(copenhagen.get(key), Outcome.ADOPTED) for key in ("ha02", "ha04", "ha05")]

    with pytest.raises(DecisionRefusedError) as refusal:
        decide(membership=copenhagen.controller, agenda=copenhagen.agenda("9"), points=points)

    assert len(refusal.value.problems) == 2
    assert "har en kladde" in refusal.value.problems[0]
    assert "er vedtaget og kan ikke vedtages" in refusal.value.problems[1]
    assert Decision.objects.count() == 1
    assert not copenhagen.controller.municipality.agenda_items.filter(number="9").exists()


def test_a_decision_is_never_changed(copenhagen: Copenhagen) -> None:
    copenhagen.decide("ha05", Outcome.ADOPTED)

    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.update(outcome=Outcome.REJECTED)


def test_the_whole_catalogue_is_decided_on_one_page_with_exceptions(copenhagen: Copenhagen) -> None:
    client = Client()
    client.force_login(copenhagen.controller.user)
    exception = copenhagen.get("ha05")
    agenda = {"committee": copenhagen.committee.pk, "held_on": "2017-06-01", "number": "4", "title": "Budget"}
    choices = {"alle": "adopted", f"beslutning-{exception.pk}": "postponed", f"note-{exception.pk}": "Mere viden"}
    open_ones = copenhagen.catalogue.initiatives.filter(lifecycle=Lifecycle.PROPOSED).count()

    answer = client.post(reverse("decisions", args=["koebenhavn", "koebenhavn-2018"]), agenda | choices)

    assert answer.status_code == 302
    assert Decision.objects.filter(outcome=Outcome.ADOPTED).count() == open_ones - 1
    assert copenhagen.get("ha05").lifecycle == Lifecycle.PROPOSED
    assert Decision.objects.get(initiative=exception).note == "Mere viden"


# Replacements and alternatives


def test_a_replacement_starts_with_the_old_content_and_the_old_proposal_remains(copenhagen: Copenhagen) -> None:
    before = read_content(copenhagen.get("ha05"))

    made = replace(
        membership=copenhagen.controller,
        initiative=copenhagen.get("ha05"),
        code="HA05b",
        title="Ny indsats",
        version="REVIDERET",
        reason="Færre pladser",
        on=TODAY,
    )

    old = copenhagen.get("ha05")
    assert (old.lifecycle, old.ended_reason) == (Lifecycle.REPLACED, "Erstattet af HA05b. Færre pladser")
    assert read_content(old) == before
    new = read_content(copenhagen.get(made.key))
    assert new["effekter"] == before["effekter"]
    assert new["tiltag"][0] | {"titel": ""} == before["tiltag"][0] | {
        "titel": "",
        "nummer": "HA05b",
        "version": "REVIDERET",
    }
    relations = load_relations([old, made])
    assert [(relation.words, relation.other) for relation in relations[old.pk]] == [("Er erstattet af", made)]
    assert [(relation.words, relation.other) for relation in relations[made.pk]] == [("Erstatter", old)]


def test_a_proposal_known_only_by_its_number_can_be_connected(copenhagen: Copenhagen) -> None:
    revised = copenhagen.get("ha07b")
    about = {"membership": copenhagen.controller, "initiative": revised, "reason": "", "on": TODAY}
    link = connect(kind=LinkKind.ALTERNATIVE, other=None, code="HA99", **about)  # type: ignore[arg-type]

    assert ("Er et alternativ til", "HA99") in relations_of(revised)
    disconnect(membership=copenhagen.controller, link=link)
    assert ("Er et alternativ til", "HA99") not in relations_of(revised)
    with pytest.raises(StepError, match="Vælg et af katalogets forslag, eller"):
        connect(kind=LinkKind.ALTERNATIVE, other=copenhagen.get("ha05"), code="HA99", **about)  # type: ignore[arg-type]


def relations_of(initiative: Initiative) -> list[tuple[str, str]]:
    return [(relation.words, relation.number) for relation in load_relations([initiative])[initiative.pk]]


# The state machine

WALKS = st.lists(st.sampled_from(list(ProposalStep)), max_size=8)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=WALKS)
def test_no_way_through_the_states_loses_a_version_or_leaves_the_table(
    copenhagen: Copenhagen, walk: list[ProposalStep]
) -> None:
    with transaction.atomic():
        key = "tv01b"
        give_parts(copenhagen)
        stage, earlier_versions = (
            ProposalStage.OPEN,
            dict(copenhagen.get(key).versions.values_list("number", "content")),
        )
        for number, step in enumerate(walk):
            is_allowed = (stage, step) in STEPS
            before = read_content(copenhagen.get(key))
            try:
                with transaction.atomic():
                    take(copenhagen, key, step, str(number))
            except (StepError, DecisionRefusedError):
                assert not is_allowed, step
                assert read_content(copenhagen.get(key)) == before
            else:
                assert is_allowed, step
                stage = STEPS[stage, step]
            assert stage_of(copenhagen.get(key).lifecycle) is stage
            versions = dict(copenhagen.get(key).versions.values_list("number", "content"))
            assert earlier_versions.items() <= versions.items()
            assert versions[max(versions)] == read_content(copenhagen.get(key))
            earlier_versions = versions
        transaction.set_rollback(True)


OUTCOMES = {
    ProposalStep.ADOPT: Outcome.ADOPTED,
    ProposalStep.REJECT: Outcome.REJECTED,
    ProposalStep.POSTPONE: Outcome.POSTPONED,
}


def take(copenhagen: Copenhagen, key: str, step: ProposalStep, number: str) -> None:
    """Take the step as the pages do."""
    initiative = copenhagen.get(key)
    if step in (ProposalStep.WRITE, ProposalStep.AMEND):
        check(initiative.lifecycle, step, initiative.title)
        copenhagen.write(key, reason="fordi", titel=f"Titel {number}")
    elif step in OUTCOMES:
        copenhagen.decide(key, OUTCOMES[step], number)
    elif step is ProposalStep.DROP:
        copenhagen.decide(key, Outcome.DROPPED, number)
    elif step is ProposalStep.DECIDE_PART:
        check(initiative.lifecycle, step, initiative.title)
        copenhagen.decide(key, None, number, parts={initiative.parts.get(name="Del 2").pk: Outcome.REJECTED})
    elif step is ProposalStep.REPLACE:
        replace(
            membership=copenhagen.controller,
            initiative=initiative,
            code=f"TV01-{number}",
            title="Nyt",
            version="REVIDERET",
            reason="fordi",
            on=TODAY,
        )
    else:
        reopen(membership=copenhagen.controller, initiative=initiative, reason="fordi")


def test_every_stage_except_replaced_has_a_next_step() -> None:
    assert [standing for standing in ProposalStage if not steps_from(standing)] == [ProposalStage.REPLACED]
    assert {stage_of(lifecycle) for lifecycle in Lifecycle} == set(ProposalStage)


# Totals


def test_the_panel_counts_payback_as_the_document_does(copenhagen: Copenhagen) -> None:
    initiative = copenhagen.get("tv01b")
    read = read_case(initiative, read_content(initiative), load_references(initiative))

    totals = compute_totals(read)

    assert (totals.payback_service, totals.payback_total) == (2, 2)
    amounts = {cell.year: cell.computed for cell in totals.economy.rows[-1].cells}
    assert amounts == {2017: -300_000, 2018: 12_100_000, 2019: 12_800_000, 2020: 12_800_000, 2021: 12_800_000}
    assert [row.label for row in totals.divisions[-1].rows] == ["Del 1", "Del 2", "Del 3"]


@given(amounts=st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=12))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_division_adds_up_to_the_whole(copenhagen: Copenhagen, amounts: list[int]) -> None:
    initiative = copenhagen.get("ha05")
    areas, kinds = ("service", "overførsler", ""), ("varig ændring", "midlertidig ændring", "implementeringsomkostning")
    lines = [
        {
            "linje": f"L{number}",
            "kategori": kinds[number % 3],
            "styringsområde": areas[number % 3],
            "del": f"Del {number % 2}",
            "2019": str(amount),
        }
        for number, amount in enumerate(amounts)
    ]
    content: Content = {"tiltag": [{"titel": "T"}], "effekter": lines}
    read = read_case(initiative, content, load_references(initiative))

    totals = compute_totals(read)

    expected = Decimal(-1000) * sum(amounts)
    for table in (totals.economy, *totals.divisions):
        rows = [row for row in table.rows if not row.is_total]
        amounts_2019 = [
            cell.computed for row in rows for cell in row.cells if cell.year == 2019 and cell.computed is not None
        ]
        assert sum(amounts_2019) == expected


def test_contradictions_are_reported_and_do_not_stop_the_work(copenhagen: Copenhagen) -> None:
    initiative = copenhagen.get("ha05")
    content: Content = {
        "tiltag": [{"titel": "T", "risiko": "høj"}],
        "effekter": [
            {"linje": "A", "kategori": "varig ændring", "del": "X", "2018": "100", "2019": "−100"},
            {"linje": "B", "kategori": "implementeringsomkostning", "styringsområde": "service", "2018": "−50"},
        ],
        "dele": [{"del": "Y"}],
        "personale": [{"personale": "P", "før": "2", "efter": "1", "ændring": "1"}],
        "enhedspriser": [
            {
                "ydelse": "U",
                "antal før": "2",
                "enhedspris før": "1000",
                "antal efter": "1",
                "enhedspris efter": "1000",
            }
        ],
        "paastande": [
            {"slags": "procent af budget", "budget": "1000", "effekt": "10", "trykt": "2 pct.", "værdi": "2"}
        ],
        "modvirkninger": [{"område": "O", "virkning": "V", "beløb": "5"}],
        "succeskriterier": [{"succeskriterium": "S"}],
    }
    read = read_case(initiative, content, load_references(initiative))

    doubts = [doubt.text for doubt in find_doubts(read, compute_totals(read))]

    assert not read.problems
    for words in (
        *(
            "Risikoen er høj, men",
            "skifter fortegn",
            "“A” mangler styringsområde",
            "“B” er en implementeringsomkostning",
        ),
        *(
            "i linje 2 mangler finansiering",
            "hører til “X”",
            "Delen “Y” har ingen linjer",
            "Antal × pris er −1 t.kr.",
        ),
        *("er angivet til 2 pct.", "til 1, men forskellen mellem før og efter er −1"),
        *("indgår ikke i linjerne", "“S” mangler ansvarlig"),
    ):
        assert any(words in text for text in doubts), (words, doubts)
