"""Sentences that may end in an abbreviation."""


def with_full_stop(sentence: str) -> str:
    """The sentence with exactly one full stop: text that ends in an abbreviation (`1 mio. kr.`) has one already."""
    return sentence if sentence.endswith(".") else f"{sentence}."
