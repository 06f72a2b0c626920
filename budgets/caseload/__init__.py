"""Cases, citizens and prices, expected entrants, costly cases, and the suppression of small counts."""
