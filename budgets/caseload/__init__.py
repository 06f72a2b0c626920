"""Caseloads (cases, citizens, prices), expected entrants, costly cases, and suppression of small counts."""
