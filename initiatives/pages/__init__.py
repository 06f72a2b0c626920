"""Pages that join the rooms: a catalogue, an initiative, the overview, the search."""
