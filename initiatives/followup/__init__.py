"""The monthly follow-up: rounds, the entry grid, single rows, approval, reminders."""
