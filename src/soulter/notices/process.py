"""The worker of a process: the channels that its settings open, and the regular jobs."""

from collections.abc import Sequence

from soulter.core.clock import Clock
from soulter.core.config.settings import Settings
from soulter.core.database.transactions import Database
from soulter.notices import transports
from soulter.notices.channel_names import MAIL
from soulter.notices.composers import COMPOSERS
from soulter.notices.mail import MailChannel
from soulter.notices.messages import Templates
from soulter.outbox.dispatch import Dispatcher
from soulter.outbox.worker import Job, Worker
from soulter.system.models import ProcessKind
from soulter.system.recording import Recorder


def build_worker(settings: Settings, database: Database, clock: Clock, jobs: Sequence[Job]) -> Worker:
    """The worker of this process."""
    transport = transports.by_settings(settings)
    dispatcher = None
    if transport:
        mail = MailChannel(database, settings, clock, COMPOSERS, transport, Templates())
        dispatcher = Dispatcher(database, clock, {MAIL: mail})
    return Worker(database, clock, dispatcher, jobs, Recorder(database, clock, ProcessKind.WORKER).write)
