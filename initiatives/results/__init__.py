"""Models of the follow-up, targets and status, and the newest approved results."""
