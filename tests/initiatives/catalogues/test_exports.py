import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from budgets.foundation.files.cells import escape_formula, unescape_formula
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from tests.factories import load_catalogue


def exported(*arguments: str) -> list[dict[str, str]]:
    out = StringIO()
    call_command("export_effects", *arguments, stdout=out)
    return list(csv.DictReader(StringIO(out.getvalue())))


def test_every_effect_is_one_row_in_kroner_with_the_stored_sign(ballerup: Catalogue) -> None:
    rows = exported()

    assert len(rows) == YearlyEffect.objects.count() == 48
    assert rows[0] == {
        "catalogue": "ballerup-2019",
        "theme": "Bevillinger efter SEL § 107 / 108 / ABL § 105 - botilbud",
        "code": "1",
        "title": "§ 108 / § 105",
        "line": "§ 108 / § 105",
        "category": "permanent",
        "steering_area": "",
        "year": "2019",
        "amount_kr": "2000000.00",
        "price_level": "",
        "lifecycle": "under_way",
        "committee": "",
        "source_table": "1: Strategiplanens indsatser med estimeret økonomisk effekt i 2019",
    }
    assert {row["amount_kr"] for row in rows if row["category"] == "implementation"} == {"-1500000.00"}


def test_the_code_is_the_one_of_the_table_that_the_amount_was_read_from(ballerup: Catalogue) -> None:
    codes = {row["title"]: row["code"] for row in exported()}

    assert codes["Alternativ aflastning"] == "9"
    assert codes["Ledsagerordning"] == "9"
    assert codes["Kørsel / fritidstilbud"] == "11"


def test_the_sum_of_what_counts_is_the_printed_total(ballerup: Catalogue) -> None:
    counting = [row for row in exported() if row["lifecycle"] != "dropped" and row["year"] == "2022"]

    assert sum(float(row["amount_kr"]) for row in counting) == 13_250_000


def test_one_catalogue_can_be_named_and_a_file_written(ballerup: Catalogue, tmp_path: Path) -> None:
    call_command("export_effects", catalogue="ballerup-2019", out=tmp_path / "effects.csv")

    assert list(csv.DictReader(StringIO((tmp_path / "effects.csv").read_text()))) == exported(
        "--catalogue", "ballerup-2019"
    )
    with pytest.raises(CommandError, match="atlantis"):
        call_command("export_effects", catalogue="atlantis")


def test_the_download_of_the_page_is_the_same_as_the_command(ballerup: Catalogue, bob: Client) -> None:
    response = bob.get("/ballerup/kataloger/ballerup-2019/effekter.csv")

    assert list(csv.DictReader(StringIO(response.content.decode()))) == exported()
    assert 'filename="ballerup-2019_effekter.csv"' in response.headers["Content-Disposition"]


@given(st.text() | st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'"]), st.text()))
def test_no_text_can_begin_a_formula_and_none_is_lost(text: str) -> None:
    cell = escape_formula(text)

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unescape_formula(cell) == text


def test_a_line_names_its_committee_and_gives_one_row_for_each_groups_share(db: None) -> None:
    load_catalogue("koebenhavn-2018")
    rows = [row for row in exported() if row["year"] == "2018"]

    tf01 = [(row["committee"], row["amount_kr"]) for row in rows if row["title"].startswith("Prisindhentning")]
    shared = [row for row in rows if row["line"] == "Øget brug af netværkspleje"]
    assert tf01 == [("Socialudvalget", "2000000.00"), ("Sundheds- og Omsorgsudvalget", "300000.00")]
    assert [(row["theme"], row["amount_kr"]) for row in shared] == [
        ("Børnefamilier med særlige behov", "3500000.00"),
        ("Borgere med handicap", "600000.00"),
    ]
    assert sum(float(row["amount_kr"]) for row in rows) == sum(
        float(effect.amount) for effect in YearlyEffect.objects.filter(year=2018)
    )
