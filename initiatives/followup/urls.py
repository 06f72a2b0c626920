from django.urls import path

from initiatives.followup import approval_views, row_views, views

urlpatterns = [
    path("<slug:municipality>/opfoelgning/", views.rounds, name="rounds"),
    path("<slug:municipality>/opfoelgning/<round:period>/", views.grid, name="grid"),
    path("<slug:municipality>/opfoelgning/<round:period>/raekke/<int:initiative>/", views.save, name="save_row"),
    path("<slug:municipality>/opfoelgning/<round:period>/tiltag/<int:initiative>/", row_views.row, name="row"),
    path(
        "<slug:municipality>/opfoelgning/<round:period>/tiltag/<int:initiative>/forloeb/",
        row_views.course,
        name="row_course",
    ),
    path(
        "<slug:municipality>/opfoelgning/<round:period>/tiltag/<int:initiative>/maaltal/",
        row_views.target,
        name="row_target",
    ),
    path(
        "<slug:municipality>/opfoelgning/<round:period>/tiltag/<int:initiative>/historik/",
        row_views.history,
        name="row_history",
    ),
    path(
        "<slug:municipality>/opfoelgning/<round:period>/tiltag/<int:initiative>/<slug:what>/",
        row_views.change,
        name="change_row",
    ),
    path("<slug:municipality>/opfoelgning/<round:period>/bilag/<int:evidence>/", row_views.evidence, name="evidence"),
    path("<slug:municipality>/opfoelgning/<round:period>/summer/", views.sums, name="sums"),
    path("<slug:municipality>/opfoelgning/<round:period>/send/", approval_views.send, name="send"),
    path("<slug:municipality>/opfoelgning/<round:period>/godkend/", approval_views.decide, name="decide"),
]
