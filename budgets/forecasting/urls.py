from django.urls import path

from budgets.forecasting import views

urlpatterns = [
    path("<slug:municipality>/budget/forventet/", views.expected, name="expected"),
]
