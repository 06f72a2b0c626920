"""Every file and page of a published note comes from the frozen edition, and a copy can be verified."""

import io
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from docx import Document
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from budgets.areas.decisions import write_decision
from budgets.areas.models import AppropriationKind
from budgets.areas.writing import write_areas
from budgets.foundation.models import Membership, Role
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from reports.notes import life
from reports.notes.editions import check_reproduction, find_edition
from reports.notes.models import Form, NoteEdition, Section, StatusNote, Variant
from tests.factories import Person, logged_in, make_member

CLOSED = "Forhandlingsloftet er fortroligt"
CONSTRUCTED = "Tallene er konstruerede eksempler og ikke kommunens egne."


@pytest.fixture
def note(writer: Membership, approver: Membership) -> StatusNote:
    """A published note with a recommendation and a closed section."""
    draft = life.make_note(
        membership=writer, month=date(2019, 1, 1), meeting_date=date(2019, 2, 12), case_number="2019-0121"
    )
    text = "Det indstilles, at **STU** tages op\n- se [planen](https://ballerup.dk/plan)"
    for section, words, closed in ((Section.RECOMMENDATION, text, False), (Section.INVESTMENTS, CLOSED, True)):
        life.write_text(membership=writer, note=draft, section=section, text=words, is_closed=closed, version=0)
    return life.publish(membership=approver, note=life.approve(membership=approver, note=draft))


def get_edition(note: StatusNote, variant: Variant = Variant.OPEN, form: Form = Form.FULL) -> NoteEdition:
    edition: NoteEdition = NoteEdition.objects.get(note=note, variant=variant, form=form)
    return edition


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_the_stored_bytes_have_their_checksum_and_the_data_still_give_them(note: StatusNote) -> None:
    editions = list(NoteEdition.objects.filter(note=note))

    assert {(edition.variant, edition.form) for edition in editions} == {
        ("open", "full"),
        ("open", "short"),
        ("closed", "full"),
    }
    for edition in editions:
        assert edition.sha256 == sha256(bytes(edition.pdf)).hexdigest()
        assert check_reproduction(edition) is True
        assert find_edition(bytes(edition.pdf)) == edition


def test_another_template_is_told_and_not_taken_for_a_fault(note: StatusNote) -> None:
    edition = get_edition(note)
    edition.template_version = "0" * 64

    assert check_reproduction(edition) is None


def test_the_closed_section_is_in_the_closed_edition_alone(note: StatusNote) -> None:
    open_edition, closed, short = (
        get_edition(note),
        get_edition(note, Variant.CLOSED),
        get_edition(note, Variant.OPEN, Form.SHORT),
    )

    assert CLOSED in words(bytes(closed.pdf))
    assert "Investeringer og tilbagebetaling (ikke til offentliggørelse)" in words(bytes(closed.pdf))
    for edition in (open_edition, short):
        assert CLOSED not in words(bytes(edition.pdf))
        assert CLOSED not in str(edition.data) + edition.words
        assert "Implementering og investeringer" not in str(edition.data)


def test_the_one_page_is_one_page(note: StatusNote) -> None:
    assert len(PdfReader(io.BytesIO(bytes(get_edition(note, form=Form.SHORT).pdf))).pages) == 1


def test_files_and_page_tell_what_was_frozen_whatever_the_data_say_now(note: StatusNote, writer: Membership) -> None:
    client, base = logged_in(writer.user), f"/ballerup/statusnotater/{note.pk}/"
    before = {
        path: client.get(base + path).content for path in ("open/full.pdf", "open/full.xlsx", "open/full.docx", "")
    }
    YearlyEffect.objects.update(amount=1)
    Initiative.objects.update(title="Et andet navn")
    Catalogue.objects.update(scope="Et andet område", source="En anden kilde")

    assert client.get(f"{base}open/full.pdf").content == before["open/full.pdf"]
    assert "Et andet" not in client.get(base).content.decode()
    assert cells(client.get(f"{base}open/full.xlsx").content) == cells(before["open/full.xlsx"])
    assert paragraphs(client.get(f"{base}open/full.docx").content) == paragraphs(before["open/full.docx"])


