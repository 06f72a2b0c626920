"""The documents' own tables through the page: the catalogue has exactly the printed texts."""

from decimal import Decimal

import pytest
from django.test import Client

from budgets.foundation.models import Role
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.published import PublishedFigure
from initiatives.reconciliation.material import load_material
from initiatives.reconciliation.reconciling import reconcile
from tests.factories import Person, logged_in
from tests.initiatives.pasting.forms import FIELDS, bring_in, column_name, page, row_name, selects, ticked
from tests.places import SEEDS

BALLERUP = "ballerup-2019-opfoelgning-handlingsplan.txt"
COPENHAGEN = "koebenhavn-2018-omprioriteringskatalog.txt"
VARDE = "varde-2017-temadroeftelse.txt"


def lines(name: str, first: int, last: int) -> str:
    return "\n".join((SEEDS / name).read_text(encoding="utf-8").splitlines()[first - 1 : last])


def test_ballerups_plan_is_imported_as_printed_and_reconciles(ballerup: Catalogue, alice: Client) -> None:
    text = lines(BALLERUP, 41, 52)

    assert "Der er ingen usikre steder." in page(alice, {"tekst": text, "trin": "laes"})
    html = bring_in(alice, {"tekst": text} | FIELDS | {"kortnavn": "plan", "titel": "Planen"})

    assert "10 nye tiltag og 44 tal fra kilden" in html
    catalogue = Catalogue.objects.get(slug="plan")
    assert printed(catalogue) == printed(ballerup, ordinal=1)
    assert values(catalogue) == values(ballerup, ordinal=1)
    reconciliation = reconcile(load_material(catalogue))
    assert (reconciliation.compared, reconciliation.findings) == (44, [])


def printed(catalogue: Catalogue, ordinal: int = 1) -> list[tuple[str, int | None, str]]:
    published = PublishedFigure.objects.filter(row__table__catalogue=catalogue, row__table__ordinal=ordinal)
    return list(published.order_by("row__order", "year").values_list("row__label", "year", "printed"))


def values(catalogue: Catalogue, ordinal: int = 1) -> list[Decimal | None]:
    published = PublishedFigure.objects.filter(row__table__catalogue=catalogue, row__table__ordinal=ordinal)
    return list(published.order_by("row__order", "year").values_list("value", flat=True))


def test_the_same_table_in_its_own_catalogue_asks_for_every_line_and_adds_figures_alone(
    ballerup: Catalogue, alice: Client
) -> None:
    data = {"tekst": lines(BALLERUP, 56, 62), "maal": "ballerup-2019", "overskrift": "Igen", "kategori": "permanent"}
    initiative_selects = selects(page(alice, data | {"trin": "se"}), "tiltag|")
    keys = ["botilbud-108-105", "botilbud-107", "til-eget-hjem", "stu", "investeringscase"]

    before = Initiative.objects.count()
    html = bring_in(alice, data | dict(zip(initiative_selects, keys, strict=True)))

    assert "0 nye tiltag og 24 tal fra kilden" in html
    assert Initiative.objects.count() == before
    assert printed(ballerup, ordinal=11) == printed(ballerup, ordinal=2)


def test_copenhagens_groups_are_imported_with_their_sums_and_differences_are_reported(person: Person) -> None:
    alice = logged_in(person("vera", Role.CONTROLLER, "koebenhavn"))
    path = "/koebenhavn/kataloger/indsaet/"
    text, unit = lines(COPENHAGEN, 3, 57), {"enhed": "tkr"}
    first = alice.post(path, {"tekst": text, "trin": "laes"} | unit).content.decode()
    invested = {row_name(first, line): "note" for line in (26, 49, 53)}

    data = {"tekst": text} | unit | FIELDS | invested
    data |= ticked(alice.post(path, data | {"trin": "laes"}).content.decode())
    preview = alice.post(path, data | {"trin": "se"}).content.decode()
    alice.post(path, data | {"trin": "indlaes", "set": preview.split('name="set" value="')[1].split('"')[0]})

    catalogue = Catalogue.objects.get(slug="handleplan-2025")
    assert (catalogue.sign, catalogue.unit, catalogue.themes.count(), catalogue.tables.count()) == (
        "savings_negative",
        "tkr",
        6,
        7,
    )
    assert catalogue.initiatives.count() == 23
    reconciliation = reconcile(load_material(catalogue))
    contradictions = {(finding.table, finding.label) for finding in reconciliation.contradictions}
    assert contradictions == {
        (3, "Nettoeffektivisering (service)"),
        (6, "Nettoeffektivisering"),
        (7, "Nettoeffektivisering (service)"),
    }
    stacked = PublishedFigure.objects.get(row__table__catalogue=catalogue, printed="-200 -200 2.100")
    assert (stacked.year, stacked.value) == (2018, None)


@pytest.mark.parametrize("width", ["\t", "     "])
def test_vardes_table_without_years_is_read_once_its_columns_are_named(
    ballerup: Catalogue, alice: Client, width: str
) -> None:
    text = lines(VARDE, 67, 70).replace("\t", width)
    first = page(alice, {"tekst": text, "trin": "laes"})
    columns = {column_name(first, "#2"): "2017", column_name(first, "#3"): "named", column_name(first, "#4"): "ignored"}

    html = page(alice, {"tekst": text, "trin": "laes", "enhed": "kr"} | columns)

    assert "2 linjer og 1 sum. År: 2017. Der er ingen usikre steder." in " ".join(html.split())
    assert list(selects(html, "raekke|").values()) == ["line", "line", "total"]
