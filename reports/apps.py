from django.apps import AppConfig
from django.urls import register_converter


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Rapporter"

    def ready(self) -> None:
        """Register the converter for months in URLs."""
        from budgets.foundation.months import MonthConverter

        register_converter(MonthConverter, "month")
