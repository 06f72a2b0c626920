from django.urls import path

from budgets.caseload import views

urlpatterns = [
    path("<slug:municipality>/sager/skriv/", views.write, name="cases_write"),
    path("<slug:municipality>/sager/dyre/", views.write_costly, name="costly_cases"),
    path("<slug:municipality>/sager/ventet-tilgang/", views.write_expected, name="entrants"),
]