def cells(workbook: bytes) -> list[object]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def paragraphs(word: bytes) -> list[str]:
    document = Document(io.BytesIO(word))
    texts = [paragraph.text for paragraph in document.paragraphs]
    return texts + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def test_word_has_headings_texts_and_every_row_of_every_table(note: StatusNote, writer: Membership) -> None:
    data = get_edition(note).data
    response = logged_in(writer.user).get(f"/ballerup/statusnotater/{note.pk}/open/full.docx")
    document = Document(io.BytesIO(response.content))
    headings = [
        paragraph.text for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"
    ]
    texts = paragraphs(response.content)

    assert headings == ["Kort fortalt", *(section["heading"] for section in data["sections"])]
    assert "Det indstilles, at STU tages op" in texts
    assert "https://ballerup.dk/plan" in {
        relation.target_ref for relation in document.part.rels.values() if relation.is_external
    }
    for section in data["sections"]:
        for table in (item for item in section["items"] if item["kind"] == "table"):
            for row in table["rows"]:
                assert set(row["cells"]) <= {*texts, ""}
    assert 'filename="2019-01_ballerup_statusnotat.docx"' in response.headers["Content-Disposition"]


def test_the_workbook_has_the_tables_in_kroner_and_escapes_what_a_spreadsheet_would_run(
    writer: Membership, approver: Membership
) -> None:
    Initiative.objects.filter(key="stu").update(title="=1+1")
    draft = life.make_note(membership=writer, month=date(2019, 1, 1))
    life.publish(membership=approver, note=life.approve(membership=approver, note=draft))

    book = cells(logged_in(writer.user).get(f"/ballerup/statusnotater/{draft.pk}/open/full.xlsx").content)

    overview = next(sheet for sheet in book if any("'=1+1" in row for row in sheet))  # type: ignore[attr-defined]
    row = next(row for row in overview if "'=1+1" in row)  # type: ignore[attr-defined]
    assert row[1] == 1_000_000
    assert "Beløb er i kroner" in str(book[0])


def test_a_note_about_constructed_figures_says_so_on_the_page_and_in_every_file(
    writer: Membership, approver: Membership
) -> None:
    write_areas(actor=None, municipality=writer.municipality, text="50;Voksne;;;;;")
    write_decision(
        actor=None,
        municipality=writer.municipality,
        round_year=2019,
        kind=AppropriationKind.ADOPTED,
        decided_on=date(2018, 10, 10),
        title="Budget 2019",
        note="",
        text="50;2019;1.000.000;;",
        is_constructed=True,
    )
    draft = life.make_note(membership=writer, month=date(2019, 1, 1))
    life.publish(membership=approver, note=life.approve(membership=approver, note=draft))
    client, base = logged_in(writer.user), f"/ballerup/statusnotater/{draft.pk}/"

    assert CONSTRUCTED in client.get(base).content.decode()
    assert CONSTRUCTED in words(client.get(f"{base}open/full.pdf").content)
    assert CONSTRUCTED in words(client.get(f"{base}open/short.pdf").content)
    assert CONSTRUCTED in paragraphs(client.get(f"{base}open/full.docx").content)
    assert CONSTRUCTED in str(cells(client.get(f"{base}open/full.xlsx").content)[0])


def test_figures_that_are_the_municipalitys_own_are_not_called_constructed(note: StatusNote, bob: Client) -> None:
    assert CONSTRUCTED not in bob.get(f"/ballerup/statusnotater/{note.pk}/").content.decode()


