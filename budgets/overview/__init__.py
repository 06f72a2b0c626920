"""Budget and case pages that join the rooms: the overview of a year, months, deviations and the benchmark."""
