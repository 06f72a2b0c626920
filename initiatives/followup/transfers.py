"""A new initiative takes over a part of another's target, as when a residual line is spent on what was found since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from budgets.foundation import audit
from budgets.foundation.models import Membership
from initiatives.catalogues.keys import unique_slug
from initiatives.catalogues.models.initiatives import Initiative, Lifecycle
from initiatives.followup.locking import LockedYearError, is_locked
from initiatives.results.models import FollowUp, FollowUpRound, TargetTransfer
from initiatives.results.targets import load_targets

FIRST_ORDER = 1000
"""Initiatives that were added are numbered from here, apart from those of the catalogue."""


class TransferError(Exception):
    """The target cannot be moved; `problems` says why, by year where it is about one (0: about none)."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True)
class NewInitiative:
    """What the new initiative is, and the month (1-12) in which it begins in its first year."""

    title: str
    start_month: int
    reason: str


@transaction.atomic
def move_target(
    *,
    membership: Membership,
    round_: FollowUpRound,
    source_initiative: Initiative,
    new: NewInitiative,
    amounts: Mapping[int, Decimal],
) -> Initiative:
    """Make the new initiative, followed up from the round on, with `amounts` (kroner by year) of the giver's target.

    No year can give more than is left of its target. Raises TransferError with every reason, or LockedYearError.
    """
    if is_locked(round_):
        raise LockedYearError(round_)
    Initiative.objects.select_for_update().get(pk=source_initiative.pk)
    if problems := _problems(round_, source_initiative, amounts):
        raise TransferError(problems)
    made = _make(round_, source_initiative, new)
    first = min(amounts)
    moved = TargetTransfer.objects.bulk_create(
        TargetTransfer(
            from_initiative=source_initiative,
            to_initiative=made,
            year=year,
            amount=amount,
            start_month=new.start_month if year == first else 1,
            round=round_,
            reason=new.reason,
        )
        for year, amount in amounts.items()
    )
    changes = [
        {"felt": f"forudsat effekt {t.year}", "før": str(source_initiative), "efter": str(t.amount)} for t in moved
    ]
    audit.record(
        municipality=membership.municipality, actor=membership.user, action="måltal flyttet", obj=made, changes=changes
    )
    return made


def _make(round_: FollowUpRound, source_initiative: Initiative, new: NewInitiative) -> Initiative:
    """The new initiative in the giver's group, with the giver's responsible and effect on the budget."""
    taken = set(source_initiative.catalogue.initiatives.values_list("key", flat=True))
    return Initiative.objects.create(
        catalogue=source_initiative.catalogue,
        theme=source_initiative.theme,
        order=_next_order(source_initiative),
        key=unique_slug(new.title, taken),
        title=new.title,
        lifecycle=Lifecycle.UNDER_WAY,
        responsible=source_initiative.responsible,
        budget_effect=source_initiative.budget_effect,
        added_in=round_,
    )


@transaction.atomic
def take_back(*, membership: Membership, round_: FollowUpRound, added: Initiative) -> None:
    """Give the target back and remove the initiative that was added; TransferError where it has been followed up."""
    if is_locked(round_):
        raise LockedYearError(round_)
    if added.added_in_id is None or FollowUp.objects.filter(initiative=added).exists():
        raise TransferError(
            {0: f"Der er fulgt op på {added.title}. Den forudsatte effekt kan derfor ikke flyttes tilbage."}
        )
    audit.record(
        municipality=membership.municipality, actor=membership.user, action="måltal flyttet tilbage", obj=added
    )
    added.delete()


def transfers_of(initiative: Initiative) -> list[TargetTransfer]:
    """What the initiative has given to others or taken over, by taker and year; one query."""
    return list(TargetTransfer.objects.of([initiative.pk]).with_parties().order_by("to_initiative", "year"))


def added_from(source_initiative: Initiative) -> list[Initiative]:
    """The initiatives that took over from it and that nobody has followed up yet, so that they can go; one query."""
    return list(
        source_initiative.catalogue.initiatives.filter(
            target_taken__from_initiative=source_initiative, follow_ups=None
        ).distinct()
    )


def _problems(round_: FollowUpRound, source_initiative: Initiative, amounts: Mapping[int, Decimal]) -> dict[int, str]:
    if round_.is_accounts:
        return {0: "Forudsat effekt kan ikke flyttes i årets regnskab. Fordel i stedet den manglende effekt."}
    if not amounts:
        return {0: "Skriv det beløb, der flyttes, i mindst ét år."}
    target = load_targets([source_initiative.pk], round_.year, round_.month).get(source_initiative.pk)
    left = {round_.year: target.year or Decimal(0), **target.later} if target else {}
    return dict(_too_much(amounts, left))


def _too_much(amounts: Mapping[int, Decimal], left: Mapping[int, Decimal]) -> Iterable[tuple[int, str]]:
    for year, amount in amounts.items():
        if amount <= 0:
            yield year, f"{year}: Skriv et beløb over nul."
        elif amount > left.get(year, Decimal(0)):
            yield year, f"{year}: Beløbet er større end den forudsatte effekt, der er tilbage. Skriv et mindre beløb."


def _next_order(source_initiative: Initiative) -> int:
    last = source_initiative.catalogue.initiatives.aggregate(last=Max("order"))["last"] or 0
    return max(last + 1, FIRST_ORDER)
