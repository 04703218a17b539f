"""Measurements of load and scale, told as ratios from one run; never part of the tests."""
