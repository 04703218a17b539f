"""What follows from what. Every table of this kind is here, and nothing else."""

from collections.abc import Mapping
from typing import Final

from soulter.accounts import events as accounts
from soulter.accounts import retention
from soulter.bookings import availability, counting, ledger
from soulter.bookings import events as bookings
from soulter.core.records import idempotency, rate_limits
from soulter.notices import queries as mails
from soulter.notices.channel_names import MAIL
from soulter.outbox import publishing
from soulter.outbox.events import Event
from soulter.outbox.publishing import Subscriber, Subscriptions
from soulter.outbox.worker import HOUR, MINUTE, Job, forgetting
from soulter.properties import queries as properties
from soulter.system import queries as system
from soulter.system import recording
from soulter.system.figures import Lookup

WITHIN: Final[Mapping[type[Event], tuple[Subscriber, ...]]] = {
    bookings.BookingMade: (counting.count_made,),
}
"""Who hears of an event inside its transaction."""

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
"""Through which channels an event is delivered after the commit."""

SUBSCRIPTIONS: Final = Subscriptions(WITHIN, AFTER, properties.only_one)
"""Both, as `publish` takes them; the property of an event that names none is the only one of the business."""

JOBS: Final = (
    Job("end lapsed holds", MINUTE, ledger.sweep),
    Job("forget idempotency keys", HOUR, forgetting(idempotency.forget_old)),
    Job("forget limits that are over", HOUR, forgetting(rate_limits.forget_over)),
    Job("forget logins that ended", HOUR, forgetting(retention.forget_sessions)),
    Job("forget one-time links", HOUR, forgetting(retention.forget_links)),
    Job("forget settled deliveries", HOUR, forgetting(publishing.forget_settled)),
    Job("forget samples of yesterday", HOUR, forgetting(recording.forget_old)),
)
"""What the worker does regularly."""

FIGURES: Final[tuple[Lookup, ...]] = (mails.outbox, availability.holds, system.workers)
"""Numbers for /metrics that only the database knows."""
