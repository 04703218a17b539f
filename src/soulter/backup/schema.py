"""What the database says about its own tables, whichever revision it is at."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, inspect

from soulter.backup import kinds
from soulter.backup.kinds import Columns
from soulter.schema import migrate
from soulter.tables import METADATA


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of Soulter, those first that others refer to; `keys` are the columns of primary keys, `strange` tables of somebody else."""

    revision: str
    tables: dict[str, Columns]
    keys: dict[str, list[str]]
    strange: list[str]


def read(connection: Connection, also: Iterable[str] = ()) -> Schema:
    """Look; `also` are tables of an older release. Raises UnknownColumn."""
    inspector = inspect(connection)
    found = MetaData()
    names = [name for name in inspector.get_table_names() if name in {*METADATA.tables, *also}]
    found.reflect(connection, only=names)
    ordered = [table.name for table in found.sorted_tables if table.name in names]
    tables = {
        name: {column["name"]: kinds.of(name, column) for column in inspector.get_columns(name)}
        for name in ordered
    }
    keys = {name: inspector.get_pk_constraint(name)["constrained_columns"] for name in ordered}
    strange = sorted(set(inspector.get_table_names()) - set(names) - {"alembic_version"})
    return Schema(migrate.revision(connection), tables, keys, strange)
