"""Forecasts of an area's social expenditure by a case model and simple methods, and how accurate each has been.

The calculations do not use the database; only models, projection, storing, forms and views do. They calculate in float
kroner, which `in_kroner` converts to Decimal.
"""
