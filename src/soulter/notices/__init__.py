"""What leaves the building: the outbox's worker, mails and how they are delivered."""
