from django.urls import path, register_converter

from reports import views
from reports.months import MonthConverter

register_converter(MonthConverter, "month")

urlpatterns = [
    path("<slug:municipality>/budget/samlet-skoen/", views.joined_estimate, name="joined_estimate"),
    path("<slug:municipality>/statusnotat/<month:month>.pdf", views.status_note, name="status_note"),
]
