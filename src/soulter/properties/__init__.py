"""Places of business: name, time zone, currency, times, policies."""
