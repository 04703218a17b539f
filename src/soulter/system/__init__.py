"""Health, metrics, traces, and the service's own samples for the owner."""
