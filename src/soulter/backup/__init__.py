"""Keeping the whole database in one file, and bringing it back."""
