"""Booking, changing, cancelling; `ledger` writes nights, `availability` reads what is free."""
