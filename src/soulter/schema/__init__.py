"""Migrations: which there are, where the database stands, and applying them."""
