"""What the initiatives promised, what has come and what is expected: one row each, for pages and downloads."""
