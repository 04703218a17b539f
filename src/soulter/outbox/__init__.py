"""Domain events and their deliveries after the commit. Knows channels as a port, and no mail."""
