"""Blocks: nights taken out of sale with a reason, through the same ledger as bookings."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, delete

from soulter.access.actor import Actor
from soulter.bookings import availability, ledger, rules
from soulter.bookings.availability import SellableUnit
from soulter.bookings.ledger import Claimant
from soulter.bookings.models import Block, NightKind
from soulter.core import clock, ids
from soulter.core.database.statements import Command, insert_row, update_row
from soulter.core.database.transactions import Transaction
from soulter.core.dates import Stay
from soulter.core.money import Money
from soulter.core.records import audit
from soulter.pricing.engine import NightPrice

_REMOVE = Command(delete(Block).where(Block.id == bindparam("block")))


async def block(
    session: Transaction, actor: Actor, unit_id: UUID, stay: Stay, reason: str, now: datetime
) -> UUID:
    """Take the nights of a unit out of sale. Raises UnitNotBookable, StayInThePast, NightsTaken."""
    units = await ledger.lock(session, [unit_id], for_sale=False)
    rules.check_not_past(stay, clock.business_date(now, units[0].timezone))
    await ledger.ensure_free(session, units, stay, now)
    block_id = ids.new_id()
    row = {
        "id": block_id,
        "property_id": units[0].property_id,
        "unit_id": unit_id,
        "starts_on": stay.check_in,
        "ends_on": stay.check_out,
        "reason": reason,
        "created_by": actor.user_id,
        "created_at": now,
    }
    await session.run(insert_row(Block), **row)
    await _take(session, block_id, units, stay)
    await audit.record(
        session, now, actor.principal, "block.added", block_id, **_facts(unit_id, stay, reason)
    )
    return block_id


@dataclass(frozen=True, slots=True)
class Change:
    """The values of a block to change; None leaves a value as it is."""

    unit_id: UUID | None = None
    begin: date | None = None
    end: date | None = None
    reason: str | None = None


async def change(session: Transaction, actor: Actor, block_id: UUID, wanted: Change, now: datetime) -> None:
    """Move a block to other nights or another unit, or change its reason.

    Raises BlockNotFound, UnitNotBookable, StayInThePast, NightsTaken.
    """
    found = await availability.lock_block(session, actor, block_id)
    before = Stay(found.starts_on, found.ends_on)
    after = Stay(wanted.begin or found.starts_on, wanted.end or found.ends_on)
    unit_id, reason = wanted.unit_id or found.unit_id, wanted.reason or found.reason
    values: dict[str, object] = {"reason": reason}
    if (after, unit_id) != (before, found.unit_id):
        units = await ledger.lock(session, [unit_id], for_sale=False)
        if after.check_in != before.check_in:
            rules.check_not_past(after, clock.business_date(now, units[0].timezone))
        own = Claimant(NightKind.BLOCK, block_id)
        await ledger.ensure_free(session, units, after, now, own)
        await ledger.release(session, own)
        await _take(session, block_id, units, after)
        values |= {
            "property_id": units[0].property_id,
            "unit_id": unit_id,
            "starts_on": after.check_in,
            "ends_on": after.check_out,
        }
    await session.run(update_row(Block, frozenset(values)), of=block_id, **values)
    facts = {"before": _facts(found.unit_id, before, found.reason), "after": _facts(unit_id, after, reason)}
    await audit.record(session, now, actor.principal, "block.changed", block_id, **facts)


async def lift(session: Transaction, actor: Actor, block_id: UUID, now: datetime) -> None:
    """Free the nights and delete the block. Raises BlockNotFound."""
    found = await availability.lock_block(session, actor, block_id)
    await ledger.release(session, Claimant(NightKind.BLOCK, block_id))
    await session.run(_REMOVE, block=block_id)
    stay = Stay(found.starts_on, found.ends_on)
    await audit.record(
        session, now, actor.principal, "block.lifted", block_id, **_facts(found.unit_id, stay, found.reason)
    )


async def _take(session: Transaction, block_id: UUID, units: list[SellableUnit], stay: Stay) -> None:
    unit = units[0]
    lines = [NightPrice(unit.unit_id, night, Money(0, unit.price.currency)) for night in stay.nights]
    await ledger.take(session, units, Claimant(NightKind.BLOCK, block_id), lines)


def _facts(unit_id: UUID, stay: Stay, reason: str) -> dict[str, str]:
    return {"unit": str(unit_id), "from": str(stay.check_in), "to": str(stay.check_out), "reason": reason}
