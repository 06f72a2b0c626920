"""Catalogues from files: read every cell, report every fault at once, and write all or nothing."""

from budgets.foundation.files.problems import ImportRefusedError, Problem
from initiatives.imports.usecase import ImportResult, import_catalogue, import_sheets, import_upload

__all__ = ["ImportRefusedError", "ImportResult", "Problem", "import_catalogue", "import_sheets", "import_upload"]
