"""Units and their photos."""
