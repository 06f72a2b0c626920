"""Tables and rows of a catalogue, built once for the page, the note and every download."""
