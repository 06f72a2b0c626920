"""Forecasts made from cases and initiatives, what changed between two of them, and the joined estimate."""
