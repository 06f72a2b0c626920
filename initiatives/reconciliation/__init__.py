"""Published figures against computed ones."""
