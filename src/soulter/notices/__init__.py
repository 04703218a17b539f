"""Mails: composers, templates, languages and transports; mail as a channel of the outbox."""
