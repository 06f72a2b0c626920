"""The section that compares each forecast effect with the one in the previous published note, and in total."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from reports.notes.content import TOTAL, Grid, Heading, Json, Line, paragraphs
from reports.notes.material import Material
from reports.notes.overview import describe_transfers
from reports.savings.rows import ZERO

NO_PREVIOUS = "Der er ikke udgivet et tidligere notat til samme udvalg og om samme ramme."
NO_LONGER_INCLUDED, FIRST_ASSESSED = "ikke længere med", "vurderet første gang"
TOTAL_LABEL = "I alt, vurderet begge gange"


def build_forecasts(material: Material) -> list[Json]:
    """The figures that the next note is compared with: id, title, and kroner of target and forecast as strings.

    The forecast is None where the initiative is not assessed.
    """
    return [
        {
            "id": selected.row.initiative.pk,
            "title": str(selected.row.initiative),
            "target": str(selected.sums.target),
            "forecast": None if selected.sums.forecast is None else str(selected.sums.forecast),
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
    before, now = index_by_id(cast(Sequence[Json], previous["forecasts"])), index_by_id(build_forecasts(material))
    all_ids = [*now, *(pk for pk in before if pk not in now)]
    changed_ids = [
        pk for pk in all_ids if _get_forecast(before, pk) != _get_forecast(now, pk) or (pk in before) != (pk in now)
    ]
    rows = [_build_row(pk, before, now, material) for pk in changed_ids]
    total = _build_line(TOTAL_LABEL, *sum_compared(before, now), material, kind=TOTAL)
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
                "Kun tiltag, hvor den forventede effekt er ændret, står for sig selv. Summen omfatter alle tiltag, "
                "undtagen dem, der kun er vurderet den ene gang.",
                *describe_transfers(material),
            ],
        ).as_json()
    ]


def sum_compared(before: Mapping[Any, Json], now: Mapping[Any, Json]) -> tuple[Decimal, Decimal]:
    """Forecast effect in kroner in the previous note and now, of the initiatives that were not unassessed in either.

    An initiative that is in one of the notes alone counts as zero in the other.
    """
    compared = [pk for pk in {**before, **now} if not _is_unassessed(before, pk) and not _is_unassessed(now, pk)]
    return (
        sum((_get_forecast(before, pk) or ZERO for pk in compared), ZERO),
        sum((_get_forecast(now, pk) or ZERO for pk in compared), ZERO),
    )


def index_by_id(figures: Sequence[Json]) -> dict[Any, Json]:
    """The figures of `build_forecasts` by the initiative's id."""
    return {initiative_figures["id"]: initiative_figures for initiative_figures in figures}


def _is_unassessed(figures: Mapping[Any, Json], pk: object) -> bool:
    return pk in figures and figures[pk]["forecast"] is None


def _get_forecast(figures: Mapping[Any, Json], pk: object) -> Decimal | None:
    return None if pk not in figures or _is_unassessed(figures, pk) else Decimal(str(figures[pk]["forecast"]))


def _build_row(pk: object, before: Mapping[Any, Json], now: Mapping[Any, Json], material: Material) -> Line:
    title = str((now if pk in now else before)[pk]["title"])
    forecasts = (_get_forecast(before, pk), _get_forecast(now, pk))
    if pk not in before or pk not in now:
        label = f"{title} (nyt)" if pk in now else f"{title} ({NO_LONGER_INCLUDED})"
        return _build_line(label, *forecasts, material)
    if None in forecasts:
        return _build_line(f"{title} ({FIRST_ASSESSED})", *forecasts, material, difference=None)
    return _build_line(title, *forecasts, material)


def _build_line(
    label: str,
    before: Decimal | None,
    now: Decimal | None,
    material: Material,
    **options: Any,
) -> Line:
    difference = options.pop("difference", (now or ZERO) - (before or ZERO))
    amounts = [before, now, difference]
    return Line(label, [material.presentation.text(amount) for amount in amounts], amounts, **options)
