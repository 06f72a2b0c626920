from django.urls import path

from budgets.foundation import views

urlpatterns = [
    path("", views.municipality_list, name="municipality_list"),
    path("konto/noegle/", views.token, name="token"),
    path("<slug:municipality>/ordliste/", views.glossary, name="glossary"),
    path("<slug:municipality>/haendelser/", views.event_list, name="event_list"),
    path("<slug:municipality>/folketal/", views.population, name="population"),
]
