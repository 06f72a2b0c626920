"""The number that people know a proposal by: its own or the printed ones, with its version."""

import re

from initiatives.catalogues.models.initiatives import Initiative

VERSION_MARK = re.compile(r"\s*[–-]?\s*\[.*\]\s*$")


def without_version_mark(code: str) -> str:
    """A printed number without the version printed after it: `HA07b – [REVIDERET]` gives HA07b."""
    return VERSION_MARK.sub("", code)


def codes_of(initiative: Initiative) -> list[str]:
    """The initiative's own number, or else the printed ones without repeats; read it `with_printed_codes`."""
    printed: list[str] = getattr(initiative, "printed_codes", [])
    codes = [initiative.code] if initiative.code else printed
    return [code for code in dict.fromkeys(map(without_version_mark, codes)) if code]


def number_of(initiative: Initiative) -> str:
    """`HA07b – REVIDERET`; empty where it has neither number nor version."""
    return " – ".join(filter(None, (", ".join(codes_of(initiative)), initiative.version)))
