"""Alternatives among proposals: their effects, and overlaps between the chosen proposals."""
