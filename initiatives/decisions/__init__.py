"""Committees' decisions about proposals and their parts."""
