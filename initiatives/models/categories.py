"""The kinds of an economic line."""

from django.db import models


class EffectCategory(models.TextChoices):
    PERMANENT = "permanent", "varig ændring"
    TEMPORARY = "temporary", "midlertidig ændring"
    IMPLEMENTATION = "implementation", "implementeringsomkostning"
