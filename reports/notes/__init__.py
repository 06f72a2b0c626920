"""Status notes: composed from approved follow-up, edited, approved, frozen, and published as PDF and other files."""
