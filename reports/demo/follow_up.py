"""Constructed follow-up for the demo: a year in four municipalities whose rows fit together. None of it is real."""

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

Row = Mapping[str, str]
OWNED_BY_THE_CONTRIBUTOR = ("botilbud-107", "ekstern-til-egen-85", "stoette-85")


@transaction.atomic
def load_samples(folder: Path) -> None:
    """Load the samples once; where there is a round already, somebody has begun, and nothing is added."""
    if FollowUpRound.objects.exists():
        return
    initiatives = {(i.catalogue.slug, i.key): i for i in Initiative.objects.select_related("catalogue__municipality")}
    people = {name: User.objects.get(username=name) for name in ("bidrag", "controller", "leder")}
    _set_lifecycles(_rows(folder / "livscyklus.csv"), initiatives)
    _set_activity(_rows(folder / "aktivitet.csv"), initiatives)
    rows = list(_rows(folder / "opfoelgning.csv"))
    rounds = _open_rounds(rows, people["controller"])
    moved = list(_rows(folder / "flyttede_maaltal.csv"))
    for round_ in rounds:
        _move_targets(round_, _of(round_, moved), initiatives, people)
        _follow_up(round_, _of(round_, rows), initiatives, people)
    _set_actions(_rows(folder / "handlinger.csv"), initiatives, rounds)
    _look_at_criteria(_rows(folder / "kriterier.csv"))
    mine = Initiative.objects.filter(catalogue__slug="ballerup-2019", key__in=OWNED_BY_THE_CONTRIBUTOR)
    mine.update(responsible=people["bidrag"])


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _kroner(text: str) -> Decimal | None:
    """Amounts of the samples are in 1.000 kr."""
    return parse_amount(text, Unit.THOUSANDS)


def _set_lifecycles(rows: Iterable[Row], initiatives: Mapping[tuple[str, str], Initiative]) -> None:
    by_label = {lifecycle.label: lifecycle for lifecycle in Lifecycle}
    for row in rows:
        initiative = initiatives[row["katalog"], row["tiltag"]]
        initiative.lifecycle = by_label[row["livscyklus"]]
        initiative.ended_on = date.fromisoformat(row["ophørt"]) if row["ophørt"] else None
        initiative.ended_reason = row["hvorfor"]
        initiative.save()


def _set_activity(rows: Iterable[Row], initiatives: Mapping[tuple[str, str], Initiative]) -> None:
    for row in rows:
        initiative = initiatives[row["katalog"], row["tiltag"]]
        price = {"unit": row["enhed"], "price_difference": _kroner(row["pris"])}
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


def _open_rounds(rows: Iterable[Row], controller: User) -> list[FollowUpRound]:
    """The year's rounds of each catalogue that the samples follow; those with figures come back, in their order."""
    periods: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for row in rows:
        periods[row["katalog"], int(row["år"])].add(int(row["periode"]))
    made = []
    for (slug, year), told in periods.items():
        catalogue = Catalogue.objects.select_related("municipality").get(slug=slug)
        rounds = open_year(
            membership=_member(controller, catalogue),
            year=year,
            periods={*told, 13},
            days=10,
            half_year_days=45,
            catalogues=[catalogue],
        )
        made += [round_ for round_ in rounds if round_.period in told]
    return made


def _move_targets(
    round_: FollowUpRound,
    rows: Iterable[Row],
    initiatives: dict[tuple[str, str], Initiative],
    people: Mapping[str, User],
) -> None:
    """Make the initiatives that take over a part of another's target from the round on."""
    for row in rows:
        source_initiative = initiatives[row["katalog"], row["fra"]]
        made = move_target(
            membership=_member(people["controller"], source_initiative.catalogue),
            round_=round_,
            source_initiative=source_initiative,
            new=NewInitiative(row["titel"], int(row["begynder"]), row["hvorfor"]),
            amounts={round_.year + n: _kroner(text) or Decimal(0) for n, text in enumerate(row["beløb"].split("+"))},
        )
        initiatives[row["katalog"], made.key] = made


