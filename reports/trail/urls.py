from django.urls import path

from reports.trail import views

urlpatterns = [
    path("<slug:municipality>/beslutninger/", views.agenda, name="agenda"),
    path("<slug:municipality>/beslutninger/<int:item>/", views.agenda_item, name="agenda_item"),
    path("<slug:municipality>/bevillinger/<int:decision>/", views.appropriation, name="appropriation"),
]
