"""The pages of alternatives: ticked, added up, compared, downloaded, and read by everybody."""
