"""Settings, and the rules that their values follow."""
