"""Domain events, and their deliveries through channels after the commit. Knows channels as a port, and no mail."""
