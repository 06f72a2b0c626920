"""Business cases: the editor, how proposals relate to each other, and savings that are spread over units."""
