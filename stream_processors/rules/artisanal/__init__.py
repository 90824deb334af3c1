"""Rules of mining by hand: what the first buyer writes down, what seals close, and where a stone was found."""
