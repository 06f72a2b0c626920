"""Catalogues, initiatives and their amounts, the printed document, and what describes an initiative."""
