"""A note's life: written, approved by another, published for good, corrected by a new one."""
