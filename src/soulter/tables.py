"""Imports every table, so that migrations and `alembic check` see all of them."""

from soulter.accounts import models as accounts
from soulter.bookings import models as bookings
from soulter.core.database.types import Base
from soulter.core.records import audit, idempotency, rate_limits
from soulter.guests import models as guests
from soulter.inventory import models as inventory
from soulter.outbox import models as outbox
from soulter.properties import models as properties
from soulter.system import models as system

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "accounts",
    "audit",
    "bookings",
    "guests",
    "idempotency",
    "inventory",
    "outbox",
    "properties",
    "rate_limits",
    "system",
]
