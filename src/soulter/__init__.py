"""Soulter: the booking system that small stays run their business on."""

__version__ = "0.1.0"
