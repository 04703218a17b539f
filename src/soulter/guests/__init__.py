"""People who stay, and how to reach them."""
