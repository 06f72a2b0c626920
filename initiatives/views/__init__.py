"""Pages about what was promised, and what came of it."""
