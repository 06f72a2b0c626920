"""What is not kept byte for byte, and why. No database access."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile


@dataclass(frozen=True)
class Replacement:
    """A pattern of text that differs for a good reason, and its replacement."""

    pattern: re.Pattern[bytes]
    instead: bytes
    reason: str


REPLACEMENTS = (
    Replacement(
        re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}"'),
        rb'\1CSRF"',
        "A form's token against forgery is masked anew in every answer.",
    ),
    Replacement(
        re.compile(rb'("token": ")[A-Za-z0-9]{64}"'),
        rb'\1CSRF"',
        "The same token, as the grid asks for it when it is sent after a long time.",
    ),
    Replacement(
        re.compile(rb"(/static/[\w./-]+)\.[0-9a-f]{12}(\.\w+)"),
        rb"\1\2",
        "In production the names of static files carry a digest of their content; that content is not walked.",
    ),
)
"""Replacements in HTML and JSON."""

HEADERS_LEFT_OUT = {
    "content-length": "Follows from the body, tokens included.",
    "content-type": "Kept beside the status.",
}

POLICY = "content-security-policy"

OTHER_REASONS = (
    f"{POLICY}: its directives are sorted, for django-csp keeps them in a set, whose order is another in each process.",
    "Cookies: their names are kept, not their values, which are secrets drawn for each session.",
    "Workbooks and Word files are kept by the name and content of each part, in their order: the archive around them "
    "carries the time of the machine.",
)

TEXTS = ("text/html", "application/json")
ARCHIVE = b"PK\x03\x04"
MANIFEST = b"parts\n"
"""The beginning of the list that is kept instead of an archive."""


def normalise(body: bytes, kind: str) -> bytes:
    """The body with everything replaced that differs from run to run."""
    if not kind.startswith(TEXTS):
        return body
    for replacement in REPLACEMENTS:
        body = replacement.pattern.sub(replacement.instead, body)
    return body


def headers_text(headers: Mapping[str, str], cookies: Mapping[str, object]) -> bytes:
    """The kept headers, one per line."""
    lines = [_header(name, value) for name, value in headers.items() if name.lower() not in HEADERS_LEFT_OUT]
    cookie_lines = [f"Set-Cookie: {name}" for name in cookies]
    return "".join(f"{header_line}\n" for header_line in sorted([*lines, *cookie_lines])).encode()


def _header(name: str, value: str) -> str:
    return f"{name}: {'; '.join(sorted(value.split('; '))) if name.lower() == POLICY else value}"


def unpack(body: bytes) -> dict[str, bytes] | None:
    """The parts of an archive by name; None if the body is no archive."""
    if not body.startswith(ARCHIVE):
        return None
    with ZipFile(BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def reasons() -> list[str]:
    """All reasons, one per line."""
    patterns = [f"{replacement.pattern.pattern.decode()}: {replacement.reason}" for replacement in REPLACEMENTS]
    headers = [f"{name}: {reason}" for name, reason in HEADERS_LEFT_OUT.items()]
    return [*patterns, *headers, *OTHER_REASONS]
