"""Exporting catalogues: effects as tidy rows, and everything in the format of the import."""
