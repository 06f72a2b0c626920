"""Sentences that may end in an abbreviation."""


def ended(sentence: str) -> str:
    """The sentence with one full stop: `1 mio. kr.` has its own."""
    return sentence if sentence.endswith(".") else f"{sentence}."
