"""A database with bookings and mails, empty databases to restore into, and plain reads of their rows."""

import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyrage.x25519 import Identity, Recipient
from sqlalchemy import select

from soulter.accounts.models import LoginSession, OneTimeLink
from soulter.backup import age, places, restoring, taking
from soulter.backup.keys import Encryption, Keys
from soulter.backup.restoring import Restored
from soulter.backup.taking import Made
from soulter.core import ids
from soulter.core.config.settings import Settings
from soulter.core.database.transactions import Database
from soulter.core.records.audit import AuditEvent
from soulter.outbox.models import Delivery
from soulter.tables import METADATA
from soulter.wiring import EXPORTERS
from tests import postgres, sql
from tests.conftest import fresh_database, settings_for
from tests.world import Client, World

PASSPHRASE = "seven lanterns on a wooden jetty"
CHANGED_BY_RESTORING = {
    LoginSession.__tablename__,
    OneTimeLink.__tablename__,
    Delivery.__tablename__,
    AuditEvent.__tablename__,
}
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests need no strong passphrases, so deriving their keys may be cheap."""
    monkeypatch.setattr(age, "WORK", 4)


@dataclass
class Desk:
    """Makes and restores backups as the commands do, at the time of the test's clock."""

    folder: Path
    now: datetime
    said: list[str] = field(default_factory=list)

    async def back_up(
        self,
        settings: Settings,
        passphrase: str | None = None,
        name: str = "backups/",
        recipients: tuple[Recipient, ...] = (),
    ) -> Made:
        """A backup in the folder."""
        encryption = Encryption(passphrase, recipients)
        return await taking.take(settings, places.of(f"{self.folder}/{name}"), encryption, self.now)

    async def restore(
        self,
        settings: Settings,
        source: str | Path,
        passphrase: str | None = None,
        *,
        identities: tuple[Identity, ...] = (),
        force: bool = False,
    ) -> Restored:
        """Restore the backup."""
        return await restoring.restore(
            settings,
            EXPORTERS,
            places.of(str(source)),
            Keys(passphrase, identities),
            self.now,
            force=force,
            say=self.said.append,
        )


@pytest.fixture
def desk(tmp_path: Path, here: World) -> Desk:
    return Desk(tmp_path, here.clock.now() + timedelta(minutes=5))


@pytest.fixture
async def used_world(here: World, bilal: Client, sana: Client, hina: Client, nobody: Client) -> World:
    """Bookings in every final status, a block, an invitation, and pending mails."""
    await here.book(hina, 10, 2)
    sold = await here.book(bilal, 14, 3, units=[0, 1], notes='Line one\n"two" zwölf €\t🏕')
    gone = await here.book(bilal, 20, 2)
    assert (await sana.post(f"/api/bookings/{sold['id']}/confirm")).status_code == 200
    assert (await sana.post(f"/api/bookings/{gone['id']}/cancel")).status_code == 200
    await here.book(nobody, 30, 1, units=[2])
    block = {"unitId": str(here.units[1]), "from": "2027-06-20", "to": "2027-06-23", "reason": "=New roof"}
    assert (await sana.post("/api/blocks", json=block)).status_code == 201
    assert (await nobody.post("/api/auth/forgot", json={"email": "omar@example.com"})).status_code in (
        200,
        202,
    )
    register = {"email": "maryam@example.com", "name": "Maryam"}
    assert (await nobody.post("/api/auth/register", json=register)).status_code in (200, 202)
    return here


@pytest.fixture
async def empty(tmp_path: Path, worker_id: str) -> AsyncIterator[Callable[[str], Awaitable[Settings]]]:
    """Makes databases without tables and drops them at the end of the test."""
    made: list[str] = []

    async def make(kind: str) -> Settings:
        name = f"soulter_backup_{worker_id}_{ids.new_id().hex[-6:]}"
        if kind == "postgresql":
            made.append(name)
        return settings_for(await fresh_database(kind, name, tmp_path))

    yield make
    for name in made:
        await postgres.drop(name)


async def rows_of(settings: Settings) -> Rows:
    """Every row of every table, in order."""
    database = Database(settings)
    try:
        found = {}
        for table in METADATA.sorted_tables:
            statement = select(table).order_by(*table.primary_key.columns)
            found[table.name] = [tuple(row) for row in await sql.fetch(database.reader, statement)]
        return found
    finally:
        await database.close()


def other(kind: str) -> str:
    """The kind of the other database."""
    return "sqlite" if kind == "postgresql" else "postgresql"


def bytes_of(path: str | Path) -> bytes:
    """What is in a file."""
    return Path(path).read_bytes()


def mode_of(path: str | Path) -> int:
    """The permission bits of a file."""
    return stat.S_IMODE(Path(path).stat().st_mode)
