"""Guests: the people who stay, and their contacts."""
