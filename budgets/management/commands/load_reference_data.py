"""Load municipalities, legal bases and price indices into a new installation."""

from django.conf import settings
from django.core.management.base import BaseCommand

from budgets.foundation.models import LegalBasis, Municipality, PriceIndex
from budgets.foundation.reference import load_reference_data


class Command(BaseCommand):
    help = "Add the reference data that the database has not; what was changed in the browser stays."

    def handle(self, *args: object, **options: object) -> None:
        load_reference_data(settings.BASE_DIR / "fixtures" / "reference")
        counts = [f"{model._meta.verbose_name_plural}: {model.objects.count()}" for model in MODELS]
        self.stdout.write(", ".join(counts))


MODELS = (Municipality, LegalBasis, PriceIndex)
