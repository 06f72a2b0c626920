from django.urls import path

from reports.estimates import forecast_views, views

urlpatterns = [
    path("<slug:municipality>/budget/samlet-skoen/", views.joined_estimate, name="joined_estimate"),
    path("<slug:municipality>/prognose/", forecast_views.forecast_list, name="forecasts"),
    path("<slug:municipality>/prognose/ny/", forecast_views.make, name="forecast_make"),
    path("<slug:municipality>/prognose/traefsikkerhed/<str:code>/", forecast_views.accuracy, name="accuracy"),
    path("<slug:municipality>/prognose/<int:forecast>/", forecast_views.detail, name="forecast"),
    path("<slug:municipality>/prognose/<int:forecast>/aendret/", forecast_views.changed, name="forecast_changes"),
]
