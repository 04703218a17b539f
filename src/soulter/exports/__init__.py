"""The port through which a feature says how its records are exported, imported and judged."""
