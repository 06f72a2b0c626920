"""Adopted effects posted in the budget (udmøntning), and a posting taken back."""
