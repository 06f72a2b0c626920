"""The URL patterns of log-in, administration and all apps."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

account_urls = [
    path("log-ind/", account.login, name="account_login"),
    path("log-ud/", account.logout, name="account_logout"),
    path("adgangskode/", account.password_change, name="account_change_password"),
]

urlpatterns = [
    path("konto/", include(account_urls)),
    path("admin/", admin.site.urls),
    path("", include("budgets.urls")),
    path("", include("initiatives.urls")),
    path("", include("reports.urls")),
]
