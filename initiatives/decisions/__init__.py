"""What committees decide about proposals and their parts."""
