"""Imports every table, so that migrations and `alembic check` see all of them."""

from soulter.accounts import models as accounts
from soulter.bookings import models as bookings
from soulter.core.database.types import Base
from soulter.core.records import audit, events, idempotency, rate_limits
from soulter.guests import models as guests
from soulter.inventory import models as inventory
from soulter.properties import models as properties
from soulter.system import models as system

METADATA = Base.metadata

__all__ = ["METADATA", "accounts", "audit", "bookings", "events", "guests", "idempotency", "inventory", "properties", "rate_limits", "system"]
