"""Logs, metrics, spans and the context of the request that they describe."""
