"""The emitters' own count of their events: what they numbered must be here."""
