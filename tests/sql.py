"""SQL of the tests' own: they look at tables, and prepare them, past the statements that they test."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable, Integer, Row, column, text

from soulter.core.database.statements import Query
from soulter.core.database.transactions import Reader, Transaction

Params = dict[str, Any] | Sequence[dict[str, Any]] | None


async def execute(session: Transaction, statement: Executable, params: Params = None) -> CursorResult[Any]:
    """Run a statement in a transaction of the product."""
    return await (await session._open()).execute(statement, params)


async def fetch(reader: Reader, statement: Executable, params: Params = None) -> Sequence[Row[Any]]:
    """All rows of a statement, through a connection of the read path."""
    async with reader._engine.connect() as connection:
        return (await connection.execute(statement, params)).all()


def query(words: str) -> Query[int]:
    """A statement in plain text, as the product runs its own; it answers one whole number, if anything."""
    return Query(int, text(words).columns(column("number", Integer())))
