"""Importing expenditure and budgets from ledger files, and the rules that assign accounts to areas."""
