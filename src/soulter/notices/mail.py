"""Mail as a channel of the outbox: compose the mail of an event, and send it."""

import asyncio
from collections.abc import Mapping
from email.message import EmailMessage

from soulter.core.clock import Clock
from soulter.core.config.settings import Settings
from soulter.core.database.transactions import Database, Transaction
from soulter.notices import messages
from soulter.notices.errors import NotDelivered
from soulter.notices.messages import Composer, Composing, House, Templates
from soulter.notices.transports import Transport
from soulter.outbox.channels import LeaseLost, Outcome
from soulter.outbox.claims import Claimed
from soulter.outbox.models import DeliveryState
from soulter.properties import queries as properties

_COMPOSING_SECONDS = 15.0


class MailChannel:
    """Sends mails. `composers` names the composer of each topic."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Clock,
        composers: Mapping[str, Composer],
        transport: Transport,
        templates: Templates,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._composers = composers
        self._transport = transport
        self._templates = templates

    async def deliver(self, delivery: Claimed) -> Outcome:
        """Compose and send. Raises LeaseLost."""
        recipient = None
        try:
            composed = await self._compose(delivery)
            if composed is None:
                return Outcome(DeliveryState.NEEDLESS)
            recipient, mail = composed
            if self._clock.now() >= delivery.lease_until:
                raise LeaseLost
            await self._transport.send(mail, delivery)
        except NotDelivered as refusal:
            state = DeliveryState.DEAD if refusal.for_good else DeliveryState.WAITING
            return Outcome(state, recipient, str(refusal))
        return Outcome(DeliveryState.DELIVERED, recipient)

    async def _compose(self, delivery: Claimed) -> tuple[str, EmailMessage] | None:
        if delivery.topic not in self._composers:
            raise NotDelivered(f"nothing composes {delivery.topic} in this release")
        now = self._clock.now()
        async with asyncio.timeout(_COMPOSING_SECONDS), self._database.writing() as session:
            house = await _house(session, delivery)
            composing = Composing(session, self._settings, now, house, self._templates)
            message = await self._composers[delivery.topic](composing, delivery)
            if message is None:
                return None
            # Before the commit, so that an event that cannot become a mail writes nothing.
            return message.recipient, messages.as_mail(message, delivery, self._settings, house, now)


async def _house(session: Transaction, delivery: Claimed) -> House:
    found = await properties.find(session, delivery.property_id) if delivery.property_id else None
    return House(found.name, found.timezone) if found else House()
