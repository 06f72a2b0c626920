"""Reference data, users and roles, for the administrator of the installation."""

from typing import cast

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from budgets.foundation.members import give_role, take_role
from budgets.foundation.models import AuditEntry, LegalBasis, Membership, Municipality, PriceIndex, Role, User

admin.site.site_header = admin.site.site_title = "Effektspor"
admin.site.index_title = "Administration"
admin.site.register(User, UserAdmin)


def get_actor(request: HttpRequest) -> User:
    """The logged-in user; these pages always require log-in."""
    return cast("User", request.user)


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    list_display = ("name", "code", "slug", "region")
    list_filter = ("region",)
    search_fields = ("name", "code")


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ("user", "municipality", "role")
    list_filter = ("role",)
    list_select_related = ("user", "municipality")
    autocomplete_fields = ("user", "municipality")

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        return ("user", "municipality") if obj else ()

    def save_model(self, request: HttpRequest, obj: Membership, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        membership = give_role(
            actor=get_actor(request), user=obj.user, municipality=obj.municipality, role=Role(form.cleaned_data["role"])
        )
        obj.pk = membership.pk

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        take_role(actor=get_actor(request), membership=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for membership in queryset.select_related("municipality", "user"):
            take_role(actor=get_actor(request), membership=membership)


@admin.register(LegalBasis)
class LegalBasisAdmin(admin.ModelAdmin):
    list_display = ("__str__", "title", "category", "account_function")
    list_filter = ("law", "category")


@admin.register(PriceIndex)
class PriceIndexAdmin(admin.ModelAdmin):
    list_display = ("year", "steering_area", "percent", "source", "is_example")
    list_filter = ("steering_area", "is_example")


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """Read-only; the database refuses changes too."""

    list_display = ("at", "municipality", "actor", "action", "label")
    list_select_related = ("municipality", "actor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
