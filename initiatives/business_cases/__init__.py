"""Business cases: the editor, relations between proposals, and frame savings spread over units."""
