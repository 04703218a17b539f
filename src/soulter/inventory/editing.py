"""Adding a unit, changing it, and the listing order of units."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from soulter.access.actor import Actor
from soulter.core import ids
from soulter.core.database.statements import insert_row, update_row
from soulter.core.database.transactions import Transaction
from soulter.core.money import Money
from soulter.core.records import audit
from soulter.inventory import photos, queries
from soulter.inventory.errors import NoSuchProperty, OrderDoesNotFit, UnitChanged, WrongCurrency
from soulter.inventory.models import LAST_POSITION, Unit
from soulter.inventory.queries import UnitRow
from soulter.properties import queries as properties
from soulter.properties.errors import PropertyNotFound, SlugTaken


async def add(
    session: Transaction, actor: Actor, property_id: UUID, values: dict[str, Any], price: Money, now: datetime
) -> UUID:
    """A new unit. Raises NoSuchProperty, WrongCurrency, SlugTaken."""
    try:
        currency = (await properties.get(session, property_id)).currency
    except PropertyNotFound:
        raise NoSuchProperty(property_id) from None
    _in(currency, price)
    if await queries.slug_is_taken(session, property_id, values["slug"], None):
        raise SlugTaken(values["slug"])
    unit_id = ids.new_id()
    if "position" not in values:
        values = values | {
            "position": min(await queries.last_position(session, property_id) + 1, LAST_POSITION)
        }
    row = {
        "id": unit_id,
        "property_id": property_id,
        "price_minor": price.minor,
        "photos": [],
        "created_at": now,
        "updated_at": now,
        **values,
    }
    await session.run(insert_row(Unit), **row)
    await audit.record(
        session, now, actor.principal, "unit.added", unit_id, name=values["name"], price_minor=price.minor
    )
    return unit_id


async def change(
    session: Transaction,
    actor: Actor,
    unit_id: UUID,
    values: dict[str, Any],
    price: Money | None,
    now: datetime,
    seen: dict[str, Any] | None = None,
) -> None:
    """Change the given values; existing bookings keep their price. `seen` are values that must still match.

    Raises UnitNotFound, UnitChanged, WrongCurrency, SlugTaken, NoPhotoOfThisUnit, PhotosLeftOut.
    """
    found = await queries.lock(session, unit_id)
    _ensure_still(found, seen or {})
    if "photos" in values:
        photos.check_order(found.photos, values["photos"])
    before = {name: getattr(found, name) for name in values}
    if price:
        _in(found.price.currency, price)
        values = values | {"price_minor": price.minor}
        before["price_minor"] = found.price.minor
    if "slug" in values and await queries.slug_is_taken(session, found.property_id, values["slug"], unit_id):
        raise SlugTaken(values["slug"])
    await session.run(
        update_row(Unit, frozenset({*values, "updated_at"})), of=unit_id, **values, updated_at=now
    )
    await audit.record(session, now, actor.principal, "unit.changed", unit_id, before=before, after=values)


async def order(
    session: Transaction, actor: Actor, property_id: UUID, unit_ids: Sequence[UUID], now: datetime
) -> None:
    """Put all units of a property into this order. Raises OrderDoesNotFit."""
    before = await queries.lock_positions(session, property_id)
    if len(unit_ids) != len(before) or set(unit_ids) != before.keys():
        raise OrderDoesNotFit
    moved = {unit_id: place for place, unit_id in enumerate(unit_ids) if before[unit_id] != place}
    if not moved:
        return
    places = [
        {"of": unit_id, "position": place, "updated_at": now} for unit_id, place in sorted(moved.items())
    ]
    await session.run_many(update_row(Unit, frozenset({"position", "updated_at"})), places)
    await audit.record(
        session,
        now,
        actor.principal,
        "property.units_ordered",
        property_id,
        units=[str(unit_id) for unit_id in unit_ids],
    )


def _ensure_still(found: UnitRow, seen: dict[str, Any]) -> None:
    changed = [name for name, value in seen.items() if getattr(found, name) != value]
    if changed:
        raise UnitChanged(changed)


def _in(currency: str, price: Money) -> None:
    if price.currency != currency:
        raise WrongCurrency(price.currency, currency)
