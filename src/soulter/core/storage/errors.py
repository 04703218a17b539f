"""Reasons for which a file is not written or read. They are shown at the command line, never on the wire."""


class Refused(Exception):
    """Nothing was changed; the text is one sentence on what to do."""


class AlreadyThere(Refused):
    """A backup never overwrites."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is there already, and a backup overwrites nothing. Give another name, or a folder."
        )


class PlaceUnusable(Refused):
    """The file or bucket cannot be read or written."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} cannot be used: {reason}.")
