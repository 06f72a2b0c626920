"""Where a catalogue's effects lie in the budget."""
