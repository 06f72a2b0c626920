from django.urls import path

from reports.dashboard import savings_views, views

urlpatterns = [
    path("<slug:municipality>/", views.overview, name="municipality"),
    path("<slug:municipality>/tiltag/", savings_views.savings, name="savings"),
    path("<slug:municipality>/tiltag/aendret/", savings_views.changes, name="savings_changes"),
    path("<slug:municipality>/tiltag/aargange/", savings_views.cohorts, name="cohorts"),
    path("<slug:municipality>/tiltag/<slug:slug>/<slug:key>/", savings_views.course, name="course"),
]
