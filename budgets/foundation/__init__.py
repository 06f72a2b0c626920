"""What every room stands on: people and access, audit, amounts, calendar, price levels, tables and files."""
