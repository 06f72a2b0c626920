"""Freezing a note, and telling whether a file is what was published."""

import json
from collections.abc import Iterator
from hashlib import sha256

from reports.notes.composing import head_of
from reports.notes.content import Json
from reports.notes.document import Head, build_document
from reports.notes.material import Material
from reports.notes.models import Form, NoteEdition, StatusNote, Variant
from reports.notes.pdf import render_pdf, template_version, typst_version


def freeze(note: StatusNote, material: Material) -> list[NoteEdition]:
    """Store the editions of the note: open, open on one page, and closed where something is not for publication."""
    head = head_of(note, standing="")
    kinds = [(Variant.OPEN, Form.FULL), (Variant.OPEN, Form.SHORT)]
    if head.fullest is Variant.CLOSED:
        kinds.append((Variant.CLOSED, Form.FULL))
    return [_freeze(note, material, head, variant, form) for variant, form in kinds]


def _freeze(note: StatusNote, material: Material, head: Head, variant: Variant, form: Form) -> NoteEdition:
    data = json.loads(json.dumps(build_document(material, head, variant=variant, form=form)))
    pdf = render_pdf(data)
    edition: NoteEdition = NoteEdition.objects.create(
        note=note,
        variant=variant,
        form=form,
        data=data,
        template_version=template_version(),
        typst_version=typst_version(),
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
        words="\n".join(words_of(data)),
    )
    return edition


def fingerprint(note: StatusNote, material: Material) -> str:
    """What the note says whatever the day it is read on; a note that says something else has another."""
    head = head_of(note, standing="")
    said = [build_document(material, head, variant=variant) for variant in Variant]
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def words_of(data: Json) -> Iterator[str]:
    """Every text that a reader of the document sees, in its order."""
    yield str(data["title"])
    yield str(data["municipality"])
    for part in (data["about"], data["front"], data["sections"]):
        yield from _texts(part)


SEEN = ("label", "text", "heading", "caption", "first", "code", "about")
"""Names of what is read; the others are how it is set."""


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if isinstance(value, str):
                if name in SEEN and value:
                    yield value
            elif name in ("cells", "footnotes"):
                yield from (text for text in value if text)
            else:
                yield from _texts(value)


def find_edition(pdf: bytes) -> NoteEdition | None:
    """The edition that the file is, byte for byte; None where no published note is."""
    found: NoteEdition | None = (
        NoteEdition.objects.filter(sha256=sha256(pdf).hexdigest()).select_related("note__municipality").first()
    )
    return found


def rebuild(edition: NoteEdition) -> bool | None:
    """Whether the frozen data still give the stored bytes; None where template or Typst are other versions now."""
    if (edition.template_version, edition.typst_version) != (template_version(), typst_version()):
        return None
    return render_pdf(edition.data) == bytes(edition.pdf)
