"""Status notes: composed from the approved follow-up, written, approved, frozen, and handed on as PDF and files."""
