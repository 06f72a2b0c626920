"""A municipality's notes: the order of their sections, the logo, and a committee's share."""

import io
import struct
import zlib
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from budgets.foundation.models import AuditEntry
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from reports.notes.arranging import load_section_order
from reports.notes.composing import compose_month
from reports.notes.logo import EXPECTED, find_fault
from reports.notes.models import Letterhead, Section
from reports.notes.pdf import render_pdf
from tests.factories import load_catalogue
from tests.reports.notes.pdfs import structure, tables_of, text_of

PATH = "/ballerup/statusnotater/afsnit/"
JANUARY = date(2019, 1, 1)


def png(width: int = 4, height: int = 4) -> bytes:
    """A red picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + b"\xff\0\0" * min(width, 8) for _ in range(min(height, 8)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def posted(catalogue: Catalogue, **changes: object) -> dict[str, object]:
    """The current form's values, with the changes."""
    section_order = load_section_order(catalogue.municipality)
    form: dict[str, object] = {f"plads-{section}": position for section, (position, _) in section_order.items()}
    form |= {f"med-{section}": "on" for section in Section}
    return {name: value for name, value in (form | changes).items() if value is not None}


def headings(catalogue: Catalogue) -> list[str]:
    document: Any = compose_month(catalogue.municipality, JANUARY)
    return [section["heading"] for section in document["sections"]]


def test_sections_are_moved_and_left_out(ballerup: Catalogue, alice: Client) -> None:
    before = headings(ballerup)

    response = alice.post(PATH, posted(ballerup, **{"plads-reservations": 1, "plads-plan": 99, "med-changes": None}))

    assert response.status_code == 302
    after = headings(ballerup)
    assert after[0] == "Forbehold og kilde"
    assert after[-1] == "Planen som vedtaget"
    assert set(before) - set(after) == {"Ændringer siden forrige notat"}
    assert AuditEntry.objects.filter(action="afsnit valgt").count() == 1


def test_a_place_that_is_no_number_is_told_and_nothing_is_changed(ballerup: Catalogue, alice: Client) -> None:
    response = alice.post(PATH, posted(ballerup, **{"plads-plan": "sidst"}))

    assert response.status_code == 422
    assert 'value="sidst"' in response.content.decode()
    assert not ballerup.municipality.note_sections.exists()


def test_the_logo_stands_on_the_note_with_a_text_for_those_who_cannot_see_it(
    ballerup: Catalogue, alice: Client
) -> None:
    alice.post(PATH, {"logo-form": "1", "logo": SimpleUploadedFile("logo.png", png())})

    pdf = PdfReader(io.BytesIO(render_pdf(compose_month(ballerup.municipality, JANUARY))))

    assert "Logo for Ballerup" in [tag["/Alt"] for tag in structure(pdf) if "/Alt" in tag]
    alice.post(PATH, {"logo-form": "1"})
    assert not Letterhead.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<svg onload='x'/>", EXPECTED),
        (b"\x89PNG\r\n\x1a\nnot a picture at all", EXPECTED),
        (png(9000, 10), "Billedet er 9000 × 10 pixel"),
        (png()[:40], "Billedet kan ikke vises i et notat"),
        (b"\xff\xd8\xff" + b"x" * 600_000, "må højst fylde 500 kB"),
    ],
    ids=["svg", "not a picture", "too many pixels", "cut off", "too large"],
)
def test_what_is_no_picture_is_refused_by_its_content(
    ballerup: Catalogue, alice: Client, content: bytes, message: str
) -> None:
    response = alice.post(PATH, {"logo-form": "1", "logo": SimpleUploadedFile("logo.png", content)})

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Letterhead.objects.exists()


def test_no_logo_is_no_fault() -> None:
    assert find_fault(b"") == ""


def test_a_committee_gets_its_own_part_of_a_shared_proposal(db: None) -> None:
    catalogue = load_catalogue("koebenhavn-2018")
    Initiative.objects.filter(key="tf03").update(lifecycle="adopted")
    committee = catalogue.municipality.committees.get(name="Socialudvalget")

    document: Any = compose_month(catalogue.municipality, date(2019, 3, 1), committee)

    (table,) = tables_of(document, "overview")
    (row,) = (table_row for table_row in table["rows"] if table_row["kind"] == "line")
    assert row["values"][0] == "-700000.00"  # 700 + 700 saved, 2.100 in costs
    assert {"label": "Til", "text": "Socialudvalget"} in document["about"]


def test_a_table_over_several_pages_has_its_headings_on_each(db: None) -> None:
    catalogue = load_catalogue("koebenhavn-2018")

    pdf = PdfReader(io.BytesIO(render_pdf(compose_month(catalogue.municipality, date(2018, 1, 1)))))

    pages = [page.extract_text() for page in pdf.pages]
    long = [number for number, text in enumerate(pages) if "mio. kr." in text and text.count("pct.") >= 0]
    assert len(long) > 1
    assert "Andre tal i kilden" in text_of(pdf)
    assert sum("I kilden" in text for text in pages) >= 2
