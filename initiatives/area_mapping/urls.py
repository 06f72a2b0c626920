from django.urls import path

from initiatives.area_mapping import views

urlpatterns = [
    path("<slug:municipality>/kataloger/<slug:slug>/ramme/", views.placing, name="placing"),
]
