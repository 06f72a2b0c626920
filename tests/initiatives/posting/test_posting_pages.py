"""The page where effects are posted: seen first, posted then, undone, and read by everybody."""
