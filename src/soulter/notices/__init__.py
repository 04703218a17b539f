"""Mails: composers, templates and transports; mail as a channel of the outbox."""
