"""Reference data from files: municipalities, legal bases and price indices."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from budgets.models import LegalBasis, Municipality, PriceIndex, ServiceCategory, SteeringArea


@transaction.atomic
def load_reference_data(folder: Path) -> None:
    """Add what the files have and the database has not; what was changed in the browser stays."""
    Municipality.objects.bulk_create(
        [
            Municipality(code=row["kode"], slug=row["kortnavn"], name=row["navn"], region=row["region"])
            for row in _rows(folder / "kommuner.csv")
        ],
        ignore_conflicts=True,
    )
    LegalBasis.objects.bulk_create(map(_legal_basis, _rows(folder / "lovgrundlag.csv")), ignore_conflicts=True)
    PriceIndex.objects.bulk_create(map(_price_index, _rows(folder / "pris_og_loen.csv")), ignore_conflicts=True)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _legal_basis(row: dict[str, str]) -> LegalBasis:
    categories = {category.label: category for category in ServiceCategory}
    return LegalBasis(
        law=row["lov"],
        section=row["paragraf"],
        title=row["ydelse"],
        category=categories[row["kategori"]] if row["kategori"] else "",
        account_function=row["funktion"],
    )


def _price_index(row: dict[str, str]) -> PriceIndex:
    areas = {area.label: area for area in SteeringArea}
    return PriceIndex(
        year=int(row["år"]),
        steering_area=areas[row["styringsområde"]],
        percent=Decimal(row["procent"].replace(",", ".")),
        source=row["kilde"],
        is_example=row["eksempel"] == "ja",
    )
