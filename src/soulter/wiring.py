"""What follows from what: which event becomes which mail, and what the worker does regularly."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final

from soulter.accounts import retention
from soulter.bookings import ledger
from soulter.core.clock import Clock
from soulter.core.config.settings import Settings
from soulter.core.database.statements import BATCH
from soulter.core.database.transactions import Database, Transaction
from soulter.core.records import events, idempotency, rate_limits
from soulter.notices import account_mails, delivery
from soulter.notices.dispatch import Dispatcher
from soulter.notices.messages import Composer, Templates
from soulter.notices.worker import Job, Worker
from soulter.system import recording
from soulter.system.models import ProcessKind
from soulter.system.recording import Recorder

_MINUTE, _HOUR = 60.0, 3600.0


def _forgetting(forget: Callable[[Transaction, datetime], Awaitable[int]]) -> Callable[[Database, datetime], Awaitable[bool]]:
    async def work(database: Database, now: datetime) -> bool:
        async with database.writing() as session:
            return await forget(session, now) == BATCH

    return work


COMPOSERS: Final[Mapping[str, Composer]] = {
    "account.registration_requested": account_mails.registration_requested,
    "account.invited": account_mails.invited,
    "account.reset_requested": account_mails.reset_requested,
    "account.login_limited": account_mails.login_limited,
    "account.password_changed": account_mails.password_changed,
    "account.role_changed": account_mails.role_changed,
    "account.deactivated": account_mails.deactivated,
    "account.activated": account_mails.activated,
}
"""Topic of an event: who writes its mail."""

JOBS: Final = (
    Job("end lapsed holds", _MINUTE, ledger.sweep),
    Job("forget idempotency keys", _HOUR, _forgetting(idempotency.forget_old)),
    Job("forget limits that are over", _HOUR, _forgetting(rate_limits.forget_over)),
    Job("forget logins that ended", _HOUR, _forgetting(retention.forget_sessions)),
    Job("forget one-time links", _HOUR, _forgetting(retention.forget_links)),
    Job("forget settled mails", _HOUR, _forgetting(events.forget_settled)),
    Job("forget samples of yesterday", _HOUR, _forgetting(recording.forget_old)),
)


def worker(settings: Settings, database: Database, clock: Clock) -> Worker:
    """The worker of this process."""
    out = delivery.by_settings(settings)
    dispatcher = Dispatcher(database, settings, clock, COMPOSERS, out, Templates()) if out else None
    return Worker(database, clock, dispatcher, JOBS, Recorder(database, clock, ProcessKind.WORKER).write)
