"""A restore drill: book without pause, make backups, lose everything, restore, and count what is missing.

Run it with `python -m bench.recovery_drill`. The result is judged by the clients' own records: which bookings
were confirmed to them, and when. These records are independent of the backup.
"""

import argparse
import asyncio
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from bench.postgres import Postgres
from soulter import wiring
from soulter.access.actor import Actor
from soulter.access.roles import Role
from soulter.accounts.models import User
from soulter.bookings import booking
from soulter.bookings.booking import Request
from soulter.bookings.hold_limits import UNLIMITED
from soulter.bookings.models import Booking
from soulter.core import clock
from soulter.core.clock import Clock
from soulter.core.config import settings
from soulter.core.config.settings import Settings
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Database
from soulter.core.dates import Stay
from soulter.guests.details import GuestDetails
from soulter.inventory.models import Unit
from soulter.outbox import publishing
from soulter.schema import migrate
from soulter.seeds import demo

WRITERS = 4
SOULTER = Path(sys.executable).parent / "soulter"
_ZONE = "Asia/Karachi"


@dataclass
class Record:
    """What the clients were told: each booking with the time of the answer, by a monotonic clock."""

    told: dict[UUID, float] = field(default_factory=dict)
    failed: int = 0


@dataclass(frozen=True)
class Outcome:
    """Seconds and counts of one drill."""

    booked: int
    backups: int
    restored: int
    missing: int
    """Bookings that were answered before the last backup began and are not in it; must be empty."""
    invented: int
    lost: int
    """Bookings that were answered after that moment, which a backup may lose."""
    rpo: float
    """Seconds between the newest restored booking and the end."""
    rto: float
    """Seconds that `soulter restore` took."""
    slowest_backup: float
    wrong: list[str]

    @property
    def passed(self) -> bool:
        """Whether no booking is missing that a backup must contain."""
        return not (self.missing or self.invented or self.wrong) and self.restored > 0


async def drill(source: Settings, target: Settings, folder: Path, *, seconds: float, every: float) -> Outcome:
    """Run the drill, from a full database to an empty one."""
    publishing.connect(wiring.SUBSCRIPTIONS)
    await migrate.upgrade(source, lambda _text: None)
    database, record, over = Database(source), Record(), asyncio.Event()
    try:
        await demo.plant(database, Clock().now())
        before = await _bookings(database)
        nights = await _free_nights(database)
        writers = [
            asyncio.create_task(_write(database, await _owner(database), nights, record, over))
            for _ in range(WRITERS)
        ]
        begins, durations, last = await _back_up(source, folder, time.perf_counter() + seconds, every)
        over.set()
        await asyncio.gather(*writers)
    finally:
        await database.close()
    end = time.perf_counter()
    told, rto = await _run(target, folder, "restore", last, "--json")
    restored = Database(target)
    try:
        found = await _bookings(restored)
    finally:
        await restored.close()
    came_back = [moment for booking_id, moment in record.told.items() if booking_id in found]
    promised = {booking_id for booking_id, moment in record.told.items() if moment < begins[-1]} | before
    return Outcome(
        booked=len(record.told),
        backups=len(begins),
        restored=len(came_back),
        missing=len(promised - found),
        invented=len(found - before - record.told.keys()),
        lost=len(record.told.keys() - found),
        rpo=end - max(came_back, default=begins[0]),
        rto=rto,
        slowest_backup=max(durations),
        wrong=told["wrong"]
        + ([f"{record.failed} bookings failed while backups were made."] if record.failed else []),
    )


async def _bookings(database: Database) -> set[UUID]:
    return set(await database.reader.all(Query(UUID, select(Booking.id))))


class _OwnerRow(NamedTuple):
    id: UUID
    name: str
    email: str


_OWNER = Query(_OwnerRow, select(User.id, User.name, User.email).where(User.role == Role.SUPER_ADMIN))


async def _owner(database: Database) -> Actor:
    owner = await database.reader.one(_OWNER)
    assert owner is not None
    return Actor(Role.SUPER_ADMIN, owner.id, name=owner.name, email=owner.email)


