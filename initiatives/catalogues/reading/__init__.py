"""Sheets into unsaved models, with every fault in them noted."""
