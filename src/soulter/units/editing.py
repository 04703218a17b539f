"""Adding a unit and changing it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from soulter.accounts.permissions import Actor
from soulter.core import audit, ids
from soulter.core.db import Transaction
from soulter.core.money import Money
from soulter.properties import queries as properties
from soulter.properties.errors import PropertyNotFound, SlugTaken
from soulter.units import queries
from soulter.units.errors import NoSuchProperty, WrongCurrency
from soulter.units.models import Unit


async def add(session: Transaction, actor: Actor, property_id: UUID, values: dict[str, Any], price: Money, now: datetime) -> UUID:
    """A new unit. Raises NoSuchProperty, WrongCurrency, SlugTaken."""
    try:
        currency = (await properties.get(session, property_id)).currency
    except PropertyNotFound:
        raise NoSuchProperty(property_id) from None
    _in(currency, price)
    if await queries.slug_is_taken(session, property_id, values["slug"], None):
        raise SlugTaken(values["slug"])
    added = Unit(id=ids.new_id(), property_id=property_id, price_minor=price.minor, created_at=now, updated_at=now, **values)
    session.add(added)
    await audit.record(session, now, actor.principal, "unit.added", added.id, name=added.name, price_minor=price.minor)
    return added.id


async def change(session: Transaction, actor: Actor, unit_id: UUID, values: dict[str, Any], price: Money | None, now: datetime) -> None:
    """Change the given values; bookings that exist keep their price. Raises UnitNotFound, WrongCurrency, SlugTaken."""
    changed = await queries.lock(session, unit_id)
    if price:
        _in((await properties.get(session, changed.property_id)).currency, price)
        values = values | {"price_minor": price.minor}
    if "slug" in values and await queries.slug_is_taken(session, changed.property_id, values["slug"], unit_id):
        raise SlugTaken(values["slug"])
    before = {name: getattr(changed, name) for name in values}
    for name, value in values.items():
        setattr(changed, name, value)
    changed.updated_at = now
    await audit.record(session, now, actor.principal, "unit.changed", unit_id, before=before, after=values)


def _in(currency: str, price: Money) -> None:
    if price.currency != currency:
        raise WrongCurrency(price.currency, currency)
