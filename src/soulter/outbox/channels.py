"""The port of a channel, which the worker hands deliveries to. Mail is one channel."""

from dataclasses import dataclass
from typing import Protocol

from soulter.outbox.claims import Claimed
from soulter.outbox.models import DeliveryState


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of an attempt. The worker retries WAITING until all attempts are used up.

    `error` contains no personal data.
    """

    state: DeliveryState
    recipient: str | None = None
    error: str | None = None


class LeaseLost(Exception):
    """The lease expired before anything was sent; another worker may have the delivery."""


class Channel(Protocol):
    """A way to deliver events to the outside, such as mail."""

    async def deliver(self, delivery: Claimed) -> Outcome:
        """Deliver within the lease. Raises LeaseLost; any other exception counts as a failed attempt."""
        ...
