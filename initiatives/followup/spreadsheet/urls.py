from django.urls import path

from initiatives.followup.spreadsheet import views

urlpatterns = [
    path("<slug:municipality>/opfoelgning/<round:period>/runde.xlsx", views.workbook, name="round_workbook"),
    path("<slug:municipality>/opfoelgning/<round:period>/indlaes/", views.upload, name="round_upload"),
]
