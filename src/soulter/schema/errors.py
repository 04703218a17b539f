"""Reasons why a command that needs the schema stops."""

from soulter.core.storage.errors import Refused


class NoDatabase(Refused):
    """The database has no schema, so there is nothing to back up."""

    def __init__(self) -> None:
        super().__init__("The database has no tables yet. Run first: soulter migrate")
