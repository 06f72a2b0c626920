"""Expenditure and budgets from the ledger's files, and the rules that say which area an account belongs to."""
