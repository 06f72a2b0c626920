"""The models of the follow-up, targets and status, and the reader of what was approved."""
