"""The tree of budget areas, budget rounds, and the decisions with each area's appropriations."""
