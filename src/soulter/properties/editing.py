"""Opening a property and changing its settings."""

import zoneinfo
from datetime import datetime
from typing import Any
from uuid import UUID

from soulter.access.actor import Actor
from soulter.core import ids, money
from soulter.core.database.statements import insert_row, update_row
from soulter.core.database.transactions import Transaction
from soulter.core.records import audit
from soulter.properties import queries
from soulter.properties.errors import SlugTaken, UnknownCurrency, UnknownZone
from soulter.properties.models import Property


async def open_property(session: Transaction, actor: Actor, values: dict[str, Any], now: datetime) -> UUID:
    """A new property. Raises UnknownZone, UnknownCurrency, SlugTaken."""
    await _check(session, values, None)
    property_id = ids.new_id()
    await session.run(insert_row(Property), id=property_id, created_at=now, updated_at=now, **values)
    await audit.record(session, now, actor.principal, "property.opened", property_id, name=values["name"])
    return property_id


async def change(
    session: Transaction, actor: Actor, property_id: UUID, values: dict[str, Any], now: datetime
) -> None:
    """Change the given values. Existing stays keep their dates and prices (rule 3.7).

    Raises PropertyNotFound, UnknownZone, UnknownCurrency, SlugTaken.
    """
    found = await queries.lock(session, property_id)
    await _check(session, values, property_id)
    await session.run(
        update_row(Property, frozenset({*values, "updated_at"})), of=property_id, **values, updated_at=now
    )
    before = {name: str(getattr(found, name)) for name in values}
    after = {name: str(value) for name, value in values.items()}
    await audit.record(
        session, now, actor.principal, "property.changed", property_id, before=before, after=after
    )


async def _check(session: Transaction, values: dict[str, Any], property_id: UUID | None) -> None:
    if "timezone" in values and values["timezone"] not in zoneinfo.available_timezones():
        raise UnknownZone(values["timezone"])
    if "currency" in values and not money.is_currency(values["currency"]):
        raise UnknownCurrency(values["currency"])
    if "slug" in values and await queries.slug_is_taken(session, values["slug"], property_id):
        raise SlugTaken(values["slug"])
