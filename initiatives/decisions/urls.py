from django.urls import path

from initiatives.decisions import views

urlpatterns = [
    path("<slug:municipality>/kataloger/<slug:slug>/beslutninger/", views.decisions, name="decisions"),
]
