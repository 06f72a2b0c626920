"""How quick the pages, a saved row and the documents are, with a country's worth of follow-up: `manage.py bench`."""
