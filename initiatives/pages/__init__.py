"""Pages that combine the rooms: a catalogue, an initiative, the overview, the search."""
