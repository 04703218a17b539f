"""The whole database in one file, and its restore."""
