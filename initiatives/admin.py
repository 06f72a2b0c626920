"""Admin of rounds, for changing deadlines."""

from django.contrib import admin
from django.http import HttpRequest

from initiatives.results.models import FollowUpRound


@admin.register(FollowUpRound)
class FollowUpRoundAdmin(admin.ModelAdmin):
    """Deadlines and catalogues can be changed; a round is opened from its own page and never deleted here."""

    list_display = ("__str__", "deadline")
    list_filter = ("year",)
    list_select_related = ("municipality",)
    readonly_fields = ("municipality", "year", "period")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FollowUpRound | None = None) -> bool:
        return False
