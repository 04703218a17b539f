"""How the service itself is doing, for the owner: its processes, and the last hour minute by minute."""
