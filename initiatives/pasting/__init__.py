"""Pasted tables: read, corrected, and brought in as a catalogue."""
