"""Constructed follow-up for the demo: one year in four municipalities. None of it is real."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from budgets.foundation import audit
from budgets.foundation.amounts import Unit, parse_amount
from budgets.foundation.models import Membership, User
from initiatives.catalogues.models.catalogues import Catalogue
from initiatives.catalogues.models.descriptions import SuccessCriterion
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle
from initiatives.followup.grid import limits_of, load_previous_rounds
from initiatives.followup.models import Action, ActivityMonth, ActivityPrice
from initiatives.followup.rounds import open_year
from initiatives.followup.transfers import NewInitiative, move_target
from initiatives.results.models import Basis, Cause, FollowUp, FollowUpRound, FollowUpYear, State
from initiatives.results.status import Figures, propose
from initiatives.results.targets import load_targets

SampleRow = Mapping[str, str]
CONTRIBUTOR_INITIATIVES = ("botilbud-107", "ekstern-til-egen-85", "stoette-85")


@transaction.atomic
def load_samples(folder: Path) -> None:
    """Load the samples; nothing is added if any round exists, because then the database is already in use."""
    if FollowUpRound.objects.exists():
        return
    initiatives = {
        (initiative.catalogue.slug, initiative.key): initiative
        for initiative in Initiative.objects.select_related("catalogue__municipality")
    }
    users = {name: User.objects.get(username=name) for name in ("bidrag", "controller", "leder")}
    _set_lifecycles(_read_rows(folder / "livscyklus.csv"), initiatives)
    _set_activity(_read_rows(folder / "aktivitet.csv"), initiatives)
    follow_up_rows = list(_read_rows(folder / "opfoelgning.csv"))
    rounds = _open_rounds(follow_up_rows, users["controller"])
    transfer_rows = list(_read_rows(folder / "flyttede_maaltal.csv"))
    for round_ in rounds:
        _move_targets(round_, _get_round_rows(round_, transfer_rows), initiatives, users)
        _follow_up(round_, _get_round_rows(round_, follow_up_rows), initiatives, users)
    _set_actions(_read_rows(folder / "handlinger.csv"), initiatives, rounds)
    _set_criteria(_read_rows(folder / "kriterier.csv"))
    contributor_initiatives = Initiative.objects.filter(
        catalogue__slug="ballerup-2019", key__in=CONTRIBUTOR_INITIATIVES
    )
    contributor_initiatives.update(responsible=users["bidrag"])


def _read_rows(path: Path) -> Iterator[SampleRow]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _parse_kroner(text: str) -> Decimal | None:
    """Kroner from an amount in 1.000 kr., the unit of the samples."""
    return parse_amount(text, Unit.THOUSANDS)


def _set_lifecycles(rows: Iterable[SampleRow], initiatives: Mapping[tuple[str, str], Initiative]) -> None:
    lifecycles = {lifecycle.label: lifecycle for lifecycle in Lifecycle}
    for row in rows:
        initiative = initiatives[row["katalog"], row["tiltag"]]
        initiative.lifecycle = lifecycles[row["livscyklus"]]
        initiative.ended_on = date.fromisoformat(row["ophørt"]) if row["ophørt"] else None
        initiative.ended_reason = row["hvorfor"]
        initiative.save()


def _set_activity(rows: Iterable[SampleRow], initiatives: Mapping[tuple[str, str], Initiative]) -> None:
    for row in rows:
        initiative = initiatives[row["katalog"], row["tiltag"]]
        price = {"unit": row["enhed"], "price_difference": _parse_kroner(row["pris"])}
        ActivityPrice.objects.get_or_create(initiative=initiative, defaults=price)
        ActivityMonth.objects.create(
            initiative=initiative,
            year=initiative.catalogue.first_year,
            month=int(row["måned"]),
            identified=Decimal(row["udpeget"]),
            left_out=Decimal(row["holdt ude"]),
            left_out_reason=row["hvorfor"],
            moved=Decimal(row["flyttet"]),
        )


def _open_rounds(follow_up_rows: Iterable[SampleRow], controller: User) -> list[FollowUpRound]:
    """Open the year's rounds of each catalogue in the samples; return those with sample figures, in order."""
    periods: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for row in follow_up_rows:
        periods[row["katalog"], int(row["år"])].add(int(row["periode"]))
    sample_rounds = []
    for (slug, year), sample_periods in periods.items():
        catalogue = Catalogue.objects.select_related("municipality").get(slug=slug)
        rounds = open_year(
            membership=_get_membership(controller, catalogue),
            year=year,
            periods={*sample_periods, 13},
            days=10,
            half_year_days=45,
            catalogues=[catalogue],
        )
        sample_rounds += [round_ for round_ in rounds if round_.period in sample_periods]
    return sample_rounds


