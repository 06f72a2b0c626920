"""What the views of notes share: finding a note, and its pages as images."""

import json
from hashlib import sha256

from django.core.cache import cache
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from budgets.foundation.access import Action, may
from budgets.foundation.models import Membership
from reports.notes.composing import DRAFT, load_head, load_note_material
from reports.notes.content import Json
from reports.notes.document import build_document
from reports.notes.models import Form, StatusNote, Variant
from reports.notes.pdf import render_pages

CACHE_SECONDS = 600
"""How long drawn pages are cached, so that the browser can fetch them one by one."""


def get_note(membership: Membership, pk: int) -> StatusNote:
    """The municipality's note with its related objects; one query.

    Raises Http404 where there is no such note, or it is not published and the member may not write notes.
    """
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
    note: StatusNote = get_object_or_404(
        StatusNote.objects.select_related(*related), pk=pk, municipality=membership.municipality
    )
    if not note.is_published and not may(membership, Action.WRITE_NOTES):
        raise Http404
    return note


def build_draft(note: StatusNote, *, variant: Variant | None = None, form: Form = Form.FULL) -> Json:
    """The note's document with today's figures, by default in the variant with all sections."""
    head = load_head(note, DRAFT)
    material = load_note_material(note, timezone.localdate())
    return build_document(material, head, variant=variant or head.full_variant, form=form)


def draw_pages(document: Json) -> tuple[str, int]:
    """Draw the document's pages and cache them; return their name in the cache and their number."""
    name = sha256(json.dumps(document, ensure_ascii=False).encode()).hexdigest()[:32]
    pages = cache.get(name)
    if pages is None:
        pages = render_pages(document)
        cache.set(name, pages, CACHE_SECONDS)
    return name, len(pages)


def get_page_image(note: StatusNote, name: str, number: int) -> bytes:
    """A drawn page as PNG; drawn again if it is not in this process's cache. Raises Http404 for an unknown number."""
    pages = cache.get(name)
    if pages is None:
        name, _ = draw_pages(build_draft(note))
        pages = cache.get(name)
    if not 1 <= number <= len(pages):
        raise Http404
    page: bytes = pages[number - 1]
    return page
