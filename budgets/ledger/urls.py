from django.urls import path

from budgets.ledger import views

urlpatterns = [
    path("<slug:municipality>/budget/indlaes/", views.upload, name="ledger"),
    path("<slug:municipality>/budget/overskrifter/", views.headings, name="ledger_headings"),
    path("<slug:municipality>/budget/kontoregler/", views.rules, name="ledger_rules"),
]
