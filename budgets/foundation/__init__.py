"""Shared by all rooms: users and access, audit, amounts, calendar, price levels, tables and files."""
