from django.urls import include, path, register_converter

from reports.months import MonthConverter
from reports.views import (
    business_cases,
    dashboards,
    estimates,
    forecasts,
    note_editing,
    note_settings,
    notes,
    savings,
    trail,
)

register_converter(MonthConverter, "month")

note_urls = [
    path("", notes.note_list, name="notes"),
    path("nyt/", note_editing.make, name="note_make"),
    path("afsnit/", note_settings.arrangement, name="note_arrangement"),
    path("kontrol/", note_settings.verify, name="note_verify"),
    path("<int:note>/", notes.note, name="note"),
    path("<int:note>/skriv/", note_editing.write, name="note_write"),
    path("<int:note>/sider/", note_editing.preview, name="note_preview"),
    path("<int:note>/sider/<slug:name>/<int:number>.png", note_editing.page, name="note_page"),
    path("<int:note>/kladde.pdf", note_editing.draft_pdf, name="note_draft"),
    path("<int:note>/trin/<slug:step>/", note_editing.take_step, name="note_step"),
    path("<int:note>/<slug:variant>/<slug:form>.<slug:extension>", notes.note_file, name="note_file"),
]

urlpatterns = [
    path("<slug:municipality>/", dashboards.overview, name="municipality"),
    path("<slug:municipality>/tiltag/", savings.savings, name="savings"),
    path("<slug:municipality>/tiltag/aendret/", savings.changes, name="savings_changes"),
    path("<slug:municipality>/tiltag/aargange/", savings.cohorts, name="cohorts"),
    path("<slug:municipality>/tiltag/<slug:slug>/<slug:key>/", savings.course, name="course"),
    path("<slug:municipality>/beslutninger/", trail.agenda, name="agenda"),
    path("<slug:municipality>/beslutninger/<int:item>/", trail.agenda_item, name="agenda_item"),
    path("<slug:municipality>/bevillinger/<int:decision>/", trail.appropriation, name="appropriation"),
    path("<slug:municipality>/budget/samlet-skoen/", estimates.joined_estimate, name="joined_estimate"),
    path("<slug:municipality>/prognose/", forecasts.forecast_list, name="forecasts"),
    path("<slug:municipality>/prognose/ny/", forecasts.make, name="forecast_make"),
    path("<slug:municipality>/prognose/traefsikkerhed/<str:code>/", forecasts.accuracy, name="accuracy"),
    path("<slug:municipality>/prognose/<int:forecast>/", forecasts.detail, name="forecast"),
    path("<slug:municipality>/prognose/<int:forecast>/aendret/", forecasts.changed, name="forecast_changes"),
    path("<slug:municipality>/kataloger/<slug:slug>/katalog.pdf", business_cases.catalogue_pdf, name="catalogue_pdf"),
    path("<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>.pdf", business_cases.case_pdf, name="case_pdf"),
    path("<slug:municipality>/statusnotat/<month:month>.pdf", notes.status_note, name="status_note"),
    path("<slug:municipality>/statusnotater/", include(note_urls)),
    path("<slug:municipality>/offentligt/<slug:key>/", notes.public_note, name="note_public"),
]
