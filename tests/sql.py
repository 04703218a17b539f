"""SQL that tests use to read and prepare tables without the product's statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Executable, Integer, Result, Row, column, text
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData

from soulter.core.database.statements import Query
from soulter.core.database.transactions import Reader, Transaction

Params = dict[str, Any] | Sequence[dict[str, Any]] | None


async def execute(
    session: Transaction, statement: Executable, params: Params = None
) -> Result[*tuple[Any, ...]]:
    """Run a statement in a transaction of the product, once or for each set of parameters."""
    if session._direct is None:
        return await (await session._open()).execute(statement, params)
    if session._driver is None:
        session._driver = await session._direct.begin()
    many: Sequence[dict[str, Any]] = [params or {}] if params is None or isinstance(params, dict) else params
    rows: list[Any] = []
    for some in many:
        rows = await _by_driver(session, statement, some)
    keys = tuple(getattr(statement, "exported_columns", {}).keys()) or (
        tuple(rows[0].keys()) if rows else ("none",)
    )
    return IteratorResult(SimpleResultMetaData(keys), iter([tuple(row) for row in rows]))


async def _by_driver(session: Transaction, statement: Any, params: dict[str, Any]) -> list[Any]:
    dialect = session._engine.dialect
    compiled = statement.compile(
        dialect=dialect, column_keys=list(params) or None, compile_kwargs={"render_postcompile": True}
    )
    values = compiled.construct_params(params)
    arguments = []
    for name in compiled.positiontup or ():
        process = compiled._bind_processors.get(name)
        arguments.append(process(values[name]) if process else values[name])
    rows: list[Any] = await session._driver.fetch(str(compiled), *arguments)
    columns = getattr(statement, "exported_columns", ())
    processors = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    if not any(processors):
        return rows
    return [[p(value) if p else value for p, value in zip(processors, row, strict=True)] for row in rows]


async def fetch(
    reader: Reader, statement: Executable, params: Params = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """All rows of a statement, through a connection of the read path."""
    async with reader._engine.connect() as connection:
        return (await connection.execute(statement, params)).all()


def query(words: str) -> Query[int]:
    """A statement in plain text, as the product runs its own; it answers one whole number, if anything."""
    return Query(int, text(words).columns(column("number", Integer())))
