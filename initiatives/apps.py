from django.apps import AppConfig
from django.urls import register_converter


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Kataloger og tiltag"

    def ready(self) -> None:
        """Rounds in addresses, for the rooms of this app and those of reports."""
        from initiatives.results.converters import RoundConverter

        register_converter(RoundConverter, "round")
