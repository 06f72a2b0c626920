"""The WSGI entry point, for gunicorn and others."""

import os

from django.core.wsgi import get_wsgi_application

from config import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
database.ensure_running()
application = get_wsgi_application()
