"""A municipality with one row of everything a form may name, all with the same key, which must never change."""

from datetime import date

from django.apps import apps
from django.db import connection, models

from budgets.areas.models import BudgetArea, BudgetDecision, BudgetRound
from budgets.forecasting.models import Forecast
from budgets.foundation.models import Committee, Membership, Role, User
from initiatives.catalogues.models.catalogues import Catalogue, Theme
from initiatives.catalogues.models.descriptions import SuccessCriterion
from initiatives.catalogues.models.effects import EffectLine, YearlyEffect
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import LinkKind, ProposalLink, ProposalPart
from initiatives.decisions.models import AgendaItem
from initiatives.followup.models import Action
from initiatives.results.models import FollowUpRound
from initiatives.scenarios.models import Alternative
from reports.notes.models import StatusNote
from tests.factories import make_member

FOREIGN = 900_001
SHARED = ("budgets_municipality", "budgets_membership")
"""Tables of which the other municipality's rows have keys of their own."""


def make_foreign(like: Catalogue) -> None:
    """Create the rows in Hedensted; the catalogue has the values of `like`."""
    municipality = make_member("henrik", Role.CONTROLLER, "hedensted").municipality
    own, key = {"municipality": municipality}, {"pk": FOREIGN}
    user = User.objects.create(**key, username="foreign")
    Membership.objects.create(user=user, municipality=municipality, role=Role.CONTROLLER)
    committee = Committee.objects.create(**key, **own, name="Fremmed udvalg")
    area = BudgetArea.objects.create(**key, **own, code="99", title="Fremmed område")
    budget_round = BudgetRound.objects.create(**key, **own, year=2019)
    BudgetDecision.objects.create(
        **key, round=budget_round, kind="adopted", decided_on=date(2018, 10, 1), title="Fremmed"
    )
    Forecast.objects.create(**key, **own, year=2019, month=1, seq=1)
    StatusNote.objects.create(**key, **own, month=date(2019, 1, 1), seq=1, written_by=user)
    AgendaItem.objects.create(
        **key, **own, committee=committee, held_on=date(2019, 1, 1), number="1", title="Fremmed punkt"
    )
    catalogue = Catalogue.objects.get(pk=like.pk)
    catalogue.pk, catalogue.municipality, catalogue.slug, catalogue.title = FOREIGN, municipality, "fremmed", "Fremmed"
    catalogue.save(force_insert=True)
    Alternative.objects.create(**key, catalogue=catalogue, name="Fremmed", by=user)
    _make_initiative(catalogue, area, FollowUpRound.objects.create(**key, **own, year=2019, period=3, deadline=DAY))


DAY = date(2019, 4, 10)


def _make_initiative(catalogue: Catalogue, area: BudgetArea, round_: FollowUpRound) -> None:
    key = {"pk": FOREIGN}
    theme = Theme.objects.create(**key, catalogue=catalogue, order=1, title="Fremmed")
    initiative = Initiative.objects.create(
        **key, catalogue=catalogue, theme=theme, order=1, key="fremmed", title="Fremmed tiltag", lifecycle="adopted"
    )
    line = EffectLine.objects.create(**key, initiative=initiative, order=1, text="", category="permanent", area=area)
    YearlyEffect.objects.create(**key, line=line, year=2019, amount=1000)
    SuccessCriterion.objects.create(**key, initiative=initiative, order=1, text="Fremmed")
    ProposalPart.objects.create(**key, initiative=initiative, order=1, name="Fremmed del")
    ProposalLink.objects.create(**key, initiative=initiative, kind=LinkKind.values[0], code="X1")
    Action.objects.create(**key, initiative=initiative, text="Fremmed", owner="en", deadline=DAY, opened=round_)


def read_foreign() -> list[tuple[str, str]]:
    """Every row that is one of the foreign rows or refers to one, as text by table; one query."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(map(_query, _models())) + " ORDER BY 1, 2")
        return list(cursor.fetchall())


def _models() -> list[type[models.Model]]:
    configs = [apps.get_app_config(label) for label in ("budgets", "initiatives", "reports")]
    return [model for config in configs for model in config.get_models(include_auto_created=True)]


def _query(model: type[models.Model]) -> str:
    keys = [field.column for field in model._meta.concrete_fields if field.is_relation]
    conditions = " OR ".join(f"{column} = {FOREIGN}" for column in [model._meta.pk.column, *keys])
    table = model._meta.db_table
    return f"SELECT '{table}', md5({table}::text) FROM {table} WHERE {conditions}"
