from django.urls import path

from initiatives.pasting import views

urlpatterns = [
    path("<slug:municipality>/kataloger/indsaet/", views.paste, name="paste"),
]
