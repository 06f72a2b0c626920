"""Pasted tables: reading, correcting and importing them."""
