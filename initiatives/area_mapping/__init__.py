"""The places of a catalogue's effects in the budget."""
