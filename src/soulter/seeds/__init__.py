"""The demo season, made through the real use cases; `python -m tools.demo_photos` draws its photos."""
