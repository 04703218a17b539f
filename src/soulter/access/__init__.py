"""Roles, permissions, what each role is granted, and the actor of a request."""