def test_a_page_and_a_command_tell_a_published_file_from_a_changed_one(
    note: StatusNote, writer: Membership, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same, changed = tmp_path / "note.pdf", tmp_path / "changed.pdf"
    same.write_bytes(bytes(get_edition(note).pdf))
    changed.write_bytes(bytes(get_edition(note).pdf).replace(b"%%EOF", b"%%EOG"))

    def verify(path: Path) -> str:
        with path.open("rb") as file:
            html = logged_in(writer.user).post("/ballerup/statusnotater/kontrol/", {"file": file}).content.decode()
        return " ".join(html.split())

    assert "note.pdf er uændret" in verify(same)
    assert "Filen kan genskabes nøjagtigt ud fra de gemte data." in verify(same)
    assert "changed.pdf er ikke et udgivet notat fra Ballerup" in verify(changed)
    call_command("verify_note", same)
    assert get_edition(note).sha256 in capsys.readouterr().out
    with pytest.raises(CommandError, match=r"changed\.pdf"):
        call_command("verify_note", same, changed)


def test_the_months_pdf_is_the_published_note(note: StatusNote, writer: Membership, tmp_path: Path) -> None:
    call_command("status_note", "ballerup", "2019-01", out=tmp_path / "a.pdf")

    assert (tmp_path / "a.pdf").read_bytes() == bytes(get_edition(note).pdf)
    assert logged_in(writer.user).get("/ballerup/statusnotat/2019-01.pdf").content == bytes(get_edition(note).pdf)


def test_notes_are_found_by_what_they_say_in_any_form_of_the_word(note: StatusNote, writer: Membership) -> None:
    client = logged_in(writer.user)

    def is_found(words: str) -> bool:
        return "Statusnotat januar 2019" in client.get("/ballerup/statusnotater/", {"soeg": words}).content.decode()

    assert is_found("indstilles")
    assert is_found("bevilling")
    assert not is_found("rumfart")
    assert not is_found("forhandlingsloftet")


class TestWhoMayRead:
    """Bob is a committee member, Beth contributes, Charlie is a stranger, and anybody may have the link."""

    def test_a_committee_member_reads_both_variants_and_a_contributor_the_open_one(
        self, note: StatusNote, bob: Client, person: Person, ballerup: Catalogue
    ) -> None:
        beth = logged_in(make_member("beth", Role.CONTRIBUTOR).user)
        base = f"/ballerup/statusnotater/{note.pk}/"

        assert CLOSED in bob.get(base).content.decode()
        assert CLOSED not in bob.get(f"{base}?variant=open").content.decode()
        assert bob.get(f"{base}closed/full.pdf").status_code == 200
        assert CLOSED not in beth.get(base).content.decode()
        assert beth.get(f"{base}closed/full.pdf").status_code == 403
        assert beth.get(f"{base}open/full.pdf").status_code == 200

    def test_a_draft_is_for_those_who_write(self, writer: Membership, bob: Client) -> None:
        draft = life.make_note(membership=writer, month=date(2019, 2, 1))
        base = f"/ballerup/statusnotater/{draft.pk}/"

        assert bob.get(base).status_code == 404
        assert bob.get(f"{base}skriv/").status_code == 403
        assert bob.get(f"{base}sider/").status_code == 403
        assert "februar 2019" not in bob.get("/ballerup/statusnotater/").content.decode()

    def test_the_open_link_needs_no_log_in_and_shows_the_open_edition(
        self, note: StatusNote, approver: Membership, client: Client
    ) -> None:
        link = life.open_link(membership=approver, note=note)
        path = f"/ballerup/offentligt/{link.key}/"

        html = client.get(path).content.decode()
        assert "Statusnotat januar 2019" in html
        assert CLOSED not in html
        assert client.get(f"{path}?pdf").content == bytes(get_edition(note).pdf)
        assert client.get(path.replace("ballerup", "varde")).status_code == 404
        life.close_link(membership=approver, note=note)
        assert client.get(path).status_code == 404

    def test_another_municipalitys_note_is_not_there(self, note: StatusNote, person: Person) -> None:
        stranger = logged_in(person("vera", Role.CONTROLLER, "varde"))

        assert stranger.get(f"/varde/statusnotater/{note.pk}/").status_code == 404
        assert stranger.get(f"/varde/statusnotater/{note.pk}/open/full.pdf").status_code == 404
        assert stranger.get(f"/ballerup/statusnotater/{note.pk}/").status_code == 404
