"""Status notes: composed from the approved follow-up, written where people must write, frozen and handed on."""
