"""Target, realised and forecast effect, one row for each initiative, for pages and downloads."""
