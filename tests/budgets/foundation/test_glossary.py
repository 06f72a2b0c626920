"""The glossary: a file, and a page that every member can read."""

from collections import Counter

from django.test import Client

from budgets.foundation.reference import load_glossary


def test_every_word_stands_once_with_a_meaning_that_is_a_sentence_and_with_a_place() -> None:
    terms = load_glossary()

    assert [term for term, count in Counter(entry.term for entry in terms).items() if count > 1] == []
    assert [entry.term for entry in terms if not (entry.definition.endswith(".") and entry.used_in)] == []


def test_a_member_reads_what_the_words_mean_from_the_foot_of_any_page(alice: Client) -> None:
    assert 'href="/ballerup/ordliste/"' in alice.get("/ballerup/budget/").content.decode()

    html = alice.get("/ballerup/ordliste/").content.decode()

    assert "Bagatelgrænse" in html
    assert "Forventet effekt minus forudsat effekt. Minus betyder, at der mangler effekt." in html
