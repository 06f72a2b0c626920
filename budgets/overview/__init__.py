"""Pages that combine the rooms: a year's budget, an area's months, deviations, cases and the benchmark."""
