from django.urls import path

from budgets.views import budget, cases, ledger, municipality

urlpatterns = [
    path("", municipality.municipality_list, name="municipality_list"),
    path("<slug:municipality>/haendelser/", municipality.event_list, name="event_list"),
    path("<slug:municipality>/ordliste/", municipality.glossary, name="glossary"),
    path("<slug:municipality>/folketal/", municipality.population, name="population"),
    path("<slug:municipality>/budget/", budget.overview, name="budget"),
    path("<slug:municipality>/budget/omraader/", budget.areas, name="areas"),
    path("<slug:municipality>/budget/omraader/<str:code>/", budget.area, name="area"),
    path("<slug:municipality>/budget/bevilling/", budget.decision, name="decision"),
    path("<slug:municipality>/budget/forventet/", budget.expected, name="expected"),
    path("<slug:municipality>/budget/indlaes/", ledger.upload, name="ledger"),
    path("<slug:municipality>/budget/overskrifter/", ledger.headings, name="ledger_headings"),
    path("<slug:municipality>/budget/kontoregler/", ledger.rules, name="ledger_rules"),
    path("<slug:municipality>/sager/", cases.overview, name="cases"),
    path("<slug:municipality>/sager/sager.csv", cases.download, name="cases_csv"),
    path("<slug:municipality>/sager/sammenligning/", cases.benchmark, name="benchmark"),
    path("<slug:municipality>/sager/skriv/", cases.write, name="cases_write"),
    path("<slug:municipality>/sager/dyre/", cases.write_costly, name="costly_cases"),
    path("<slug:municipality>/sager/ventet-tilgang/", cases.write_expected, name="entrants"),
    path("<slug:municipality>/budget/fordeling/", budget.shares, name="shares"),
]
