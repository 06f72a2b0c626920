from django.urls import path

from initiatives.posting import views

urlpatterns = [
    path("<slug:municipality>/kataloger/<slug:slug>/udmoentning/", views.posting, name="posting"),
]