def _member(user: User, catalogue: Catalogue) -> Membership:
    members: QuerySet[Membership] = Membership.objects.select_related("municipality", "user")
    return members.get(user=user, municipality=catalogue.municipality)


def _of(round_: FollowUpRound, rows: Iterable[Row]) -> list[Row]:
    """The rows of the round's catalogues, year and period."""
    places = {(c.slug, str(round_.year), str(round_.period)) for c in round_.catalogues.all()}
    return [row for row in rows if (row["katalog"], row["år"], row["periode"]) in places]


def _follow_up(
    round_: FollowUpRound,
    rows: Iterable[Row],
    initiatives: Mapping[tuple[str, str], Initiative],
    people: Mapping[str, User],
) -> None:
    """The round's rows, sent by the controller and approved by the manager, and what they expect of next year."""
    told = [(initiatives[row["katalog"], row["tiltag"]], row) for row in rows]
    ids = [initiative.pk for initiative, _ in told]
    targets, before = load_targets(ids, round_.year, round_.month), load_previous_rounds(round_, ids)
    computed = set(ActivityPrice.objects.filter(initiative__in=ids).values_list("initiative_id", flat=True))
    follow_ups, years = [], []
    for initiative, row in told:
        target, last = targets.get(initiative.pk), before.get(initiative.pk)
        figures = Figures(
            target=target.year if target else None,
            target_to_date=target.to_date if target else None,
            realised=_kroner(row["realiseret"]),
            forecast=_kroner(row["prognose"]),
            forecast_before=last.forecast if last else None,
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
            full_year_effect=_kroner(row["helårseffekt"]),
            basis=Basis.COMPUTED if initiative.pk in computed else Basis.ENTERED,
            status=propose(figures, limits_of(round_.municipality)) or "",
            cause={cause.label: cause for cause in Cause}.get(row["årsag"], ""),
            explanation=row["forklaring"],
            edited_by=people["controller"],
            submitted_by=people["controller"],
            submitted_at=timezone.now(),
            decided_by=people["leder"],
            decided_at=timezone.now(),
            is_constructed=True,
        )
        follow_ups.append(follow_up)
        if (next_year := _kroner(row["næste år"])) is not None:
            years.append(FollowUpYear(follow_up=follow_up, year=round_.year + 1, forecast=next_year))
    FollowUp.objects.bulk_create(follow_ups)
    FollowUpYear.objects.bulk_create(years)
    audit.record(municipality=round_.municipality, actor=None, action="eksempler indlæst", obj=round_)


def _look_at_criteria(rows: Iterable[Row]) -> None:
    by_label = {seen.label: seen for seen in SuccessCriterion.Seen}
    for row in rows:
        criterion = SuccessCriterion.objects.get(
            initiative__catalogue__slug=row["katalog"], initiative__key=row["tiltag"], order=row["nr"]
        )
        criterion.seen, criterion.seen_note = by_label[row["hvordan det står"]], row["hvad der er set"]
        criterion.seen_on = date.fromisoformat(row["sidst set på"])
        criterion.look_on = date.fromisoformat(row["ses på igen"])
        criterion.save()


def _set_actions(
    rows: Iterable[Row], initiatives: Mapping[tuple[str, str], Initiative], rounds: Iterable[FollowUpRound]
) -> None:
    first = {round_.municipality_id: round_ for round_ in sorted(rounds, key=lambda r: r.period, reverse=True)}
    for row in rows:
        initiative = initiatives[row["katalog"], row["tiltag"]]
        Action.objects.create(
            initiative=initiative,
            text=row["handling"],
            owner=row["ansvarlig"],
            deadline=date.fromisoformat(row["frist"]),
            opened=first[initiative.catalogue.municipality_id],
        )
