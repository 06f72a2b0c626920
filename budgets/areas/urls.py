from django.urls import path

from budgets.areas import views

urlpatterns = [
    path("<slug:municipality>/budget/bevilling/", views.decision, name="decision"),
]
