"""The tables that connect events, channels, jobs and figures; nothing else is in this module."""

from collections.abc import Mapping
from typing import Any, Final

from soulter.accounts import events as accounts
from soulter.accounts import retention
from soulter.accounts.export import USERS
from soulter.bookings import availability, counting, ledger
from soulter.bookings import events as bookings
from soulter.bookings.export import BLOCKS, BOOKINGS
from soulter.core.records import idempotency, rate_limits
from soulter.exports.exporters import Exporter
from soulter.guests.export import GUESTS
from soulter.inventory.export import UNITS
from soulter.notices import queries as mails
from soulter.notices.channel_names import MAIL
from soulter.outbox import publishing
from soulter.outbox.events import Event
from soulter.outbox.publishing import Subscriber, Subscriptions
from soulter.outbox.worker import HOUR, MINUTE, Job, forgetting
from soulter.properties import queries as properties
from soulter.properties.export import PROPERTIES
from soulter.system import queries as system
from soulter.system import recording
from soulter.system.figures import Lookup

WITHIN: Final[Mapping[type[Event], tuple[Subscriber, ...]]] = {
    bookings.BookingMade: (counting.count_made,),
}
"""The subscribers of an event inside its transaction."""

AFTER: Final[Mapping[type[Event], tuple[str, ...]]] = {
    accounts.AccountRegistrationRequested: (MAIL,),
    accounts.AccountInvited: (MAIL,),
    accounts.AccountResetRequested: (MAIL,),
    accounts.AccountLoginLimited: (MAIL,),
    accounts.AccountPasswordChanged: (MAIL,),
    accounts.AccountRoleChanged: (MAIL,),
    accounts.AccountDeactivated: (MAIL,),
    accounts.AccountActivated: (MAIL,),
}
"""The channels through which an event is delivered after the commit."""

SUBSCRIPTIONS: Final = Subscriptions(WITHIN, AFTER, properties.only_one)
"""Both, as `publish` takes them.

The property of an event that names none is the only one of the business.
"""

JOBS: Final = (
    Job("end expired holds", MINUTE, ledger.sweep),
    Job("delete old idempotency keys", HOUR, forgetting(idempotency.forget_old)),
    Job("delete rate limits that are over", HOUR, forgetting(rate_limits.forget_over)),
    Job("delete sessions that ended", HOUR, forgetting(retention.forget_sessions)),
    Job("delete old one-time links", HOUR, forgetting(retention.forget_links)),
    Job("delete settled deliveries", HOUR, forgetting(publishing.forget_settled)),
    Job("delete old samples", HOUR, forgetting(recording.forget_old)),
)
"""What the worker does regularly."""

EXPORTERS: Final[tuple[Exporter[Any], ...]] = (PROPERTIES, UNITS, USERS, GUESTS, BOOKINGS, BLOCKS)
"""What is exported, imported and checked, in the order of the files: what others refer to comes first."""

FIGURES: Final[tuple[Lookup, ...]] = (mails.outbox, availability.holds, system.workers)
"""Numbers for /metrics that only the database knows."""
