"""From a committee's decision to the budget, the follow-up and the note, and back."""
