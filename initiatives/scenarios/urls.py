from django.urls import path

from initiatives.scenarios import views

urlpatterns = [
    path("<slug:municipality>/kataloger/<slug:slug>/valg/", views.alternatives, name="alternatives"),
    path("<slug:municipality>/kataloger/<slug:slug>/valg/<int:alternative>/", views.alternative, name="alternative"),
]
