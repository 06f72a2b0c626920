"""Reminders by mail: rounds near or past their deadline; actions, assumptions and criteria that are due. Each once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.formats import date_format

from budgets.foundation.models import Membership, Municipality, Role, User
from budgets.foundation.wording import counted
from initiatives.catalogues.models.descriptions import Assumption, SuccessCriterion
from initiatives.catalogues.models.initiatives import ENDED, Initiative
from initiatives.followup.grid import GridRow, build_grid
from initiatives.followup.models import Action, Reminder
from initiatives.results.models import FollowUpRound
from initiatives.results.states import is_editable

DAYS_BEFORE = 3


@dataclass(frozen=True)
class Due:
    """One thing that somebody is to be reminded of."""

    user: User
    about: str
    text: str
    municipality: Municipality


def find_due(today: date) -> list[Due]:
    """Everything that is due and has not been reminded of; a round is due once before its deadline and once after."""
    found = [*_rounds(today), *_actions(today), *_assumptions(today), *_criteria(today)]
    people = [due.user for due in found]
    sent = set(Reminder.objects.filter(user__in=people).values_list("user_id", "about"))
    return [due for due in found if due.user.email and (due.user.pk, due.about) not in sent]


def send(due: Iterable[Due]) -> list[tuple[User, int]]:
    """One mail a person with all that is due; noted when it is sent. Who got how many lines."""
    by_user: defaultdict[User, list[Due]] = defaultdict(list)
    for found in due:
        by_user[found.user].append(found)
    for user, lines in by_user.items():
        send_mail(
            subject=_subject(lines),
            message="\n".join(f"- {line.text}" for line in lines),
            from_email=None,
            recipient_list=[user.email],
        )
        Reminder.objects.bulk_create([Reminder(user=user, about=line.about) for line in lines])
    return [(user, len(lines)) for user, lines in by_user.items()]


def _subject(lines: Sequence[Due]) -> str:
    places = " og ".join(dict.fromkeys(line.municipality.name for line in lines))
    return f"Effektspor: {counted(len(lines), 'opgave', 'opgaver')} med frist i {places}"


def _day(day: date | None) -> str:
    return f"den {date_format(day, 'j. F Y')}" if day else ""


def _link(text: str, page: str, *place: object) -> str:
    """The text with the page's address after it, where the program is told which host it answers on."""
    host = next((name for name in settings.ALLOWED_HOSTS if not name.startswith(("*", "."))), "")
    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    return f"{text} {scheme}://{host}{reverse(page, args=place)}" if host else text


def _course(initiative: Initiative) -> tuple[str, str, str, str]:
    """The page of what is done about an initiative, as it is linked to."""
    catalogue = initiative.catalogue
    return "course", catalogue.municipality.slug, catalogue.slug, initiative.key


def _rounds(today: date) -> Iterator[Due]:
    """Open rows of rounds near or past their deadline: to whoever answers for the row, else to the controllers."""
    rounds = FollowUpRound.objects.filter(deadline__lte=today + timedelta(days=DAYS_BEFORE))
    controllers = _controllers()
    for round_ in rounds.select_related("municipality"):
        waiting: defaultdict[User, list[GridRow]] = defaultdict(list)
        for row in build_grid(round_).rows:
            if is_editable(row.state):
                for user in _who(row.initiative, controllers):
                    waiting[user].append(row)
        when = "er overskredet" if round_.deadline < today else "nærmer sig"
        for user, rows in waiting.items():
            what = f"{len(rows)} tiltag i opfølgningen for {round_.label} i {round_.municipality} er ikke sendt."
            verb = "var" if round_.deadline < today else "er"
            text = f"{what} Fristen {verb} {_day(round_.deadline)}. Udfyld og send dem under Opfølgning."
            link = _link(text, "grid", round_.municipality.slug, round_.code)
            yield Due(user, f"runde {round_.pk} {when}", link, round_.municipality)


def _actions(today: date) -> Iterator[Due]:
    found = Action.objects.filter(state=Action.State.OPEN, deadline__lte=today)
    controllers = _controllers()
    for action in found.select_related("initiative__catalogue__municipality", "initiative__responsible"):
        for user in _who(action.initiative, controllers):
            text = f"Handlingen “{action.text}” for {action.initiative} skulle være udført {_day(action.deadline)}."
            link = _link(text, *_course(action.initiative))
            yield Due(user, f"handling {action.pk}", link, action.initiative.catalogue.municipality)


def _assumptions(today: date) -> Iterator[Due]:
    found = Assumption.objects.filter(due__lte=today, initiative__isnull=False, initiative__follow_ups__isnull=False)
    controllers = _controllers()
    for assumption in found.select_related("initiative__catalogue__municipality", "initiative__responsible").distinct():
        if assumption.initiative and assumption.due:
            for user in _who(assumption.initiative, controllers):
                what = f"Forudsætningen “{assumption.text}” for {assumption.initiative}"
                text = f"{what} skulle være på plads senest {_day(assumption.due)}."
                link = _link(text, *_course(assumption.initiative))
                yield Due(user, f"forudsætning {assumption.pk}", link, assumption.initiative.catalogue.municipality)


def _criteria(today: date) -> Iterator[Due]:
    """Criteria that are to be looked at again; each new date reminds anew."""
    found = SuccessCriterion.objects.filter(look_on__lte=today).exclude(initiative__lifecycle__in=ENDED)
    controllers = _controllers()
    for criterion in found.select_related("initiative__catalogue__municipality", "initiative__responsible"):
        for user in _who(criterion.initiative, controllers):
            what = f"Succeskriteriet “{criterion}” for {criterion.initiative}"
            text = f"{what} skulle vurderes senest {_day(criterion.look_on)}."
            link = _link(text, *_course(criterion.initiative))
            yield Due(
                user, f"kriterium {criterion.pk} {criterion.look_on}", link, criterion.initiative.catalogue.municipality
            )


def _controllers() -> dict[int, list[User]]:
    """The controllers by municipality."""
    found: defaultdict[int, list[User]] = defaultdict(list)
    for membership in Membership.objects.filter(role=Role.CONTROLLER).select_related("user"):
        found[membership.municipality_id].append(membership.user)
    return found


def _who(initiative: Initiative, controllers: dict[int, list[User]]) -> list[User]:
    if initiative.responsible:
        return [initiative.responsible]
    return controllers.get(initiative.catalogue.municipality_id, [])
