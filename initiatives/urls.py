from django.urls import path, register_converter

from initiatives.converters import RoundConverter
from initiatives.views import (
    casework,
    catalogues,
    choosing,
    deciding,
    followup,
    followup_row,
    pasting,
    placing,
    posting,
    proposals,
    reading,
    spreadsheet,
)

register_converter(RoundConverter, "round")

urlpatterns = [
    path("<slug:municipality>/kataloger/", catalogues.catalogue_list, name="catalogues"),
    path("<slug:municipality>/indlaes/", catalogues.upload, name="upload"),
    path("<slug:municipality>/indlaes/skabelon.xlsx", catalogues.template, name="template"),
    path("<slug:municipality>/kataloger/indsaet/", pasting.paste, name="paste"),
    path("<slug:municipality>/kataloger/soeg/", reading.search, name="catalogue_search"),
    path("<slug:municipality>/kataloger/nyt/", proposals.make, name="catalogue_make"),
    path("<slug:municipality>/kataloger/<slug:slug>/", catalogues.catalogue, name="catalogue"),
    path("<slug:municipality>/kataloger/<slug:slug>/oversigt/", reading.overview, name="catalogue_overview"),
    path("<slug:municipality>/kataloger/<slug:slug>/beslutninger/", deciding.decisions, name="decisions"),
    path(
        "<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>/udgaver/", proposals.versions, name="case_versions"
    ),
    path("<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>/forbind/", proposals.links, name="case_links"),
    path("<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>/fordel/", proposals.frame, name="case_frame"),
    path("<slug:municipality>/kataloger/<slug:slug>/nyt-forslag/", casework.make, name="case_make"),
    path("<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>/skriv/", casework.write, name="case_write"),
    path("<slug:municipality>/kataloger/<slug:slug>/afstemning/", catalogues.reconciliation, name="reconciliation"),
    path("<slug:municipality>/kataloger/<slug:slug>/ramme/", placing.placing, name="placing"),
    path("<slug:municipality>/kataloger/<slug:slug>/effekter.csv", catalogues.effects, name="effects"),
    path("<slug:municipality>/kataloger/<slug:slug>/katalog.xlsx", catalogues.workbook, name="workbook"),
    path("<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>/", catalogues.initiative, name="initiative"),
    path(
        "<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>/tabeller/",
        catalogues.initiative_tables,
        name="initiative_tables",
    ),
    path("<slug:municipality>/kataloger/<slug:slug>/valg/", choosing.alternatives, name="alternatives"),
    path("<slug:municipality>/kataloger/<slug:slug>/valg/<int:alternative>/", choosing.alternative, name="alternative"),
    path("<slug:municipality>/kataloger/<slug:slug>/udmoentning/", posting.posting, name="posting"),
    path("<slug:municipality>/opfoelgning/", followup.rounds, name="rounds"),
    path("<slug:municipality>/opfoelgning/<round:period>/", followup.grid, name="grid"),
    path("<slug:municipality>/opfoelgning/<round:period>/raekke/<int:initiative>/", followup.save, name="save_row"),
    path("<slug:municipality>/opfoelgning/<round:period>/tiltag/<int:initiative>/", followup_row.row, name="row"),
    path(
        "<slug:municipality>/opfoelgning/<round:period>/tiltag/<int:initiative>/forloeb/",
        followup_row.course,
        name="row_course",
    ),
    path(
        "<slug:municipality>/opfoelgning/<round:period>/tiltag/<int:initiative>/maaltal/",
        followup_row.target,
        name="row_target",
    ),
    path(
        "<slug:municipality>/opfoelgning/<round:period>/tiltag/<int:initiative>/historik/",
        followup_row.history,
        name="row_history",
    ),
    path(
        "<slug:municipality>/opfoelgning/<round:period>/tiltag/<int:initiative>/<slug:what>/",
        followup_row.change,
        name="change_row",
    ),
    path(
        "<slug:municipality>/opfoelgning/<round:period>/bilag/<int:evidence>/",
        followup_row.evidence,
        name="evidence",
    ),
    path("<slug:municipality>/opfoelgning/<round:period>/runde.xlsx", spreadsheet.workbook, name="round_workbook"),
    path("<slug:municipality>/opfoelgning/<round:period>/indlaes/", spreadsheet.upload, name="round_upload"),
    path("<slug:municipality>/opfoelgning/<round:period>/summer/", followup.sums, name="sums"),
    path("<slug:municipality>/opfoelgning/<round:period>/noegle/", followup.token, name="token"),
    path("<slug:municipality>/opfoelgning/<round:period>/send/", followup.send, name="send"),
    path("<slug:municipality>/opfoelgning/<round:period>/godkend/", followup.decide, name="decide"),
]
