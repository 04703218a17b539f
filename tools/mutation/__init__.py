"""Mutation check: changes the pure modules one place at a time and asks whether a test notices.

Written for this repository, since mutmut changes function bodies only: the state table, the limits and the currencies
are values of modules.
"""
