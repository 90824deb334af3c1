"""Rules of the states and of the Security Council: bans on goods and parties, by day."""
