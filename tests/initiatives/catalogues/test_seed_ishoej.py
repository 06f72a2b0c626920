"""Ishøj's document against the database: its focus areas, and every count and amount that it names."""

import re
from datetime import date

import pytest

from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import Measurement
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.published import PublishedFigure
from tests.factories import load_catalogue
from tests.places import SEEDS

SEED = (SEEDS / "ishoej-2025-status-styring.txt").read_text()


@pytest.fixture
def ishoej(db: None) -> Catalogue:
    return load_catalogue("ishoej-2025")


def headings() -> list[str]:
    """The headings of the five focus areas, as they are printed above their status."""
    return re.findall(r"^#+ \*(Fokusområde \d: .+?)\*$", SEED, re.MULTILINE)


def counts(*patterns: str) -> list[int]:
    """The one number that each pattern finds in the document."""
    return [int(number) for pattern in patterns for number in re.findall(pattern, SEED)]


def figures(catalogue: Catalogue, ordinal: int) -> list[PublishedFigure]:
    return list(
        PublishedFigure.objects.filter(row__table__catalogue=catalogue, row__table__ordinal=ordinal)
        .select_related("row__initiative")
        .order_by("row__order")
    )


def test_the_title_is_the_document_s(ishoej: Catalogue) -> None:
    assert f"# {ishoej.title}\n" in SEED


def test_there_are_five_focus_areas_with_their_printed_numbers_and_titles(ishoej: Catalogue) -> None:
    titles = [initiative.title for initiative in ishoej.initiatives.all()]

    assert titles == headings()
    assert [int(title.split()[1].rstrip(":")) for title in titles] == [1, 2, 3, 4, 5]
    assert [theme.title for theme in ishoej.themes.all()] == ["Fokusområder"]


def test_the_list_of_focus_areas_has_as_many_points_as_there_are_initiatives(ishoej: Catalogue) -> None:
    listed = SEED[SEED.index("Fokusområderne omfatter:") : SEED.index("Gennem 2024 har")]

    assert re.findall(r"^(\d)\. ", listed, re.MULTILINE) == ["1", "2", "3", "4", "5"]
    assert ishoej.initiatives.count() == 5


def test_an_initiative_has_the_legal_bases_that_its_point_and_its_heading_name(ishoej: Catalogue) -> None:
    listed = SEED[SEED.index("Fokusområderne omfatter:") : SEED.index("Gennem 2024 har")]
    points = re.split(r"^\d\. ", listed, flags=re.MULTILINE)[1:]
    named = [
        set(re.findall(r"\b(85|104|107|108)\b", point + heading))
        for point, heading in zip(points, headings(), strict=True)
    ]
    stored = [{basis.section for basis in initiative.legal_bases.all()} for initiative in ishoej.initiatives.all()]

    assert stored == named == [{"85"}, set(), {"104"}, {"107", "108"}, {"108"}]


def test_the_document_has_no_amounts_for_the_focus_areas_and_no_effect_is_stored(ishoej: Catalogue) -> None:
    areas = SEED[SEED.index("## **Fokusområder og indsatser**") :]

    assert re.findall(r"\d\s*(?:mio\.|kr\.|kroner|pct|%)", areas) == []
    assert "\t" not in SEED
    assert not YearlyEffect.objects.filter(line__initiative__catalogue=ishoej).exists()
    assert (ishoej.first_year, ishoej.last_year) == (2025, 2028)
    assert "Budgetaftalen for 2025-2028" in SEED


def test_the_only_amount_of_the_document_is_stored_as_it_is_printed(ishoej: Catalogue) -> None:
    (threshold,) = figures(ishoej, 1)

    assert re.findall(r"over \d+,\d+ mio\. kr\.", SEED) == [threshold.printed]
    assert len(re.findall(r"\bkr\.", SEED)) == 1
    assert threshold.value == 1_000_000


@pytest.mark.parametrize(
    ("ordinal", "patterns"),
    [
        (2, [r"BOS består af (\d+) medarbejdere"]),
        (3, [r"etablere (\d+) plejeboliger", r"var (\d+) borgere", r"henvist (\d+) borgere"]),
    ],
)
def test_the_counts_are_stored_as_they_are_printed(ishoej: Catalogue, ordinal: int, patterns: list[str]) -> None:
    stored = figures(ishoej, ordinal)
    printed = counts(*patterns)

    assert len(printed) == len(patterns)
    assert [figure.printed for figure in stored] == list(map(str, printed))
    assert [figure.value for figure in stored] == printed
    assert {figure.row.initiative for figure in stored} == {ishoej.tables.get(ordinal=ordinal).initiative}


def test_the_measurements_are_the_document_s_with_its_days_and_months(ishoej: Catalogue) -> None:
    stored = Measurement.objects.filter(initiative__catalogue=ishoej).order_by("initiative__order", "order")

    assert [(m.initiative.order, m.on, int(m.value)) for m in stored] == [
        (1, date(2024, 11, 1), *counts(r"BOS består af (\d+) medarbejdere")),
        (5, date(2024, 1, 31), *counts(r"I januar 2024 blev det besluttet, .*?(\d) plejeboliger")),
        (5, date(2024, 3, 31), *counts(r"I marts 2024 vurderede administrationen, .*?(\d+) borgere")),
        (5, date(2025, 1, 31), *counts(r"På nuværende tidspunkt er der henvist (\d+) borgere")),
    ]
    assert "pr. 1. november 2024 etableret et bostøtteteam (BOS)" in SEED


def test_the_month_is_after_every_date_in_the_document(ishoej: Catalogue) -> None:
    dated = re.findall(r"(januar|marts|november|december) (20\d\d)", SEED)

    assert max(int(year) for _, year in dated) == 2024
    assert "I 2025 vil administrationen" in SEED
    assert ishoej.published == date(2025, 1, 1)
    assert "Måneden er udledt" in ishoej.reading_note


def test_no_sentence_of_the_document_is_repeated_in_our_texts(ishoej: Catalogue) -> None:
    own = [initiative.summary for initiative in ishoej.initiatives.all()]
    own += [remark.text for remark in ishoej.remarks.all()]
    own += [assumption.text for assumption in ishoej.assumptions.all()]
    own += [activity.text for initiative in ishoej.initiatives.all() for activity in initiative.activities.all()]
    sentences = [sentence for text in own for sentence in re.split(r"(?<=\.) (?=[A-ZÆØÅ])", text)]

    assert len(sentences) > 40
    assert [sentence for sentence in sentences if sentence.rstrip(".") in SEED] == []
