"""The number that people know a proposal by: its own or the printed ones, with the version's label."""

import re

from initiatives.catalogues.models.initiatives import Initiative

VERSION_MARK = re.compile(r"\s*[–-]?\s*\[.*\]\s*$")


def bare(code: str) -> str:
    """A printed number without the version that is printed behind it: `HA07b – [REVIDERET]` is HA07b."""
    return VERSION_MARK.sub("", code)


def codes_of(initiative: Initiative) -> list[str]:
    """Its own number, or else the printed ones, each once, of an initiative `with_printed_codes`."""
    printed: list[str] = getattr(initiative, "printed_codes", [])
    codes = [initiative.code] if initiative.code else printed
    return [code for code in dict.fromkeys(map(bare, codes)) if code]


def number_of(initiative: Initiative) -> str:
    """`HA07b – REVIDERET`; empty where it has neither number nor version."""
    return " – ".join(filter(None, (", ".join(codes_of(initiative)), initiative.version)))
