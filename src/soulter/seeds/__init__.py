"""The demo season, made through the real use cases; `python -m tools.art` draws its photos."""
