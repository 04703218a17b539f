"""Bookable things at a property: tents, cabins, pitches, rooms."""
