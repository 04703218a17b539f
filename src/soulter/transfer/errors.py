"""Every reason why an export is not written or an import not started.

An error in a single line is a `Trouble`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from soulter.core.storage.errors import Refused


class NotAnExport(Refused):
    """The folder or archive does not say that it is one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not an export of Soulter that this release reads: "
            "its manifest.json has to say so (see docs/backup.md)."
        )


class ImportRefused(Refused):
    """Lines are wrong; nothing was imported."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"Nothing was imported: {count} {'thing is' if count == 1 else 'things are'} wrong. "
            "Correct the lines and import again."
        )


class RolesRefused(Refused):
    """Lines make accounts of staff, owners or agents, and nobody said that they may."""

    def __init__(self, roles: Mapping[str, int]) -> None:
        told = ", ".join(f"{count} {role}" for role, count in sorted(roles.items()))
        super().__init__(
            "Nothing was imported: it would make accounts that may do more than guests "
            f"({told}), and whoever reads mail at their addresses can log in. "
            "If you know all of them, import with --allow-roles."
        )


class SchemaPending(Refused):
    """The database is not at this release's schema."""

    def __init__(self) -> None:
        super().__init__("The database is not at the schema of this release. Run first: soulter migrate")


class OddRow(Refused):
    """A row of the database that no line can describe."""

    def __init__(self, kind: str, row_id: str) -> None:
        super().__init__(
            f"The database has one of {kind} that this release would not accept today: {row_id}. "
            "Correct it, then import again."
        )


@dataclass(frozen=True, slots=True)
class Trouble:
    """One error: the file, the line, the value (a JSON pointer), and what to do."""

    file: str
    line: int
    pointer: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.pointer or '/'}: {self.sentence}"
