"""`soulter verify`: ten criteria of a live deployment, checked from outside."""
