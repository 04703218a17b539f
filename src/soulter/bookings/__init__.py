"""The heart: stays, availability, pricing, the life cycle of a booking."""
