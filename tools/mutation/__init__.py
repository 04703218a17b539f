"""Mutation check: changes the pure modules in one place at a time and reports changes no test notices.

It was written for this repository because mutmut changes function bodies only: the state table, the limits
and the currencies are values of modules.
"""
