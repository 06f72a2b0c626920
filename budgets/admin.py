"""Reference data, users and roles, for the administrator of the installation."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from budgets.models import AuditEntry, LegalBasis, Membership, Municipality, PriceIndex, User

admin.site.site_header = admin.site.site_title = "Effektspor"
admin.site.index_title = "Administration"
admin.site.register(User, UserAdmin)


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
    """To be read only: the database refuses changes too."""

    list_display = ("at", "municipality", "actor", "action", "object_id")
    list_select_related = ("municipality", "actor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
