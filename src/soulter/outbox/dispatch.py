"""The way of one delivery: hand it to its channel, settle it, retry it later or give it up. Its trouble stays with it."""

import asyncio
import random
import traceback
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from soulter.core.clock import Clock
from soulter.core.database.transactions import Database
from soulter.core.telemetry import logs, spans
from soulter.outbox import claims
from soulter.outbox.channels import Channel, LeaseLost, Outcome
from soulter.outbox.claims import Claimed
from soulter.outbox.models import DeliveryState

_log = logs.get(__name__)

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=30)
MOST_ATTEMPTS: Final = 150
"""With these pauses: about three days."""


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, give or take a fifth so that retries spread."""
    longest: timedelta = min(_FIRST_PAUSE * 2 ** min(attempts - 1, 10), _LONGEST_PAUSE)
    return longest * random.uniform(0.8, 1.2)  # noqa: S311 -- nothing secret


class Dispatcher:
    """Carries claimed deliveries through the channels, which it knows by name."""

    def __init__(self, database: Database, clock: Clock, channels: Mapping[str, Channel]) -> None:
        self._database = database
        self._clock = clock
        self._channels = channels

    async def carry(self, delivery: Claimed) -> None:
        """Deliver and settle. Raises nothing: what cannot even be settled comes again when its lease is over.

        Cancelled it gives the delivery back, though it may have been sent: at least once, under the same id.
        """
        try:
            with spans.span(f"{delivery.channel}: {delivery.topic}", delivery.request_id):
                outcome = await self._attempt(delivery)
                if outcome:
                    await self._settle(delivery, outcome)
        except asyncio.CancelledError:
            await self.give_back(delivery)
            raise
        except Exception as error:  # noqa: BLE001 -- one delivery's trouble must not reach the others
            _log.warning("delivery left unsettled", **_about(delivery), exc_info=error)

    async def give_back(self, delivery: Claimed) -> None:
        """Return a delivery that was not begun, or not ended. Raises nothing: a lease ends by itself too."""
        try:
            async with self._database.writing() as session:
                await claims.give_back(session, delivery)
        except Exception as error:  # noqa: BLE001 -- the worker is ending, and others are not to wait for it
            _log.warning("lease not returned", **_about(delivery), exc_info=error)

    async def _attempt(self, delivery: Claimed) -> Outcome | None:
        """What became of it; None when the lease ran out meanwhile."""
        if delivery.attempts > MOST_ATTEMPTS:
            return Outcome(DeliveryState.DEAD, error="every attempt ended without an answer")
        channel = self._channels.get(delivery.channel)
        if channel is None:
            return _retried(
                delivery,
                Outcome(DeliveryState.WAITING, error=f"no channel {delivery.channel} in this process"),
            )
        try:
            return _retried(delivery, await channel.deliver(delivery))
        except LeaseLost:
            _log.warning("lease lost", **_about(delivery))
            return None
        except Exception as error:  # noqa: BLE001 -- a channel may raise anything
            _log.warning("delivery failed", **_about(delivery), exc_info=error)
            return _retried(delivery, Outcome(DeliveryState.WAITING, error=_where(error)))

    async def _settle(self, delivery: Claimed, outcome: Outcome) -> None:
        now = self._clock.now()
        due_at = now + pause_after(delivery.attempts) if outcome.state is DeliveryState.WAITING else now
        told = {"recipient": outcome.recipient, "error": outcome.error}
        async with self._database.writing() as session:
            settled = await claims.settle(session, delivery, outcome.state, now, due_at=due_at, **told)
        if not settled:
            _log.warning("lease lost", **_about(delivery))
        elif outcome.state is DeliveryState.DEAD:
            _log.error("delivery given up", **_about(delivery), reason=outcome.error)
        elif outcome.state is DeliveryState.WAITING:
            _log.warning(
                "delivery delayed", **_about(delivery), reason=outcome.error, due_at=due_at.isoformat()
            )
        else:
            _log.info("delivery settled", **_about(delivery), state=outcome.state.value)


def _retried(delivery: Claimed, outcome: Outcome) -> Outcome:
    """What waits for another attempt is given up when there is none left."""
    if outcome.state is DeliveryState.WAITING and delivery.attempts >= MOST_ATTEMPTS:
        return Outcome(DeliveryState.DEAD, outcome.recipient, outcome.error)
    return outcome


def _about(delivery: Claimed) -> dict[str, object]:
    found: dict[str, object] = {
        "topic": delivery.topic,
        "channel": delivery.channel,
        "delivery": str(delivery.id),
        "attempt": delivery.attempts,
    }
    return found | ({"request_id": delivery.request_id} if delivery.request_id else {})


def _where(error: Exception) -> str:
    """The kind of an error and where it was raised; its own text can quote a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {'/'.join(frames[-1].filename.split('/')[-2:])}:{frames[-1].lineno}" if frames else ""
    return f"delivery failed: {type(error).__qualname__}{place}"
