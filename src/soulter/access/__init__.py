"""Roles, permissions, and the actor of a request."""
