"""What the initiatives promised, what has come and what is expected, one row each: for dashboards and downloads."""

from reports.savings.loading import load_savings
from reports.savings.places import Place, load_places
from reports.savings.rows import Part, SavingRow, Savings, Sums, Told, add_up

__all__ = ["Part", "Place", "SavingRow", "Savings", "Sums", "Told", "add_up", "load_places", "load_savings"]