async def _free_nights(database: Database) -> Iterator[tuple[UUID, Stay]]:
    """The nights of every unit from next year on, which the demo data leaves free."""
    units = await database.reader.all(Query(UUID, select(Unit.id).order_by(Unit.id)))
    first = clock.business_date(Clock().now(), _ZONE) + timedelta(days=366)
    days = ((unit_id, first + timedelta(days=i)) for i in itertools.count() for unit_id in units)
    return ((unit_id, Stay(day, day + timedelta(days=1))) for unit_id, day in days)


async def _write(
    database: Database, owner: Actor, nights: Iterator[tuple[UUID, Stay]], record: Record, over: asyncio.Event
) -> None:
    guest = GuestDetails("Drill", "drill@guests.soulter.example", None)
    while not over.is_set():
        unit_id, stay = next(nights)
        try:
            async with database.writing() as session:
                made = await booking.book(
                    session, owner, Request((unit_id,), stay, 1, 0, guest), Clock().now(), UNLIMITED
                )
        except Exception:  # noqa: BLE001 -- whatever a backup does to writers is what is looked for
            record.failed += 1
            continue
        record.told[made.row.id] = time.perf_counter()


async def _back_up(
    source: Settings, folder: Path, until: float, every: float
) -> tuple[list[float], list[float], str]:
    """Make backups until the time is over, at least one.

    Returns when each began, how long it took, and the name of the last one.
    """
    begins: list[float] = []
    durations: list[float] = []
    while True:
        await asyncio.sleep(every)
        begins.append(time.perf_counter())
        told, seconds = await _run(source, folder, "backup", "backups/", "--json")
        durations.append(seconds)
        if time.perf_counter() + every > until:
            return begins, durations, str(told["file"])


async def _run(found: Settings, folder: Path, *arguments: str) -> tuple[dict[str, Any], float]:
    """Run a `soulter` command. Returns its JSON output and its seconds, including the start."""
    began = time.perf_counter()
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": found.database_url,
        "JWT_SECRET": "x" * 48,
        "ENVIRONMENT": "test",
    }
    process = await asyncio.create_subprocess_exec(
        SOULTER, *arguments, cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    if process.returncode:
        raise SystemExit(f"soulter {arguments[0]} failed")
    return json.loads(out), time.perf_counter() - began


def table(name: str, outcome: Outcome) -> str:
    """The outcome as text."""
    return "\n".join(
        [
            f"{name}: {'passed' if outcome.passed else 'FAILED'}",
            (
                f"  {outcome.booked:>7}  bookings answered while {outcome.backups} backups were made (the "
                f"slowest took {outcome.slowest_backup:.1f} s)"
            ),
            (
                f"  {outcome.restored:>7}  of them restored; {outcome.missing} missing that the backup "
                f"promised, {outcome.invented} that nobody made"
            ),
            f"  {outcome.lost:>7}  answered after the last backup began, and lost",
            f"  {outcome.rpo:>7.1f}  s RPO: from the newest booking that came back to the end",
            f"  {outcome.rto:>7.1f}  s RTO: the restore",
            *(f"  {sentence}" for sentence in outcome.wrong),
        ]
    )


async def _both(seconds: float, every: float) -> bool:
    passed = True
    postgres = Postgres()
    try:
        with tempfile.TemporaryDirectory() as name:
            urls = {"SQLite": [f"sqlite:///{name}/{part}.db" for part in ("lost", "found")]}
            urls["PostgreSQL"] = [
                await postgres.create(f"soulter_drill_{part}") for part in ("lost", "found")
            ]
            for kind, pair in urls.items():
                folder = Path(name) / kind
                folder.mkdir()
                source, target = (
                    settings.load(_env_file=None, environment="test", database_url=url, jwt_secret="x" * 48)
                    for url in pair
                )
                outcome = await drill(source, target, folder, seconds=seconds, every=every)
                print(table(kind, outcome), flush=True)
                passed &= outcome.passed
    finally:
        await postgres.close()
    return passed


def main() -> None:
    """The entry point."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.recovery_drill", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--seconds", type=float, default=30, help="how long bookings are made")
    parser.add_argument("--every", type=float, default=5, help="seconds between two backups")
    given = parser.parse_args()
    sys.exit(0 if asyncio.run(_both(given.seconds, given.every)) else 1)


if __name__ == "__main__":
    main()
