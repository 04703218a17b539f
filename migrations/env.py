"""Runs migrations on the connection that `soulter migrate` passes, or on a new one for alembic."""

import asyncio
from typing import Any

from alembic import context
from sqlalchemy import Connection, Enum

from soulter.core.config import settings
from soulter.core.database import engines
from soulter.core.database.types import Instant
from soulter.tables import METADATA


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write our column types as database types: a migration must not change when a class does."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def run(connection: Connection) -> None:
    """Run what the command asked for."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
        transaction_per_migration=True,
        on_version_apply=context.config.attributes.get("on_version_apply", ()),
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_on_own_connection() -> None:
    """For the alembic command."""
    engine = engines.for_migrations(settings.load())
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    asyncio.run(run_on_own_connection())
