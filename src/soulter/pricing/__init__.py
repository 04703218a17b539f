"""Prices: pure engines."""
