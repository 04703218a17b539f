"""Imports every table, so that migrations and `alembic check` see all of them."""

from soulter.accounts import models as accounts
from soulter.bookings import models as bookings
from soulter.core import audit, events, idempotency, limits
from soulter.core.types import Base
from soulter.properties import models as properties
from soulter.system import models as system
from soulter.units import models as units

METADATA = Base.metadata

__all__ = ["METADATA", "accounts", "audit", "bookings", "events", "idempotency", "limits", "properties", "system", "units"]
