"""Blocks: nights taken out of sale with a reason, through the same ledger as bookings."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete

from soulter.accounts.permissions import Actor
from soulter.bookings import availability, ledger, rules
from soulter.bookings.availability import Claimant
from soulter.bookings.ledger import Offer
from soulter.bookings.models import Block, NightKind
from soulter.bookings.pricing import NightPrice
from soulter.core import audit, clock, ids
from soulter.core.dates import Stay
from soulter.core.db import Transaction
from soulter.core.money import Money


async def block(session: Transaction, actor: Actor, unit_id: UUID, stay: Stay, reason: str, now: datetime) -> UUID:
    """Take the nights of a unit out of sale. Raises UnitNotBookable, StayInThePast, NightsTaken."""
    offers = await availability.lock(session, [unit_id], for_sale=False)
    rules.check_not_past(stay, clock.business_date(now, offers[0].timezone))
    await availability.ensure_free(session, offers, stay, now)
    added = Block(
        id=ids.new_id(),
        property_id=offers[0].property_id,
        unit_id=unit_id,
        starts_on=stay.check_in,
        ends_on=stay.check_out,
        reason=reason,
        created_by=actor.user_id,
        created_at=now,
    )
    session.add(added)
    await session.flush()  # the ledger's rows refer to it
    await _take(session, added, offers)
    await audit.record(session, now, actor.principal, "block.added", added.id, **_facts(added))
    return added.id


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be different of a block; None leaves a value as it is."""

    begin: date | None = None
    end: date | None = None
    reason: str | None = None


async def change(session: Transaction, actor: Actor, block_id: UUID, wanted: Change, now: datetime) -> None:
    """Move a block to other nights, or give it another reason. Raises BlockNotFound, NightsTaken."""
    changed = await ledger.lock_block(session, block_id)
    before = _facts(changed)
    changed.reason = wanted.reason or changed.reason
    if wanted.begin or wanted.end:
        stay = Stay(wanted.begin or changed.starts_on, wanted.end or changed.ends_on)
        offers = await availability.lock(session, [changed.unit_id], for_sale=False)
        changed.starts_on, changed.ends_on = stay.check_in, stay.check_out
        await availability.release(session, Claimant(NightKind.BLOCK, block_id))
        await availability.ensure_free(session, offers, stay, now)
        await _take(session, changed, offers)
    await audit.record(session, now, actor.principal, "block.changed", block_id, before=before, after=_facts(changed))


async def lift(session: Transaction, actor: Actor, block_id: UUID, now: datetime) -> None:
    """Give the nights back and remove the block. Raises BlockNotFound."""
    lifted = await ledger.lock_block(session, block_id)
    await availability.release(session, Claimant(NightKind.BLOCK, block_id))
    await session.execute(delete(Block).where(Block.id == block_id))
    await audit.record(session, now, actor.principal, "block.lifted", block_id, **_facts(lifted))


async def _take(session: Transaction, taker: Block, offers: list[Offer]) -> None:
    free = Money(0, offers[0].price.currency)
    lines = [NightPrice(taker.unit_id, night, free) for night in Stay(taker.starts_on, taker.ends_on).nights]
    await availability.take(session, offers, Claimant(NightKind.BLOCK, taker.id), lines)


def _facts(of: Block) -> dict[str, str]:
    return {"unit": str(of.unit_id), "from": str(of.starts_on), "to": str(of.ends_on), "reason": of.reason}
