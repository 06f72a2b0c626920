"""The section that compares each forecast effect with the one in the previous published note, and in total."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from reports.notes.content import TOTAL, Grid, Heading, Json, Line, paragraphs
from reports.notes.material import Material
from reports.notes.overview import describe_transfers
from reports.savings.rows import ZERO

NO_PREVIOUS = "Der er ikke udgivet et tidligere notat til samme udvalg og om samme ramme."
NO_LONGER_INCLUDED = "ikke længere med"


def build_forecasts(material: Material) -> list[Json]:
    """The figures that the next note is compared with: id, title, and kroner of target and forecast as strings."""
    return [
        {
            "id": selected.row.initiative.pk,
            "title": str(selected.row.initiative),
            "target": str(selected.sums.target),
            "forecast": str(selected.sums.forecast),
        }
        for selected in material.counted
        if selected.row.target is not None
    ]


def build_changes(material: Material) -> list[Json]:
    """The initiatives whose forecast has changed since the previous note, and the total of all; amounts are exact."""
    previous = material.scope.previous
    if previous is None:
        return [paragraphs(NO_PREVIOUS)]
    if previous["year"] != material.year:
        years = f"Det seneste notat handlede om {previous['year']}, og dette handler om {material.year}."
        return [paragraphs(f"{years} Derfor er de ikke sammenlignet.")]
    before, now = _index_by_id(cast(Sequence[Json], previous["forecasts"])), _index_by_id(build_forecasts(material))
    all_ids = [*now, *(pk for pk in before if pk not in now)]
    changed_ids = [
        pk for pk in all_ids if _get_forecast(before, pk) != _get_forecast(now, pk) or (pk in before) != (pk in now)
    ]
    rows = [_build_row(pk, before, now, material) for pk in changed_ids]
    total = _build_line("I alt, alle tiltag", _sum_forecasts(before), _sum_forecasts(now), material, kind=TOTAL)
    unit_label = material.presentation.unit.label
    if not rows:
        return [
            paragraphs(f"Den forventede effekt er ikke ændret for noget tiltag siden notatet for {previous['month']}.")
        ]
    return [
        Grid(
            caption=f"Forventet effekt i {material.year} nu og i notatet for {previous['month']}, {unit_label}",
            first="Tiltag",
            columns=[Heading("Sidste notat"), Heading("Nu"), Heading("Ændring")],
            rows=[*rows, total],
            footnotes=[
                "Kun tiltag, hvor den forventede effekt er ændret, står for sig selv. Summen omfatter alle tiltag.",
                *describe_transfers(material),
            ],
        ).as_json()
    ]


def _index_by_id(figures: Sequence[Json]) -> dict[Any, Json]:
    return {initiative_figures["id"]: initiative_figures for initiative_figures in figures}


def _get_forecast(figures: Mapping[Any, Json], pk: object) -> Decimal | None:
    return Decimal(str(figures[pk]["forecast"])) if pk in figures else None


def _sum_forecasts(figures: Mapping[Any, Json]) -> Decimal:
    return sum((Decimal(str(initiative_figures["forecast"])) for initiative_figures in figures.values()), ZERO)


def _build_row(pk: object, before: Mapping[Any, Json], now: Mapping[Any, Json], material: Material) -> Line:
    title = str((now if pk in now else before)[pk]["title"])
    label = (
        title if pk in now and pk in before else f"{title} (nyt)" if pk in now else f"{title} ({NO_LONGER_INCLUDED})"
    )
    return _build_line(label, _get_forecast(before, pk), _get_forecast(now, pk), material)


def _build_line(
    label: str, before: Decimal | None, now: Decimal | None, material: Material, kind: str = "line"
) -> Line:
    amounts = [before, now, (now or ZERO) - (before or ZERO)]
    return Line(label, [material.presentation.text(amount) for amount in amounts], amounts, kind=kind)
