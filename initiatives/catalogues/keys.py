"""Keys of initiatives: short names for addresses, made from their codes or titles."""

import re
from collections.abc import Collection

from django.utils.text import slugify

LONGEST_KEY = 40
RESERVED_SLUGS = frozenset({"indsaet", "nyt", "soeg"})
"""Words used in addresses in the place of a catalogue's short name."""
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})


def unique_slug(name: str, taken: Collection[str], *, longest: int = LONGEST_KEY) -> str:
    """A key of small letters a–z, digits and single hyphens, at most `longest` long, that is not among the `taken`."""
    base = re.sub("[-_]+", "-", slugify(name.translate(LETTERS)))[:longest].strip("-") or "tiltag"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base[: longest - len(str(number)) - 1].rstrip('-')}-{number}"
    return slug
