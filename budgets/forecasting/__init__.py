"""The forecast of an area's social expenditure: a case model, simple methods beside it, and how wrong each has been.

Pure: values in, values out, no database. Money is float kroner inside and becomes Decimal by `in_kroner`.
"""
