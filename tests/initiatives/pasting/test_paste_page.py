"""A pasted table on its page: read, corrected, previewed and imported; nothing typed is lost, nothing is guessed."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from budgets.foundation.models import AuditEntry
from initiatives.catalogues.exports.catalogue import catalogue_sheets, write_folder
from initiatives.catalogues.imports.importing import import_catalogue
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.effects import YearlyEffect
from initiatives.catalogues.models.initiatives import Lifecycle
from initiatives.catalogues.models.published import PublishedFigure, PublishedRow
from tests.factories import load_catalogue
from tests.initiatives.pasting.forms import (
    FIELDS,
    PATH,
    Data,
    bring_in,
    column_name,
    page,
    preview_digest,
    row_name,
    selects,
    ticked,
)

PLAN = (
    "Voksne\nNr.\tTiltag, 1.000 kr.\t2025\t2026\nA1\tHjemtagelse af kørsel\t-250\t-1.750\n"
    "A2\tFærre døgnpladser\t-1.000\t\n\tI alt\t-1.250\t-1.750"
)
WRONG_SUM = PLAN.replace("-1.250", "-1.300")


def with_doubts_ticked(client: Client, data: Data) -> Data:
    """The typed fields with a tick at each of their doubts."""
    return data | ticked(page(client, data | {"trin": "laes"}))


def test_only_those_who_may_import_see_the_page(
    ballerup: Catalogue, alice: Client, bob: Client, charlie: Client
) -> None:
    assert [client.get(PATH).status_code for client in (alice, bob, charlie)] == [200, 403, 404]
    assert PATH in alice.get("/ballerup/kataloger/").content.decode()
    assert PATH not in bob.get("/ballerup/kataloger/").content.decode()


def test_the_reading_is_shown_beside_the_text_with_line_numbers(ballerup: Catalogue, alice: Client) -> None:
    html = page(alice, {"tekst": PLAN, "trin": "laes"})

    assert "1 gruppe, 2 linjer og 1 sum. År: 2025, 2026. Der er ingen usikre steder." in " ".join(html.split())
    assert list(selects(html, "raekke|").values()) == ["theme", "line", "line", "total"]
    assert "Nr.\tTiltag, 1.000 kr.\t2025\t2026</td>" in html
    assert selects(html, "kolonne|") == {
        "kolonne|code|#1": "code",
        "kolonne|title|#2": "title",
        "kolonne|2025|2025": "2025",
        "kolonne|2026|2026": "2026",
    }


def test_a_table_becomes_a_catalogue_with_its_printed_figures_and_one_entry_in_the_trail(
    ballerup: Catalogue, alice: Client
) -> None:
    html = bring_in(alice, {"tekst": PLAN} | FIELDS)

    assert "Tabellen er indlæst: 1 ny gruppe, 2 nye tiltag og 5 tal fra kilden." in html
    assert 'href="/ballerup/kataloger/handleplan-2025/afstemning/"' in html
    catalogue = Catalogue.objects.get(slug="handleplan-2025")
    assert (catalogue.unit, catalogue.sign, catalogue.price_level, list(catalogue.years)) == (
        *("tkr", "savings_negative", None),
        [2025, 2026],
    )
    assert [theme.title for theme in catalogue.themes.all()] == ["Voksne"]
    assert [(initiative.key, initiative.title, initiative.lifecycle) for initiative in catalogue.initiatives.all()] == [
        ("a1", "Hjemtagelse af kørsel", Lifecycle.PROPOSED),
        ("a2", "Færre døgnpladser", Lifecycle.PROPOSED),
    ]
    assert list(effects(catalogue)) == [
        ("a1", 2025, Decimal(250_000)),
        ("a1", 2026, Decimal(1_750_000)),
        ("a2", 2025, Decimal(1_000_000)),
    ]
    assert list(figures(catalogue).values_list("printed", flat=True)) == [
        "-250",
        "-1.750",
        "-1.000",
        "-1.250",
        "-1.750",
    ]
    entries = AuditEntry.objects.of_municipality(ballerup.municipality).filter(label=catalogue.title)
    assert [(entry.action, entry.actor and entry.actor.username) for entry in entries] == [("katalog indlæst", "alice")]


def effects(catalogue: Catalogue) -> "QuerySet[Any, Any]":
    yearly = YearlyEffect.objects.filter(line__initiative__catalogue=catalogue)
    return yearly.order_by("line__initiative__order", "year").values_list("line__initiative__key", "year", "amount")


def figures(catalogue: Catalogue) -> "QuerySet[Any]":
    return PublishedFigure.objects.filter(row__table__catalogue=catalogue).order_by("row__table", "row__order", "year")


def test_a_preview_writes_nothing_and_lists_the_changes(ballerup: Catalogue, alice: Client) -> None:
    html = " ".join(page(alice, {"tekst": PLAN, "trin": "se"} | FIELDS).split())

    assert "1 ny gruppe, 2 nye tiltag og 5 tal fra kilden i Handleplan 2025" in html
    assert "De tal i tabellen, som kan kontrolleres, stemmer." in html
    assert Catalogue.objects.count() == 1


def test_a_sum_that_does_not_add_up_is_shown_before_and_after_and_must_be_confirmed(
    ballerup: Catalogue, alice: Client
) -> None:
    data = {"tekst": WRONG_SUM} | FIELDS
    without_tick = page(alice, data | {"trin": "se"})

    assert "Gennemgå de usikre steder, og sæt flueben ved, at de er gennemgået." in without_tick
    assert "1 usikkert sted: 1 i 1 række" in without_tick
    assert "Det indlæses" not in without_tick
    data = with_doubts_ticked(alice, data)
    html = page(alice, data | {"trin": "se"})
    assert '<td class="amount">1.300.000</td>' in html
    assert '<td class="amount">1.250.000</td>' in html
    bring_in(alice, data)
    catalogue = Catalogue.objects.get(slug="handleplan-2025")
    assert figures(catalogue).get(row__kind="total", year=2025).printed == "-1.300"
    assert "1 usikkert tal blev gennemgået." in catalogue.reading_note


def test_a_tick_confirms_only_the_doubts_that_were_shown_with_it(ballerup: Catalogue, alice: Client) -> None:
    seen_once = with_doubts_ticked(alice, {"tekst": WRONG_SUM} | FIELDS)
    unitless = WRONG_SUM.replace(", 1.000 kr.", "")

    html = page(alice, seen_once | {"tekst": WRONG_SUM.replace("-250", "-9"), "trin": "se"})

    assert "Gennemgå de usikre steder" in html
    assert "Det indlæses" not in html
    fewer = page(alice, with_doubts_ticked(alice, {"tekst": unitless} | FIELDS) | {"enhed": "tkr", "trin": "se"})
    assert "Det indlæses" in fewer


def test_nothing_is_imported_without_a_preview(ballerup: Catalogue, alice: Client) -> None:
    data = {"tekst": PLAN} | FIELDS
    preview = page(alice, data | {"trin": "se"})

    changed_data = with_doubts_ticked(alice, data | {"tekst": PLAN.replace("1.000\t", "1.000\t-1")})

    html = page(alice, changed_data | {"trin": "indlaes", "set": preview_digest(preview)})

    assert "Tabellen eller kataloget er ændret, siden du så det." in html
    assert Catalogue.objects.count() == 1


def test_a_row_that_is_corrected_keeps_its_correction_where_lines_are_typed_above_it(
    ballerup: Catalogue, alice: Client
) -> None:
    first = page(alice, {"tekst": PLAN, "trin": "laes"})
    name = row_name(first, 3)
    corrected = page(alice, selects(first, "raekke|") | {"tekst": PLAN, "trin": "laes", name: "note"})

    moved = page(alice, selects(corrected, "raekke|") | {"tekst": f"Bilag 1\n\n{PLAN}", "trin": "laes"})

    assert selects(corrected, "raekke|")[name] == "note"
    assert [v for n, v in selects(moved, "raekke|").items() if n.split("|")[2] == "5"] == ["note"]
    assert list(selects(moved, "raekke|").values()).count("note") == 1


def test_a_table_without_years_is_read_once_its_columns_are_named(ballerup: Catalogue, alice: Client) -> None:
    text = (
        "kr.\tKorrigeret\tForventet\nBotilbud\t125.127.271\t135.963.000\nBostøtte\t9.224.000\t\n"
        "I alt\t134.351.271\t135.963.000"
    )
    first = page(alice, {"tekst": text, "trin": "laes"})
    assert "Ingen tal er læst, fordi der ikke er en række med årstal." in first
    columns = {column_name(first, "#2"): "2017", column_name(first, "#3"): "named"}

    second = page(alice, {"tekst": text, "trin": "laes"} | selects(first, "raekke|") | columns)

    assert list(selects(second, "raekke|").values()) == ["line", "line", "total"]
    assert "2 linjer og 1 sum. År: 2017. Der er ingen usikre steder." in " ".join(second.split())
    bring_in(alice, {"tekst": text} | FIELDS | selects(second, "raekke|") | selects(second, "kolonne|"))
    catalogue = Catalogue.objects.get(slug="handleplan-2025")
    assert list(figures(catalogue).values_list("year", "column", "printed", "value")) == [
        (2017, "", "125.127.271", Decimal(125_127_271)),
        (2017, "", "9.224.000", Decimal(9_224_000)),
        (2017, "", "134.351.271", Decimal(134_351_271)),
        (None, "Forventet", "135.963.000", Decimal(135_963_000)),
        (None, "Forventet", "135.963.000", Decimal(135_963_000)),
    ]


def test_columns_without_years_import_printed_figures_and_no_initiatives(ballerup: Catalogue, alice: Client) -> None:
    text = "kr.\tKorrigeret\tForventet\nBotilbud\t125.127.271\t135.963.000"
    columns = {"kolonne||#2": "named", "kolonne||#3": "named"}

    html = bring_in(alice, {"tekst": text} | FIELDS | columns)

    assert "0 nye tiltag og 2 tal fra kilden" in html
    assert not Catalogue.objects.get(slug="handleplan-2025").initiatives.exists()


def test_typed_text_is_kept_when_a_field_is_missing(ballerup: Catalogue, alice: Client) -> None:
    html = page(alice, {"tekst": PLAN, "trin": "se"} | FIELDS | {"kilde": "", "kortnavn": "Ikke Et Kortnavn"})

    assert "Udfyld feltet for det nye katalog." in html
    assert "Brug små bogstaver a–z" in html
    assert 'value="Ikke Et Kortnavn"' in html
    assert "A2\tFærre døgnpladser\t-1.000" in html
    assert 'value="Handleplan 2025"' in html


def test_a_text_that_is_not_a_table_is_kept_and_explained(ballerup: Catalogue, alice: Client) -> None:
    data = with_doubts_ticked(alice, {"tekst": "Kære alle\nHer er planen.", "enhed": "kr"} | FIELDS)
    html = page(alice, data | {"trin": "se"})

    assert "Kære alle\r\nHer er planen." in html or "Kære alle\nHer er planen." in html
    assert "Der er ingen kolonner med beløb. Vælg, hvad kolonnerne indeholder." in html
    assert "Indsæt en tabel." in page(alice, {"tekst": " \n", "trin": "laes"})


def test_an_unknown_unit_must_be_chosen(ballerup: Catalogue, alice: Client) -> None:
    text = PLAN.replace(", 1.000 kr.", "")

    assert "Vælg tabellens enhed" in page(alice, with_doubts_ticked(alice, {"tekst": text} | FIELDS) | {"trin": "se"})
    bring_in(alice, {"tekst": text, "enhed": "tkr"} | FIELDS)
    assert Catalogue.objects.get(slug="handleplan-2025").unit == "tkr"


def test_a_short_name_in_use_is_refused(ballerup: Catalogue, alice: Client) -> None:
    before = catalogue_sheets(ballerup)

    html = page(alice, {"tekst": PLAN, "trin": "se"} | FIELDS | {"kortnavn": "ballerup-2019"})

    assert "Kortnavnet “ballerup-2019” er i brug." in html
    assert catalogue_sheets(ballerup) == before


def test_faults_of_the_import_are_reported_at_the_line_of_the_text(ballerup: Catalogue, alice: Client) -> None:
    text = "Tiltag, kr.\t2025\t2026\nStøtte\t1,234\t2,0"

    html = page(alice, {"tekst": text, "decimal": ",", "trin": "se"} | FIELDS)

    assert "Linje 2 (“Støtte”), 2025: Der står “1,234”. Skal være: et beløb i kr." in html


APPENDED = "Tiltag, 1.000 kr.\t2022\t2023\nSTU\t-1.000\t-500\nNyt tiltag\t-300\t-300\nI alt\t-1.300\t-800"


def test_a_line_that_the_catalogue_has_must_be_chosen_as_the_same_or_a_new_one(
    ballerup: Catalogue, alice: Client
) -> None:
    data = {"tekst": APPENDED, "maal": "ballerup-2019", "overskrift": "Tillæg", "kategori": "permanent"}

    html = page(alice, data | {"trin": "se"})

    assert "Vælg for linje 2, om der er tale om et kendt eller et nyt tiltag." in html
    assert "samme som “STU”" in html
    assert "Tabellen er i 1.000 kr., besparelser med minus, og kataloget i mio. kr., besparelser uden fortegn." in html
    assert list(selects(html, "tiltag|").values()) == [""]


@pytest.mark.parametrize(("choice", "keys"), [("stu", ["stu", "nyt-tiltag"]), ("ny", ["stu-2", "nyt-tiltag"])])
def test_a_table_in_another_unit_than_its_catalogue_is_imported_exactly_with_its_printed_digits(
    ballerup: Catalogue, alice: Client, choice: str, keys: list[str]
) -> None:
    before = dict(ballerup.initiatives.values_list("key", "pk"))
    data = {"tekst": APPENDED, "maal": "ballerup-2019", "overskrift": "Tillæg", "kategori": "temporary"}
    name = next(iter(selects(page(alice, data | {"trin": "se"}), "tiltag|")))

    bring_in(alice, data | {name: choice})

    ballerup.refresh_from_db()
    assert (ballerup.last_year, ballerup.unit, ballerup.sign) == (2023, "mio", "savings_positive")
    rows = PublishedRow.objects.filter(table__catalogue=ballerup, table__caption="Tillæg", kind="line")
    assert [row.initiative.key for row in rows if row.initiative] == keys
    assert list(figures(ballerup).filter(row=rows[0]).values_list("printed", "value")) == [
        ("-1.000", Decimal(1_000_000)),
        ("-500", Decimal(500_000)),
    ]
    new = YearlyEffect.objects.filter(line__initiative__catalogue=ballerup, year=2023, line__category="temporary")
    assert {effect.amount for effect in new} == ({Decimal(300_000)} | ({Decimal(500_000)} if choice == "ny" else set()))
    assert before.items() <= dict(ballerup.initiatives.values_list("key", "pk")).items()


def test_another_municipalitys_catalogue_cannot_be_chosen(ballerup: Catalogue, alice: Client) -> None:
    load_catalogue("varde-2017")

    data = {"tekst": APPENDED, "maal": "varde-2017", "overskrift": "Tillæg", "kategori": "permanent", "trin": "se"}
    html = page(alice, data)

    assert "form-error-message" in html
    assert "Det indlæses" not in html


def test_a_cell_that_cannot_be_read_keeps_its_printed_text_and_has_no_value(ballerup: Catalogue, alice: Client) -> None:
    text = "Tiltag, 1.000 kr.\t2025\t2026\nDrift\t0 500\t1.250,5"

    bring_in(alice, with_doubts_ticked(alice, {"tekst": text} | FIELDS))

    catalogue = Catalogue.objects.get(slug="handleplan-2025")
    assert list(figures(catalogue).values_list("printed", "value")) == [
        ("0 500", None),
        ("1.250,5", Decimal("1250500.00")),
    ]
    assert list(effects(catalogue)) == [("drift", 2026, Decimal("1250500.00"))]


ENGLISH = "Savings, £000\t2021/22\t2022/23\nThe contract\t1,250\tTBA 5\nTaxis\t0.5\t(300)"


@pytest.mark.parametrize("text", [APPENDED, ENGLISH], ids=["another unit", "other digits"])
def test_a_pasted_catalogue_is_exported_and_imported_without_changes(
    ballerup: Catalogue, alice: Client, tmp_path: Path, text: str
) -> None:
    """Also where the printed digits are in another unit than the catalogue's or cannot be read."""
    data = {"tekst": text, "maal": "ballerup-2019", "overskrift": "Tillæg", "kategori": "permanent"}
    data = with_doubts_ticked(alice, data)
    bring_in(alice, data | dict.fromkeys(selects(page(alice, data), "tiltag|"), "ny"))
    ballerup.refresh_from_db()
    printed = set(figures(ballerup).filter(row__table__caption="Tillæg").values_list("printed", flat=True))

    write_folder(catalogue_sheets(ballerup), tmp_path / "katalog")

    assert printed >= ({"1,250", "TBA 5", "0.5", "(300)"} if "contract" in text else {"-1.000", "-300"})
    assert import_catalogue(path=tmp_path / "katalog", actor=None).changes == []
