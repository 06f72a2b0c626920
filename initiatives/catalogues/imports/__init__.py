"""Catalogues from files: every cell is read, every fault reported at once, and all or nothing is written."""
