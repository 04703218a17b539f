"""Connections, transactions, statements and column types of both databases."""
