"""One event's way out: compose it, send it, settle it. Whatever goes wrong with it stays with it."""

import asyncio
import random
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Final

from soulter.core.clock import Clock
from soulter.core.config.settings import Settings
from soulter.core.database.transactions import Database
from soulter.core.records.events import OutboxState
from soulter.core.telemetry import logs, spans
from soulter.notices import messages, outbox
from soulter.notices.delivery import Delivery
from soulter.notices.errors import NotDelivered
from soulter.notices.messages import Composer, Composing, House, Templates
from soulter.notices.outbox import Event
from soulter.properties import queries as properties

_log = logs.get(__name__)

_COMPOSING_SECONDS = 15.0
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=30)
MOST_ATTEMPTS: Final = 150
"""With these pauses: about three days."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt. `error` names nobody."""

    state: OutboxState
    recipient: str | None = None
    error: str | None = None


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, give or take a fifth so that retries spread."""
    longest: timedelta = min(_FIRST_PAUSE * 2 ** min(attempts - 1, 10), _LONGEST_PAUSE)
    return longest * random.uniform(0.8, 1.2)  # noqa: S311 -- nothing secret


class Dispatcher:
    """Carries claimed events. `composers` names the composer of each topic."""

    def __init__(
        self, database: Database, settings: Settings, clock: Clock, composers: Mapping[str, Composer], delivery: Delivery, templates: Templates
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._composers = composers
        self._delivery = delivery
        self._templates = templates

    async def carry(self, event: Event) -> None:
        """Compose, send, settle. Raises nothing: what cannot even be settled comes again when its lease is over.

        Cancelled it gives the event back, though it may have been sent: at least once, under the same Message-ID.
        """
        try:
            with spans.span(f"mail: {event.topic}", event.request_id):
                outcome = await self._attempt(event)
                if outcome:
                    await self._settle(event, outcome)
        except asyncio.CancelledError:
            await self.give_back(event)
            raise
        except Exception as error:  # noqa: BLE001 -- one event's trouble must not reach the others
            _log.warning("mail left unsettled", **_about(event), exc_info=error)

    async def give_back(self, event: Event) -> None:
        """Return a claimed event that was not begun, or not ended. Raises nothing: a lease ends by itself too."""
        try:
            async with self._database.writing() as session:
                await outbox.give_back(session, event)
        except Exception as error:  # noqa: BLE001 -- the worker is ending, and others are not to wait for it
            _log.warning("lease not returned", **_about(event), exc_info=error)

    async def _attempt(self, event: Event) -> Outcome | None:
        """What became of it; None when the lease ran out meanwhile: the event is another worker's."""
        if event.attempts > MOST_ATTEMPTS:
            return Outcome(OutboxState.DEAD, error="every attempt ended without an answer")
        recipient = None
        try:
            composed = await self._compose(event)
            if composed is None:
                return Outcome(OutboxState.NEEDLESS)
            recipient, mail = composed
            if self._clock.now() >= event.lease_until:
                _log.warning("lease lost", **_about(event))
                return None
            await self._delivery.send(mail, event)
        except Exception as error:  # noqa: BLE001 -- a composer may raise anything
            return self._failed(event, recipient, error)
        return Outcome(OutboxState.DELIVERED, recipient)

    async def _compose(self, event: Event) -> tuple[str, EmailMessage] | None:
        if event.topic not in self._composers:
            raise NotDelivered(f"nothing composes {event.topic} in this release")
        now = self._clock.now()
        async with asyncio.timeout(_COMPOSING_SECONDS), self._database.writing() as session:
            first = await properties.first_opened(session)
            house = House(first.name, first.timezone) if first else House()
            message = await self._composers[event.topic](Composing(session, self._settings, now, house, self._templates), event)
            # Made before the commit: what cannot become a mail leaves nothing behind.
            return (message.recipient, messages.as_mail(message, event, self._settings, house, now)) if message else None

    def _failed(self, event: Event, recipient: str | None, error: Exception) -> Outcome:
        if isinstance(error, NotDelivered):
            reason, for_good = str(error), error.for_good
        else:
            reason, for_good = _place(error), False
            _log.warning("mail failed", **_about(event), exc_info=error)
        state = OutboxState.DEAD if for_good or event.attempts >= MOST_ATTEMPTS else OutboxState.WAITING
        return Outcome(state, recipient, reason)

    async def _settle(self, event: Event, outcome: Outcome) -> None:
        now = self._clock.now()
        due_at = now + pause_after(event.attempts) if outcome.state is OutboxState.WAITING else now
        async with self._database.writing() as session:
            settled = await outbox.settle(session, event, outcome.state, now, recipient=outcome.recipient, error=outcome.error, due_at=due_at)
        if not settled:
            _log.warning("lease lost", **_about(event))
        elif outcome.state is OutboxState.DEAD:
            _log.error("mail given up", **_about(event), reason=outcome.error)
        elif outcome.state is OutboxState.WAITING:
            _log.warning("mail delayed", **_about(event), reason=outcome.error, due_at=due_at.isoformat())
        else:
            _log.info(f"mail {outcome.state.lower()}", **_about(event))


def _about(event: Event) -> dict[str, object]:
    found: dict[str, object] = {"topic": event.topic, "mail": str(event.id), "attempt": event.attempts}
    return found | ({"request_id": event.request_id} if event.request_id else {})


def _place(error: Exception) -> str:
    """The kind of an error and where it was raised; its own text can quote a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {'/'.join(frames[-1].filename.split('/')[-2:])}:{frames[-1].lineno}" if frames else ""
    return f"composing failed: {type(error).__qualname__}{where}"
