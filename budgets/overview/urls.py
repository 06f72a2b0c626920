from django.urls import path

from budgets.overview import case_views, views

urlpatterns = [
    path("<slug:municipality>/budget/", views.overview, name="budget"),
    path("<slug:municipality>/budget/omraader/", views.areas, name="areas"),
    path("<slug:municipality>/budget/omraader/<str:code>/", views.area_page, name="area"),
    path("<slug:municipality>/budget/fordeling/", views.shares, name="shares"),
    path("<slug:municipality>/sager/", case_views.overview, name="cases"),
    path("<slug:municipality>/sager/sager.csv", case_views.download, name="cases_csv"),
    path("<slug:municipality>/sager/sammenligning/", case_views.benchmark, name="benchmark"),
]
