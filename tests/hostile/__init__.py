"""Hostile input: the forms of the pages, the values that are tried in each field, and what must stay as it is."""
