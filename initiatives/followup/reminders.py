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
class DueReminder:
    """A reminder that is to be sent to a user."""

    user: User
    about: str
    text: str
    municipality: Municipality


def find_due(today: date) -> list[DueReminder]:
    """All reminders that are due and not yet sent; a round has one before its deadline and one after."""
    due_reminders = [*_rounds(today), *_actions(today), *_assumptions(today), *_criteria(today)]
    people = [reminder.user for reminder in due_reminders]
    sent = set(Reminder.objects.filter(user__in=people).values_list("user_id", "about"))
    return [
        reminder for reminder in due_reminders if reminder.user.email and (reminder.user.pk, reminder.about) not in sent
    ]


def send(due: Iterable[DueReminder]) -> list[tuple[User, int]]:
    """Send one mail to each person with all due reminders, and store them as sent; the number of lines by user."""
    by_user: defaultdict[User, list[DueReminder]] = defaultdict(list)
    for reminder in due:
        by_user[reminder.user].append(reminder)
    for user, reminders in by_user.items():
        send_mail(
            subject=_subject(reminders),
            message="\n".join(f"- {reminder.text}" for reminder in reminders),
            from_email=None,
            recipient_list=[user.email],
        )
        Reminder.objects.bulk_create([Reminder(user=user, about=reminder.about) for reminder in reminders])
    return [(user, len(reminders)) for user, reminders in by_user.items()]


def _subject(reminders: Sequence[DueReminder]) -> str:
    places = " og ".join(dict.fromkeys(reminder.municipality.name for reminder in reminders))
    return f"Effektspor: {counted(len(reminders), 'opgave', 'opgaver')} med frist i {places}"


def _day(day: date | None) -> str:
    return f"den {date_format(day, 'j. F Y')}" if day else ""


def _link(text: str, page: str, *place: object) -> str:
    """The text followed by the page's address, where the host of the program is known."""
    host = next((name for name in settings.ALLOWED_HOSTS if not name.startswith(("*", "."))), "")
    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    return f"{text} {scheme}://{host}{reverse(page, args=place)}" if host else text


def _course_address(initiative: Initiative) -> tuple[str, str, str, str]:
    """The name and arguments of the page about the course of an initiative."""
    catalogue = initiative.catalogue
    return "course", catalogue.municipality.slug, catalogue.slug, initiative.key


def _rounds(today: date) -> Iterator[DueReminder]:
    """Open rows of rounds near or past their deadline: to the responsible user, otherwise to the controllers."""
    rounds = FollowUpRound.objects.filter(deadline__lte=today + timedelta(days=DAYS_BEFORE))
    controllers = _controllers()
    for round_ in rounds.select_related("municipality"):
        waiting: defaultdict[User, list[GridRow]] = defaultdict(list)
        for row in build_grid(round_).rows:
            if is_editable(row.state):
                for user in _get_recipients(row.initiative, controllers):
                    waiting[user].append(row)
        when = "er overskredet" if round_.deadline < today else "nærmer sig"
        for user, open_rows in waiting.items():
            rows_text = (
                f"{len(open_rows)} tiltag i opfølgningen for {round_.label} i {round_.municipality} er ikke sendt."
            )
            verb = "var" if round_.deadline < today else "er"
            text = f"{rows_text} Fristen {verb} {_day(round_.deadline)}. Udfyld og send dem under Opfølgning."
            link = _link(text, "grid", round_.municipality.slug, round_.code)
            yield DueReminder(user, f"runde {round_.pk} {when}", link, round_.municipality)


def _actions(today: date) -> Iterator[DueReminder]:
    open_actions = Action.objects.filter(state=Action.ActionState.OPEN, deadline__lte=today)
    controllers = _controllers()
    for action in open_actions.select_related("initiative__catalogue__municipality", "initiative__responsible"):
        for user in _get_recipients(action.initiative, controllers):
            text = f"Handlingen “{action.text}” for {action.initiative} skulle være udført {_day(action.deadline)}."
            link = _link(text, *_course_address(action.initiative))
            yield DueReminder(user, f"handling {action.pk}", link, action.initiative.catalogue.municipality)


def _assumptions(today: date) -> Iterator[DueReminder]:
    due_assumptions = Assumption.objects.filter(
        due__lte=today, initiative__isnull=False, initiative__follow_ups__isnull=False
    )
    controllers = _controllers()
    for assumption in due_assumptions.select_related(
        "initiative__catalogue__municipality", "initiative__responsible"
    ).distinct():
        if assumption.initiative and assumption.due:
            for user in _get_recipients(assumption.initiative, controllers):
                subject = f"Forudsætningen “{assumption.text}” for {assumption.initiative}"
                text = f"{subject} skulle være på plads senest {_day(assumption.due)}."
                link = _link(text, *_course_address(assumption.initiative))
                yield DueReminder(
                    user, f"forudsætning {assumption.pk}", link, assumption.initiative.catalogue.municipality
                )


def _criteria(today: date) -> Iterator[DueReminder]:
    """Criteria that are to be assessed again; each new date gives a new reminder."""
    due_criteria = SuccessCriterion.objects.filter(look_on__lte=today).exclude(initiative__lifecycle__in=ENDED)
    controllers = _controllers()
    for criterion in due_criteria.select_related("initiative__catalogue__municipality", "initiative__responsible"):
        for user in _get_recipients(criterion.initiative, controllers):
            subject = f"Succeskriteriet “{criterion}” for {criterion.initiative}"
            text = f"{subject} skulle vurderes senest {_day(criterion.look_on)}."
            link = _link(text, *_course_address(criterion.initiative))
            yield DueReminder(
                user, f"kriterium {criterion.pk} {criterion.look_on}", link, criterion.initiative.catalogue.municipality
            )


def _controllers() -> dict[int, list[User]]:
    """The controllers by municipality id."""
    by_municipality: defaultdict[int, list[User]] = defaultdict(list)
    for membership in Membership.objects.filter(role=Role.CONTROLLER).select_related("user"):
        by_municipality[membership.municipality_id].append(membership.user)
    return by_municipality


def _get_recipients(initiative: Initiative, controllers: dict[int, list[User]]) -> list[User]:
    if initiative.responsible:
        return [initiative.responsible]
    return controllers.get(initiative.catalogue.municipality_id, [])
