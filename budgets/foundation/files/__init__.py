"""Rows and cells of files and pasted boxes, and what is wrong in them."""
