"""The port of a channel: what the worker hands a delivery to. Mail is one; an outgoing webhook is another."""

from dataclasses import dataclass
from typing import Protocol

from soulter.outbox.claims import Claimed
from soulter.outbox.models import DeliveryState


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt. WAITING is tried again later, unless all attempts are used up. `error` names nobody."""

    state: DeliveryState
    recipient: str | None = None
    error: str | None = None


class LeaseLost(Exception):
    """The lease ran out before anything was sent: the delivery is another worker's by now."""


class Channel(Protocol):
    """A way out of the building."""

    async def deliver(self, delivery: Claimed) -> Outcome:
        """Deliver within the lease. Raises LeaseLost; whatever else it raises counts as a failed attempt."""
        ...
