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
    """Add the files' rows that the database lacks; rows that were edited in the browser are kept."""
    Municipality.objects.bulk_create(
        [
            Municipality(code=row["kode"], slug=row["kortnavn"], name=row["navn"], region=row["region"])
            for row in _read_csv(folder / "kommuner.csv")
        ],
        ignore_conflicts=True,
    )
    LegalBasis.objects.bulk_create(
        map(_build_legal_basis, _read_csv(folder / "lovgrundlag.csv")), ignore_conflicts=True
    )
    PriceIndex.objects.bulk_create(
        map(_build_price_index, _read_csv(folder / "pris_og_loen.csv")), ignore_conflicts=True
    )


@dataclass(frozen=True)
class Term:
    """An entry of the glossary: the term, its meaning, and the pages that use it."""

    term: str
    definition: str
    used_in: str


@cache
def load_glossary() -> tuple[Term, ...]:
    """The glossary in the order of the file; read once."""
    rows = _read_csv(settings.BASE_DIR / "fixtures" / "reference" / "ordliste.csv")
    return tuple(Term(row["term"], row["definition"], row["where"]) for row in rows)


def _read_csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _build_legal_basis(row: dict[str, str]) -> LegalBasis:
    categories = {category.label: category for category in ServiceCategory}
    return LegalBasis(
        law=row["lov"],
        section=row["paragraf"],
        title=row["ydelse"],
        category=categories[row["kategori"]] if row["kategori"] else "",
        account_function=row["funktion"],
    )


def _build_price_index(row: dict[str, str]) -> PriceIndex:
    areas = {area.label: area for area in SteeringArea}
    return PriceIndex(
        year=int(row["år"]),
        steering_area=areas[row["styringsområde"]],
        percent=Decimal(row["procent"].replace(",", ".")),
        source=row["kilde"],
        is_example=row["eksempel"] == "ja",
    )
