"""Sentences that are printed under several tables and in notes."""

SIGNS = "Plus betyder mindreudgift, minus betyder merudgift."
DEVIATION = "Afvigelse er forventet minus forudsat effekt."
