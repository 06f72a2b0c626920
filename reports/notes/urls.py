from django.urls import path

from reports.notes import case_views, editing_views, settings_views, views

urlpatterns = [
    path("<slug:municipality>/statusnotater/", views.note_list, name="notes"),
    path("<slug:municipality>/statusnotater/nyt/", editing_views.make, name="note_make"),
    path("<slug:municipality>/statusnotater/afsnit/", settings_views.arrangement, name="note_arrangement"),
    path("<slug:municipality>/statusnotater/kontrol/", settings_views.verify, name="note_verify"),
    path("<slug:municipality>/statusnotater/<int:note>/", views.note, name="note"),
    path("<slug:municipality>/statusnotater/<int:note>/skriv/", editing_views.write, name="note_write"),
    path("<slug:municipality>/statusnotater/<int:note>/sider/", editing_views.preview, name="note_preview"),
    path(
        "<slug:municipality>/statusnotater/<int:note>/sider/<slug:name>/<int:number>.png",
        editing_views.page,
        name="note_page",
    ),
    path("<slug:municipality>/statusnotater/<int:note>/kladde.pdf", editing_views.draft_pdf, name="note_draft"),
    path("<slug:municipality>/statusnotater/<int:note>/trin/<slug:step>/", editing_views.take_step, name="note_step"),
    path(
        "<slug:municipality>/statusnotater/<int:note>/<slug:variant>/<slug:form>.<slug:extension>",
        views.note_file,
        name="note_file",
    ),
    path("<slug:municipality>/kataloger/<slug:slug>/katalog.pdf", case_views.catalogue_pdf, name="catalogue_pdf"),
    path("<slug:municipality>/kataloger/<slug:slug>/tiltag/<slug:key>.pdf", case_views.case_pdf, name="case_pdf"),
    path("<slug:municipality>/statusnotat/<month:month>.pdf", views.status_note, name="status_note"),
    path("<slug:municipality>/offentligt/<slug:key>/", views.public_note, name="note_public"),
]
