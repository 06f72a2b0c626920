"""The monthly follow-up: what was promised by now, what came, what is expected, and who says so."""
