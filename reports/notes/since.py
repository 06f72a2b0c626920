"""What has changed since the last note: each forecast against the one that was published, and the sum of it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from reports.notes.content import TOTAL, Grid, Heading, Json, Line, paragraphs
from reports.notes.material import Material
from reports.notes.overview import moved_targets
from reports.savings.rows import ZERO

FIRST = "Der er ikke udgivet et tidligere notat til samme udvalg og om samme ramme."
GONE = "ikke længere med"


def forecasts(material: Material) -> list[Json]:
    """The figures that the next note will be compared with: id, title, and kroner of target and forecast."""
    return [
        {
            "id": one.row.initiative.pk,
            "title": str(one.row.initiative),
            "target": str(one.sums.target),
            "forecast": str(one.sums.forecast),
        }
        for one in material.counting
        if one.row.target is not None
    ]


def changes(material: Material) -> list[Json]:
    """The initiatives whose forecast is not the one that was published, and the sum over all; amounts are exact."""
    last = material.scope.last
    if last is None:
        return [paragraphs(FIRST)]
    if last["year"] != material.year:
        years = f"Det seneste notat handlede om {last['year']}, og dette handler om {material.year}."
        return [paragraphs(f"{years} Derfor er de ikke sammenlignet.")]
    before, now = _by_id(cast(Sequence[Json], last["forecasts"])), _by_id(forecasts(material))
    every = [*now, *(pk for pk in before if pk not in now)]
    moved = [pk for pk in every if _amount(before, pk) != _amount(now, pk) or (pk in before) != (pk in now)]
    rows = [_line(pk, before, now, material) for pk in moved]
    whole = _line_of("I alt, alle tiltag", _sum(before), _sum(now), material, kind=TOTAL)
    shown = material.shown_in
    if not rows:
        return [paragraphs(f"Den forventede effekt er ikke ændret for noget tiltag siden notatet for {last['month']}.")]
    return [
        Grid(
            caption=f"Forventet effekt i {material.year} nu og i notatet for {last['month']}, {shown.unit.label}",
            first="Tiltag",
            columns=[Heading("Sidste notat"), Heading("Nu"), Heading("Ændring")],
            rows=[*rows, whole],
            footnotes=[
                "Kun tiltag, hvor den forventede effekt er ændret, står for sig selv. Summen omfatter alle tiltag.",
                *moved_targets(material),
            ],
        ).as_json()
    ]


def _by_id(found: Sequence[Json]) -> dict[Any, Json]:
    return {one["id"]: one for one in found}


def _amount(found: Mapping[Any, Json], pk: object) -> Decimal | None:
    return Decimal(str(found[pk]["forecast"])) if pk in found else None


def _sum(found: Mapping[Any, Json]) -> Decimal:
    return sum((Decimal(str(one["forecast"])) for one in found.values()), ZERO)


def _line(pk: object, before: Mapping[Any, Json], now: Mapping[Any, Json], material: Material) -> Line:
    title = str((now if pk in now else before)[pk]["title"])
    label = title if pk in now and pk in before else f"{title} (nyt)" if pk in now else f"{title} ({GONE})"
    return _line_of(label, _amount(before, pk), _amount(now, pk), material)


def _line_of(label: str, before: Decimal | None, now: Decimal | None, material: Material, kind: str = "line") -> Line:
    amounts = [before, now, (now or ZERO) - (before or ZERO)]
    return Line(label, [material.shown_in.text(amount) for amount in amounts], amounts, kind=kind)
