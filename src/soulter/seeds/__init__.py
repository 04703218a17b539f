"""The demo season, made through the real use cases; its photos are drawn by `python -m tools.art`."""
