"""Posting adopted effects in the budget (udmøntning), and undoing a posting."""
