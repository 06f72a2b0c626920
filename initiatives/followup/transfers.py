"""Moving a part of an initiative's target to a new initiative, as when a residual line is used for new proposals."""

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
"""The order of the first added initiative, after those of the catalogue."""


class TransferError(Exception):
    """The target cannot be moved; `problems` are the reasons by year (0: about no year)."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True)
class NewInitiative:
    """The new initiative, and the month (1-12) in which its effect begins in the first year."""

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
    """Create the new initiative, followed up from the round on, with `amounts` (kroner by year) of the source's target.

    No year can give more than its target. Raises TransferError with every reason, or LockedYearError.
    """
    if is_locked(round_):
        raise LockedYearError(round_)
    Initiative.objects.select_for_update().get(pk=source_initiative.pk)
    if problems := _problems(round_, source_initiative, amounts):
        raise TransferError(problems)
    initiative = _create_initiative(round_, source_initiative, new)
    first = min(amounts)
    transfers = TargetTransfer.objects.bulk_create(
        TargetTransfer(
            from_initiative=source_initiative,
            to_initiative=initiative,
            year=year,
            amount=amount,
            start_month=new.start_month if year == first else 1,
            round=round_,
            reason=new.reason,
        )
        for year, amount in amounts.items()
    )
    changes = [
        {"felt": f"forudsat effekt {transfer.year}", "før": str(source_initiative), "efter": str(transfer.amount)}
        for transfer in transfers
    ]
    audit.record(
        municipality=membership.municipality,
        actor=membership.user,
        action="måltal flyttet",
        obj=initiative,
        changes=changes,
    )
    return initiative


def _create_initiative(round_: FollowUpRound, source_initiative: Initiative, new: NewInitiative) -> Initiative:
    """The new initiative in the source's group, with the source's responsible user and effect on the budget."""
    keys = set(source_initiative.catalogue.initiatives.values_list("key", flat=True))
    return Initiative.objects.create(
        catalogue=source_initiative.catalogue,
        theme=source_initiative.theme,
        order=_next_order(source_initiative),
        key=unique_slug(new.title, keys),
        title=new.title,
        lifecycle=Lifecycle.UNDER_WAY,
        responsible=source_initiative.responsible,
        budget_effect=source_initiative.budget_effect,
        added_in=round_,
    )


@transaction.atomic
def undo_transfer(*, membership: Membership, round_: FollowUpRound, added: Initiative) -> None:
    """Move the target back and delete the added initiative; TransferError where it has been followed up."""
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
    """Transfers from and to the initiative, by receiving initiative and year; one query."""
    return list(TargetTransfer.objects.of([initiative.pk]).with_parties().order_by("to_initiative", "year"))


def added_from(source_initiative: Initiative) -> list[Initiative]:
    """Initiatives added from this one that are not followed up yet, so that they can be removed; one query."""
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
    target_by_year = {round_.year: target.year or Decimal(0), **target.later} if target else {}
    return dict(_amount_problems(amounts, target_by_year))


def _amount_problems(
    amounts: Mapping[int, Decimal], target_by_year: Mapping[int, Decimal]
) -> Iterable[tuple[int, str]]:
    for year, amount in amounts.items():
        if amount <= 0:
            yield year, f"{year}: Skriv et beløb over nul."
        elif amount > target_by_year.get(year, Decimal(0)):
            yield year, f"{year}: Beløbet er større end den forudsatte effekt, der er tilbage. Skriv et mindre beløb."


def _next_order(source_initiative: Initiative) -> int:
    last = source_initiative.catalogue.initiatives.aggregate(last=Max("order"))["last"] or 0
    return max(last + 1, FIRST_ORDER)
