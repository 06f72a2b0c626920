"""Comparing published figures with computed ones."""
