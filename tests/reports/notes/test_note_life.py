"""A note's life cycle: written, approved by another user, published permanently, corrected by a new note."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from budgets.foundation.models import AuditEntry, Membership
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.results.models import FollowUpRound
from reports.notes import life
from reports.notes.material import NothingToReportError
from reports.notes.models import NoteEdition, NoteState, NoteText, PublicLink, Section, StatusNote
from reports.notes.states import TRANSITIONS, NoteError, Step, get_transition
from tests.factories import approved

JANUARY = date(2019, 1, 1)


@pytest.fixture
def note(writer: Membership) -> StatusNote:
    return life.make_note(membership=writer, month=JANUARY)


def write(member: Membership, note: StatusNote, section: Section, text: str, version: int = 0) -> NoteText:
    return life.write_text(membership=member, note=note, section=section, text=text, is_closed=False, version=version)


def publish(writer: Membership, approver: Membership, note: StatusNote) -> StatusNote:
    return life.publish(membership=approver, note=life.approve(membership=approver, note=note))


def test_a_new_note_has_a_resume_proposed_from_the_figures(note: StatusNote) -> None:
    text = note.texts.get(section=Section.SUMMARY).text

    assert text.startswith("Planen forudsætter en mindreudgift på 7,25 mio. kr. i 2019.")
    assert "Der er ikke godkendt nogen opfølgning endnu." in text


def test_the_proposed_resume_tells_what_lacks_where_and_why(
    writer: Membership, members: dict[str, Membership], rounds: list[FollowUpRound], stu: Initiative
) -> None:
    approved(members, rounds[0], stu, 20, 250)

    note = life.make_note(membership=writer, month=JANUARY)

    text = note.texts.get(section=Section.SUMMARY).text
    assert "Til og med januar 2019 er der opnået 0,02 mio. kr. mod fo" in text
    assert "er mangler 0,75 mio. kr., især på STU (0,75)" in text


def test_a_month_without_a_catalogue_gives_no_note(writer: Membership) -> None:
    with pytest.raises(NothingToReportError):
        life.make_note(membership=writer, month=date(2017, 1, 1))
    assert not StatusNote.objects.exists()


def test_the_second_to_write_gets_both_and_loses_nothing(
    writer: Membership, approver: Membership, note: StatusNote
) -> None:
    write(writer, note, Section.RECOMMENDATION, "Alices")

    with pytest.raises(life.ConflictError) as conflict:
        write(approver, note, Section.RECOMMENDATION, "Mads'")

    assert conflict.value.current_text.text == "Alices"
    assert (
        write(approver, note, Section.RECOMMENDATION, "Begges", version=conflict.value.current_text.version).text
        == "Begges"
    )


def test_who_wrote_last_does_not_approve(writer: Membership, approver: Membership, note: StatusNote) -> None:
    write(approver, note, Section.RECOMMENDATION, "Det indstilles.")

    with pytest.raises(NoteError, match="En anden leder skal godkende det"):
        life.approve(membership=approver, note=note)
    write(writer, note, Section.GOVERNANCE, "Næste gang.")
    assert life.approve(membership=approver, note=note).state == NoteState.APPROVED


def test_an_approved_note_is_not_written_in_until_it_is_sent_back_with_a_reason(
    writer: Membership, approver: Membership, note: StatusNote
) -> None:
    life.approve(membership=approver, note=note)

    with pytest.raises(NoteError, match="Notatet er godkendt og kan ikke ændres"):
        write(writer, note, Section.RECOMMENDATION, "For sent")
    with pytest.raises(NoteError, match="Skriv, hvorfor"):
        life.return_to_draft(membership=approver, note=note, reason="  ")
    life.return_to_draft(membership=approver, note=note, reason="STU mangler")
    assert write(writer, note, Section.RECOMMENDATION, "I tide").version == 1
    assert AuditEntry.objects.get(action=life.NOTE_RETURNED).changes == [{"felt": "hvorfor", "efter": "STU mangler"}]


def test_figures_that_change_after_the_approval_must_be_approved_again(
    writer: Membership,
    approver: Membership,
    members: dict[str, Membership],
    rounds: list[FollowUpRound],
    stu: Initiative,
    note: StatusNote,
) -> None:
    life.approve(membership=approver, note=note)
    approved(members, rounds[0], stu, 20, 250)

    with pytest.raises(NoteError, match="Tallene er ændret"):
        life.publish(membership=approver, note=note)
    life.return_to_draft(membership=approver, note=note, reason="Nye tal")
    assert publish(writer, approver, note).is_published


def test_publishing_freezes_data_text_and_pdf_and_the_database_lets_nobody_change_them(
    writer: Membership, approver: Membership, note: StatusNote
) -> None:
    publish(writer, approver, note)
    edition = NoteEdition.objects.get(note=note, form="full")

    for change in (
        lambda: StatusNote.objects.filter(pk=note.pk).update(case_number="1"),
        lambda: StatusNote.objects.filter(pk=note.pk).delete(),
        lambda: NoteEdition.objects.filter(pk=edition.pk).update(words="andre"),
        lambda: NoteEdition.objects.filter(pk=edition.pk).delete(),
        lambda: NoteText.objects.filter(note=note).update(text="andet"),
        lambda: NoteText.objects.filter(note=note).delete(),
        lambda: NoteText.objects.create(note=note, section=Section.STAFF, text="nyt"),
    ):
        refused(change)
    with pytest.raises(NoteError, match="Notatet er udgivet"):
        write(writer, note, Section.SUMMARY, "andet", version=1)


def refused(change: Any) -> None:
    with pytest.raises((DatabaseError, TypeError)), transaction.atomic():
        change()


def test_a_correction_is_a_new_note_with_the_same_texts_that_names_the_old_one(
    writer: Membership, approver: Membership, note: StatusNote
) -> None:
    publish(writer, approver, note)

    new = life.correct(membership=writer, note=note)
    with pytest.raises(NoteError, match="allerede oprettet et notat"):
        life.correct(membership=writer, note=note)
    write(writer, new, Section.RECOMMENDATION, "Rettet")
    publish(writer, approver, new)

    about = {row["label"]: row["text"] for row in NoteEdition.objects.get(note=new, form="full").data["about"]}
    assert (new.seq, new.replaces) == (2, note)
    assert about["Erstatter"] == "notatet 2019-01_ballerup_statusnotat"
    assert new.texts.get(section=Section.SUMMARY).text == note.texts.get(section=Section.SUMMARY).text
    assert new.file_name == "2019-01_ballerup_statusnotat_2"


def test_the_next_note_tells_what_has_changed_since_the_one_that_was_published(
    writer: Membership,
    approver: Membership,
    members: dict[str, Membership],
    rounds: list[FollowUpRound],
    stu: Initiative,
    note: StatusNote,
) -> None:
    approved(members, rounds[0], stu, 20, 900)
    publish(writer, approver, note)
    approved(members, rounds[1], stu, 20, 250)
    approved(members, rounds[1], stu.catalogue.initiatives.get(key="botilbud-107"), 20, 800)

    february = publish(writer, approver, life.make_note(membership=writer, month=date(2019, 2, 1)))

    data = NoteEdition.objects.get(note=february, form="full").data
    (table,) = next(section["items"] for section in data["sections"] if section["key"] == "changes")
    assert [(row["label"], row["values"]) for row in table["rows"]] == [
        ("§ 107 (vurderet første gang)", [None, "800000.00", None]),
        ("STU", ["900000.00", "250000.00", "-650000.00"]),
        ("I alt, vurderet begge gange", ["900000.00", "250000.00", "-650000.00"]),
    ]


def test_a_file_is_named_by_the_area_or_else_by_the_committee(writer: Membership) -> None:
    municipality = writer.municipality
    committee = municipality.committees.create(name="Børne- og Skoleudvalget")
    area = municipality.areas.create(code="50.54", title="Voksne", committee=committee)

    by_area = life.make_note(membership=writer, month=JANUARY, committee=committee, area=area)
    by_committee = life.make_note(membership=writer, month=JANUARY, committee=committee)

    assert by_area.file_name == "2019-01_ballerup_statusnotat_ramme-50-54"
    assert by_committee.file_name == "2019-01_ballerup_statusnotat_boerne-og-skoleudvalget"


def test_a_draft_is_deleted_and_the_audit_keeps_its_words(writer: Membership, note: StatusNote) -> None:
    write(writer, note, Section.RECOMMENDATION, "Det indstilles.")

    life.discard(membership=writer, note=note)

    assert not StatusNote.objects.exists()
    (audited,) = AuditEntry.objects.get(action=life.NOTE_DISCARDED).changes
    assert audited["efter"]["recommendation"] == "Det indstilles."


def test_only_a_published_note_gets_an_open_link_and_it_can_be_taken_away(
    writer: Membership, approver: Membership, note: StatusNote
) -> None:
    with pytest.raises(NoteError, match="Kun et udgivet notat"):
        life.open_link(membership=approver, note=note)
    publish(writer, approver, note)
    first = life.open_link(membership=approver, note=note)

    assert life.open_link(membership=approver, note=note) == first
    life.close_link(membership=approver, note=note)
    assert not PublicLink.objects.exists()
    assert life.open_link(membership=approver, note=note).key != first.key


@given(st.lists(st.sampled_from(list(Step)), max_size=12))
def test_the_ways_lead_from_draft_to_published_and_never_back(steps: list[Step]) -> None:
    state: NoteState | None = NoteState.DRAFT
    was_published = was_approved = False
    for step in steps:
        if state is None:
            break
        try:
            state = get_transition(state, step).to
        except NoteError:
            continue
        was_approved = was_approved or state is NoteState.APPROVED
        was_published = was_published or state is NoteState.PUBLISHED
        assert not was_published or (state is NoteState.PUBLISHED and was_approved)


def test_every_step_leads_somewhere_and_only_the_approval_needs_another() -> None:
    assert {step for _, step in TRANSITIONS} == set(Step)
    assert [step for (_, step), transition in TRANSITIONS.items() if transition.by_another] == [Step.APPROVE]
