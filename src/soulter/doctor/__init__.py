"""`soulter doctor`: finds what is unsafe or unwise about a configuration."""
