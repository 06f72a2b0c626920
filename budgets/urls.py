from django.urls import path

from budgets.views import budget, municipality

urlpatterns = [
    path("", municipality.municipality_list, name="municipality_list"),
    path("<slug:municipality>/haendelser/", municipality.event_list, name="event_list"),
    path("<slug:municipality>/folketal/", municipality.population, name="population"),
    path("<slug:municipality>/budget/", budget.overview, name="budget"),
    path("<slug:municipality>/budget/omraader/", budget.areas, name="areas"),
    path("<slug:municipality>/budget/omraader/<str:code>/", budget.area, name="area"),
    path("<slug:municipality>/budget/bevilling/", budget.decision, name="decision"),
    path("<slug:municipality>/budget/forventet/", budget.expected, name="expected"),
    path("<slug:municipality>/budget/fordeling/", budget.shares, name="shares"),
]
