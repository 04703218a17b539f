"""Tables that every feature writes to: audit log, idempotency keys, rate limits; and keyset paging."""
