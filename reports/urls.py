from django.urls import path, register_converter

from reports.months import MonthConverter
from reports.views import dashboards, estimates, forecasts, notes, savings

register_converter(MonthConverter, "month")

urlpatterns = [
    path("<slug:municipality>/", dashboards.overview, name="municipality"),
    path("<slug:municipality>/tiltag/", savings.savings, name="savings"),
    path("<slug:municipality>/tiltag/aendret/", savings.changes, name="savings_changes"),
    path("<slug:municipality>/tiltag/aargange/", savings.cohorts, name="cohorts"),
    path("<slug:municipality>/tiltag/<slug:slug>/<slug:key>/", savings.course, name="course"),
    path("<slug:municipality>/budget/samlet-skoen/", estimates.joined_estimate, name="joined_estimate"),
    path("<slug:municipality>/prognose/", forecasts.forecast_list, name="forecasts"),
    path("<slug:municipality>/prognose/ny/", forecasts.make, name="forecast_make"),
    path("<slug:municipality>/prognose/traefsikkerhed/<str:code>/", forecasts.accuracy, name="accuracy"),
    path("<slug:municipality>/prognose/<int:forecast>/", forecasts.detail, name="forecast"),
    path("<slug:municipality>/prognose/<int:forecast>/aendret/", forecasts.changed, name="forecast_changes"),
    path("<slug:municipality>/statusnotat/<month:month>.pdf", notes.status_note, name="status_note"),
]
