"""A catalogue out of the program: effects as tidy rows, and everything in the format of the import."""
