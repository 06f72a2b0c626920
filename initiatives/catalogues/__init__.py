"""Catalogues: groups, initiatives, effect lines, their sheets, import, export, versions, and the plan."""
