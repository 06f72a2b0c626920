"""Links from a committee's decision to budget, follow-up and note, and back."""
