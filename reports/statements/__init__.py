"""Summaries of budget and savings: sentences by rules, tables of the overview, the bridge, and charts."""
