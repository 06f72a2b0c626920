"""Writing a business case: what is typed, what it says, its versions, and what becomes of it."""
