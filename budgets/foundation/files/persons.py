"""Numbers of persons, which stand nowhere in this program: texts that look like one are refused."""

import re

DAY = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d"
MARKED = re.compile(rf"\b{DAY}[ -]\d{{4}}\b")
LIKE_A_PERSON = "rækken indeholder noget, der ligner et CPR-nummer"
UNMARKED = re.compile(rf"\b{DAY}[ -]?\d{{4}}\b")


def has_person_number(text: str, *, is_account: bool = False) -> bool:
    """True where six digits that are a day and four more stand in the text, with a mark between them or none.

    An account may have ten digits that begin like a day; there only those with a mark are taken for a person's.
    """
    return (MARKED if is_account else UNMARKED).search(text) is not None
