"""What the views of notes share: finding a note of the municipality, and its pages as pictures."""

import json
from hashlib import sha256

from django.core.cache import cache
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from budgets.foundation.access import Action, may
from budgets.foundation.models import Membership
from reports.notes.composing import DRAFT, head_of, material_of
from reports.notes.content import Json
from reports.notes.document import build_document
from reports.notes.models import Form, StatusNote, Variant
from reports.notes.pdf import render_pages

KEPT_SECONDS = 600
"""So long pages that were drawn are kept, to be fetched one by one."""


def get_note(membership: Membership, pk: int) -> StatusNote:
    """The municipality's note with its committee, area and what it replaces; 404 where there is none, or it is not
    published and the member does not write notes; one query."""
    related = (
        "municipality",
        "committee",
        "area",
        "replaces",
        "replaced_by",
        "written_by",
        "approved_by",
        "public_link",
    )
    found: StatusNote = get_object_or_404(
        StatusNote.objects.select_related(*related), pk=pk, municipality=membership.municipality
    )
    if not found.is_published and not may(membership, Action.WRITE_NOTES):
        raise Http404
    return found


def draft_document(note: StatusNote, *, variant: Variant | None = None, form: Form = Form.FULL) -> Json:
    """The note as it would be today, in the variant with everything in it unless another is asked for."""
    head = head_of(note, DRAFT)
    material = material_of(note, timezone.localdate())
    return build_document(material, head, variant=variant or head.fullest, form=form)


def draw(document: Json) -> tuple[str, int]:
    """Draw the document's pages and keep them: the name that they are kept under, and how many there are."""
    name = sha256(json.dumps(document, ensure_ascii=False).encode()).hexdigest()[:32]
    pages = cache.get(name)
    if pages is None:
        pages = render_pages(document)
        cache.set(name, pages, KEPT_SECONDS)
    return name, len(pages)


def drawn_page(note: StatusNote, name: str, number: int) -> bytes:
    """A page that was drawn; drawn again where another process keeps it, or it is kept no longer. Raises Http404."""
    pages = cache.get(name)
    if pages is None:
        name, _ = draw(draft_document(note))
        pages = cache.get(name)
    if not 1 <= number <= len(pages):
        raise Http404
    page: bytes = pages[number - 1]
    return page
