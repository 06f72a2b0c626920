"""Choosing among proposals: named alternatives, what they give, and where what is chosen overlaps."""
