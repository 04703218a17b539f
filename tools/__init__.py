"""Programs for contributors; never part of a release."""
