from django.urls import path

from initiatives.business_cases import proposal_views, views

urlpatterns = [
    path("<slug:municipality>/kataloger/nyt/", proposal_views.make, name="catalogue_make"),
    path(
        "<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>/udgaver/",
        proposal_views.versions,
        name="case_versions",
    ),
    path(
        "<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>/forbind/", proposal_views.links, name="case_links"
    ),
    path(
        "<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>/fordel/", proposal_views.frame, name="case_frame"
    ),
    path("<slug:municipality>/kataloger/<slug:slug>/nyt-forslag/", views.make, name="case_make"),
    path("<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>/skriv/", views.write, name="case_write"),
]