def _move_targets(
    round_: FollowUpRound,
    transfer_rows: Iterable[SampleRow],
    initiatives: dict[tuple[str, str], Initiative],
    users: Mapping[str, User],
) -> None:
    """Create the new initiatives that take over a part of another initiative's target effect."""
    for row in transfer_rows:
        source_initiative = initiatives[row["katalog"], row["fra"]]
        new_initiative = move_target(
            membership=_get_membership(users["controller"], source_initiative.catalogue),
            round_=round_,
            source_initiative=source_initiative,
            new=NewInitiative(row["titel"], int(row["begynder"]), row["hvorfor"]),
            amounts={
                round_.year + years_ahead: _parse_kroner(text) or Decimal(0)
                for years_ahead, text in enumerate(row["beløb"].split("+"))
            },
        )
        initiatives[row["katalog"], new_initiative.key] = new_initiative


def _get_membership(user: User, catalogue: Catalogue) -> Membership:
    members: QuerySet[Membership] = Membership.objects.select_related("municipality", "user")
    return members.get(user=user, municipality=catalogue.municipality)


def _get_round_rows(round_: FollowUpRound, rows: Iterable[SampleRow]) -> list[SampleRow]:
    """The rows that belong to the round's catalogues, year and period."""
    round_keys = {(catalogue.slug, str(round_.year), str(round_.period)) for catalogue in round_.catalogues.all()}
    return [row for row in rows if (row["katalog"], row["år"], row["periode"]) in round_keys]


def _follow_up(
    round_: FollowUpRound,
    rows: Iterable[SampleRow],
    initiatives: Mapping[tuple[str, str], Initiative],
    users: Mapping[str, User],
) -> None:
    """Create the round's follow-ups, sent by the controller and approved by the manager, and next year's forecasts."""
    initiative_rows = [(initiatives[row["katalog"], row["tiltag"]], row) for row in rows]
    ids = [initiative.pk for initiative, _ in initiative_rows]
    targets, previous = load_targets(ids, round_.year, round_.month), load_previous_rounds(round_, ids)
    computed = set(ActivityPrice.objects.filter(initiative__in=ids).values_list("initiative_id", flat=True))
    follow_ups, years = [], []
    for initiative, row in initiative_rows:
        target, previous_figures = targets.get(initiative.pk), previous.get(initiative.pk)
        figures = Figures(
            target=target.year if target else None,
            target_to_date=target.to_date if target else None,
            realised=_parse_kroner(row["realiseret"]),
            forecast=_parse_kroner(row["prognose"]),
            forecast_before=previous_figures.forecast if previous_figures else None,
            lifecycle=initiative.lifecycle,
        )
        follow_up = FollowUp(
            round=round_,
            initiative=initiative,
            revision=int(row["revision"] or 0),
            revision_reason=row["hvorfor rettet"],
            state=State.APPROVED,
            target=figures.target,
            target_to_date=figures.target_to_date,
            realised=figures.realised,
            forecast=figures.forecast,
            full_year_effect=_parse_kroner(row["helårseffekt"]),
            basis=Basis.COMPUTED if initiative.pk in computed else Basis.ENTERED,
            status=propose(figures, limits_of(round_.municipality)) or "",
            cause={cause.label: cause for cause in Cause}.get(row["årsag"], ""),
            explanation=row["forklaring"],
            edited_by=users["controller"],
            submitted_by=users["controller"],
            submitted_at=timezone.now(),
            decided_by=users["leder"],
            decided_at=timezone.now(),
            is_constructed=True,
        )
        follow_ups.append(follow_up)
        if (next_year := _parse_kroner(row["næste år"])) is not None:
            years.append(FollowUpYear(follow_up=follow_up, year=round_.year + 1, forecast=next_year))
    FollowUp.objects.bulk_create(follow_ups)
    FollowUpYear.objects.bulk_create(years)
    audit.record(municipality=round_.municipality, actor=None, action="eksempler indlæst", obj=round_)


def _set_criteria(rows: Iterable[SampleRow]) -> None:
    assessments = {assessment.label: assessment for assessment in SuccessCriterion.Seen}
    for row in rows:
        criterion = SuccessCriterion.objects.get(
            initiative__catalogue__slug=row["katalog"], initiative__key=row["tiltag"], order=row["nr"]
        )
        criterion.seen, criterion.seen_note = assessments[row["hvordan det står"]], row["hvad der er set"]
        criterion.seen_on = date.fromisoformat(row["sidst set på"])
        criterion.look_on = date.fromisoformat(row["ses på igen"])
        criterion.save()


def _set_actions(
    rows: Iterable[SampleRow], initiatives: Mapping[tuple[str, str], Initiative], rounds: Iterable[FollowUpRound]
) -> None:
    first_rounds = {
        round_.municipality_id: round_ for round_ in sorted(rounds, key=lambda round_: round_.period, reverse=True)
    }
    for row in rows:
        initiative = initiatives[row["katalog"], row["tiltag"]]
        Action.objects.create(
            initiative=initiative,
            text=row["handling"],
            owner=row["ansvarlig"],
            deadline=date.fromisoformat(row["frist"]),
            opened=first_rounds[initiative.catalogue.municipality_id],
        )
