from django.urls import path

from initiatives.pages import overview_views, views

urlpatterns = [
    path("<slug:municipality>/kataloger/", views.catalogue_list, name="catalogues"),
    path("<slug:municipality>/indlaes/", views.upload, name="upload"),
    path("<slug:municipality>/indlaes/skabelon.xlsx", views.template, name="template"),
    path("<slug:municipality>/kataloger/soeg/", overview_views.search, name="catalogue_search"),
    path("<slug:municipality>/kataloger/<slug:slug>/", views.catalogue, name="catalogue"),
    path("<slug:municipality>/kataloger/<slug:slug>/oversigt/", overview_views.overview, name="catalogue_overview"),
    path("<slug:municipality>/kataloger/<slug:slug>/afstemning/", views.reconciliation, name="reconciliation"),
    path("<slug:municipality>/kataloger/<slug:slug>/effekter.csv", views.effects, name="effects"),
    path("<slug:municipality>/kataloger/<slug:slug>/katalog.xlsx", views.workbook, name="workbook"),
    path("<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>/", views.initiative, name="initiative"),
    path(
        "<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>/tabeller/",
        views.initiative_tables,
        name="initiative_tables",
    ),
]
