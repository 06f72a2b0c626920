"""Alternatives as working papers: made, chosen in, copied and deleted, with what each was told in the trail."""
