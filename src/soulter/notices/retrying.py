"""Retrying by hand a mail that was given up."""

from datetime import datetime
from uuid import UUID

from soulter.access.actor import Actor
from soulter.core.database.statements import update_row
from soulter.core.database.transactions import Transaction
from soulter.core.records import audit
from soulter.notices import queries
from soulter.notices.errors import MailSettled
from soulter.outbox.models import Delivery, DeliveryState


async def retry(session: Transaction, actor: Actor, mail_id: UUID, now: datetime) -> None:
    """Make a mail due now; a mail that was given up gets all its attempts again.

    A mail that is due already stays as it is. Raises MailNotFound, MailSettled.
    """
    mail = await queries.lock(session, mail_id)
    if mail.state not in (DeliveryState.DEAD, DeliveryState.WAITING):
        raise MailSettled(mail.state)
    if mail.state is DeliveryState.WAITING and mail.due_at <= now:
        return  # a worker may be sending it, and its lease has to stay
    values: dict[str, object] = {"due_at": now}
    if mail.state is DeliveryState.DEAD:
        values |= {"state": DeliveryState.WAITING, "attempts": 0, "settled_at": None}
    await session.run(update_row(Delivery, frozenset(values)), of=mail_id, **values)
    await audit.record(
        session,
        now,
        actor.principal,
        "mail.retried",
        mail_id,
        topic=mail.topic,
        before=mail.state,
        attempts=mail.attempts,
    )
