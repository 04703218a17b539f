"""Draws the photos of the demo property; their results are in `src/soulter/seeds/photos`.

.venv/bin/python -m tools.demo_photos
"""
