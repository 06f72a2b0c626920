"""The words that a table's rows, unit and sign are recognised by: Danish, then Norwegian, Swedish and English."""

import re

from budgets.foundation.amounts import Unit

SUM = re.compile(
    r"^(?:i alt|ialt|samlet|samlede|sum|summa|total|totalt|subtotal|delsum|netto\w*|hovedtotal|grand total|sum total|"
    r"totals?|all in all|overall)\b|\b(?:i alt|totalt|total|sum)(?:,.*)?$",
    re.IGNORECASE,
)
SUM_HEADING = re.compile(r"i alt|ialt|sum|summa|totale?|totalt|grand total", re.IGNORECASE)
"""A heading that means that every row under it is a sum."""
NOTE = re.compile(
    r"^(?:\*|note\b|noter\b|kilde\b|anm\.|anmærkning|merknad|källa|source\b|notes?\b|•|- )", re.IGNORECASE
)
MILLIONS = re.compile(
    r"\b(?:mio|mill|mkr|mnok|msek|mdkk|million(?:er|s)?|miljoner)\b\.?|(?:£|€|\$)\s?m\b|\bm(?:£|€|\$)", re.IGNORECASE
)
THOUSANDS = re.compile(
    r"(?<!\d)1[.\s\u00a0]?000[.,]?\s?(?:kr|dkk|nok|sek|kroner)|\b(?:tkr|t\.\s?kr|kkr|tdkk|tnok|tsek|tusind|tusen|thousands?)\b|"
    r"(?:£|€|\$)\s?(?:'?000s?|k)\b|\b000s\b",
    re.IGNORECASE,
)
KRONER = re.compile(r"\b(?:kr|kroner|kronor|dkk|nok|sek|gbp|eur)\b\.?|[£€$]", re.IGNORECASE)
NEGATIVE = re.compile(
    r"(?:besparelse\w*|reduktion\w*|savings?)[^.\n]{0,60}(?:negativ\w*|minus)|"
    r"(?:negativ\w*|minus)[^.\n]{0,40}(?:besparelse|savings?)",
    re.IGNORECASE,
)
NORDIC = re.compile(r"[æøåäö]|\bkr\b|\bmio\b|\bmill\b|\bi alt\b|\btiltag\b|\btiltak\b|\bsumma\b", re.IGNORECASE)
ENGLISH = re.compile(r"[£$]|\b(?:savings?|total|the|and|of|initiative|proposal|budget for)\b", re.IGNORECASE)
CODE = re.compile(
    r"^\*{0,2}(?:\d{1,3}[a-z]?\.?|\d{1,2}(?:\.\d{1,2}){1,3}|[A-ZÆØÅÄÖ]{1,5}[ -]?\d{1,4}[a-zæøå]?)\*{0,2}"
    r"(?:\s*[–-]?\s*\[[^\]]*\])?$"
)
CODE_IN_TITLE = re.compile(r"^(?P<code>[A-ZÆØÅÄÖ]{1,5}-?\d{1,4}[a-zæøå]?)(?:\s*[–:-]\s*|\s+)(?P<title>\S.*)$")
CODE_AT_END = re.compile(r"^(?P<title>\S.*?)\s*\((?P<code>[A-ZÆØÅ]{1,4}\d{1,3}[a-z]?(?:(?:,| og | \+ )[^()]*)?)\s*\)$")


def detect_unit(text: str) -> Unit | None:
    """The unit in the text; the largest where there are several, because `mio. kr.` contains `kr.`."""
    if MILLIONS.search(text):
        return Unit.MILLIONS
    if THOUSANDS.search(text):
        return Unit.THOUSANDS
    return Unit.KRONER if KRONER.search(text) else None


def is_english(text: str) -> bool | None:
    """Whether numbers are probably written the English way; None where the words do not tell."""
    if NORDIC.search(text):
        return False
    return True if ENGLISH.search(text) else None
