"""The overview of a municipality, its savings, and the tasks of a member."""
