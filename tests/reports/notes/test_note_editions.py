"""What was published is the record: every file and page of it is from the frozen edition, and a copy can be checked."""
