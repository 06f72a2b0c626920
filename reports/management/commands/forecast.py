"""Makes a municipality's forecast from its cases with the proposed methods."""

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from budgets.forecasting.errors import ForecastError
from budgets.forecasting.models import Forecast
from budgets.foundation.models import Municipality
from budgets.foundation.months import parse_month
from reports.estimates.forecasting import NothingToForecastError, make_forecast


class Command(BaseCommand):
    help = "Make and keep the forecast of a municipality (slug) after a month (YYYY-MM)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("municipality")
        parser.add_argument("--month", required=True)
        parser.add_argument("--json", action="store_true", help="tell the lines as JSON, money as text")

    def handle(self, *args: object, municipality: str, month: str, **options: object) -> None:
        selected_municipality = Municipality.objects.filter(slug=municipality).first()
        if selected_municipality is None:
            raise CommandError(f"Der er ingen kommune med kortnavnet {municipality}.")
        try:
            until = parse_month(month)
        except ValueError:
            raise CommandError(f"{month} er ikke en måned. Skriv den som 2019-01.") from None
        try:
            forecast = make_forecast(actor=None, municipality=selected_municipality, until=(until.year, until.month))
        except (NothingToForecastError, ForecastError) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(
            json.dumps(_build_json(forecast), ensure_ascii=False) if options["json"] else f"{forecast} er oprettet."
        )


def _build_json(forecast: Forecast) -> dict[str, object]:
    names = ("amount", "low", "high", "persons", "measures", "one_offs")
    lines = [
        {"area": line.area.code, "year": line.year, "method": line.method}
        | {name: None if getattr(line, name) is None else str(getattr(line, name)) for name in names}
        for line in forecast.lines.select_related("area")
    ]
    return {
        "forecast": f"{forecast.year}-{forecast.month:02}, nr. {forecast.seq}",
        "municipality": forecast.municipality.slug,
        "lines": lines,
    }
