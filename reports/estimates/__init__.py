"""Forecasts from cases and initiatives, changes between two forecasts, and the joined estimate."""
