"""Measures response times with follow-up data for a whole country: `manage.py bench`."""
