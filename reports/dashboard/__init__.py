"""The overview of a municipality: what managers open on a Monday."""
