"""Reference data from files: municipalities, legal bases and price indices."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from budgets.foundation.models import LegalBasis, Municipality, PriceIndex, ServiceCategory, SteeringArea


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


@dataclass(frozen=True)
class Term:
    """A word that the program uses for one thing: what it means, and where it is met."""

    term: str
    definition: str
    where: str


@cache
def load_glossary() -> tuple[Term, ...]:
    """The program's own words, in the order of the file; read once."""
    rows = _rows(settings.BASE_DIR / "fixtures" / "reference" / "ordliste.csv")
    return tuple(Term(row["term"], row["definition"], row["where"]) for row in rows)


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
