"""`soulter doctor`: what is unsafe or unwise about a configuration."""
