"""A round as a workbook: written, filled in Excel, read back and compared."""
