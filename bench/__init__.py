"""Measurements of load and scale, reported as ratios from one run.

The test suite only checks that they run.
"""
