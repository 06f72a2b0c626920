"""Posting adopted effects in the budget (udmøntning): as appropriations, and back."""
