#!/usr/bin/env python
"""Django's command line, with the embedded database started first where none is named."""

import os
import sys

from config import database


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    database.ensure_running()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
