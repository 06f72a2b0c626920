"""Freezes a note's editions, and verifies whether a file is a published edition."""

import json
from collections.abc import Iterator
from hashlib import sha256

from reports.notes.composing import load_head
from reports.notes.content import Json
from reports.notes.document import Head, build_document
from reports.notes.material import Material
from reports.notes.models import Form, NoteEdition, StatusNote, Variant
from reports.notes.pdf import get_template_version, get_typst_version, render_pdf


def freeze(note: StatusNote, material: Material) -> list[NoteEdition]:
    """Store the note's editions: open, open on one page, and closed if a section is withheld from publication."""
    head = load_head(note, standing="")
    kinds = [(Variant.OPEN, Form.FULL), (Variant.OPEN, Form.SHORT)]
    if head.full_variant is Variant.CLOSED:
        kinds.append((Variant.CLOSED, Form.FULL))
    return [_freeze_edition(note, material, head, variant, form) for variant, form in kinds]


def _freeze_edition(note: StatusNote, material: Material, head: Head, variant: Variant, form: Form) -> NoteEdition:
    data = json.loads(json.dumps(build_document(material, head, variant=variant, form=form)))
    pdf = render_pdf(data)
    edition: NoteEdition = NoteEdition.objects.create(
        note=note,
        variant=variant,
        form=form,
        data=data,
        template_version=get_template_version(),
        typst_version=get_typst_version(),
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
        words="\n".join(get_texts(data)),
    )
    return edition


def compute_fingerprint(note: StatusNote, material: Material) -> str:
    """The sha256 of the note's contents, independent of the day it is computed on."""
    head = load_head(note, standing="")
    documents = [build_document(material, head, variant=variant) for variant in Variant]
    return sha256(json.dumps(documents, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def get_texts(data: Json) -> Iterator[str]:
    """Every text that a reader of the document sees, in order."""
    yield str(data["title"])
    yield str(data["municipality"])
    for part in (data["about"], data["front"], data["sections"]):
        yield from _iterate_texts(part)


TEXT_KEYS = ("label", "text", "heading", "caption", "first", "code", "about")
"""Keys whose values are read by people; the other keys control the layout."""


def _iterate_texts(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from _iterate_texts(item)
    elif isinstance(part, dict):
        for name, value in part.items():
            if isinstance(value, str):
                if name in TEXT_KEYS and value:
                    yield value
            elif name in ("cells", "footnotes"):
                yield from (text for text in value if text)
            else:
                yield from _iterate_texts(value)


def find_edition(pdf: bytes) -> NoteEdition | None:
    """The edition whose PDF equals the file byte for byte; None if there is none."""
    edition: NoteEdition | None = (
        NoteEdition.objects.filter(sha256=sha256(pdf).hexdigest()).select_related("note__municipality").first()
    )
    return edition


def check_reproduction(edition: NoteEdition) -> bool | None:
    """True where the frozen data still give the stored PDF; None if the template or Typst has another version now."""
    if (edition.template_version, edition.typst_version) != (get_template_version(), get_typst_version()):
        return None
    return render_pdf(edition.data) == bytes(edition.pdf)
