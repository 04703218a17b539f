"""A restored database equals the one at the moment of its backup, on the same and on the other database."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select, text

from soulter.accounts.models import LoginSession, OneTimeLink
from soulter.backup import places, schema
from soulter.backup.errors import NotEmpty
from soulter.backup.kinds import Kind
from soulter.core.config.settings import Settings
from soulter.core.database import engines, snapshot
from soulter.core.database.snapshot import Snapshot
from soulter.core.records.audit import AuditEvent
from soulter.exports import exporters
from soulter.outbox.models import Delivery, DeliveryState
from soulter.schema import migrate, schema_version
from soulter.tables import METADATA
from soulter.wiring import EXPORTERS
from tests import sql
from tests.backup.conftest import CHANGED_BY_RESTORING, PASSPHRASE, Desk, Rows, other, rows_of
from tests.world import FRONTEND, PASSWORD, Client, World, serving

Empty = Callable[[str], Awaitable[Settings]]


def kept(rows: Rows) -> Rows:
    """The tables that a restore does not change."""
    return {name: found for name, found in rows.items() if name not in CHANGED_BY_RESTORING}


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE], ids=["plain", "encrypted"])
@pytest.mark.parametrize("elsewhere", [False, True], ids=["same database", "other database"])
async def test_a_restore_brings_every_row_back(
    used_world: World, kind: str, elsewhere: bool, passphrase: str | None, desk: Desk, empty: Empty
) -> None:
    before = await rows_of(used_world.stack.settings)
    made = await desk.back_up(used_world.stack.settings, passphrase)
    target = await empty(other(kind) if elsewhere else kind)
    done = await desk.restore(target, made.shown, passphrase)
    after = await rows_of(target)
    assert kept(after) == kept(before)
    assert (
        min(
            len(after[name])
            for name in ("bookings", "booking_units", "nights", "blocks", "guests", "users", "units")
        )
        > 0
    )
    assert after["audit_events"][:-1] == before["audit_events"]
    assert done.rows == {name: len(rows) for name, rows in before.items()} == made.rows
    assert (done.judgement.counts, done.judgement.wrong) == ({"bookings": 4, "blocks": 1}, [])
    assert (made.encrypted, made.revision) == (passphrase is not None, schema_version.known()[-1])


async def test_it_says_in_the_database_that_it_was_made_and_restored(
    used_world: World, kind: str, desk: Desk, empty: Empty
) -> None:
    made = await desk.back_up(used_world.stack.settings)
    [event] = await events(used_world.stack.settings, "backup.made")
    assert (event.actor, event.entity_id, event.at) == ("cli", made.id, desk.now)
    assert event.facts == {
        "revision": made.revision,
        "rows": sum(made.rows.values()),
        "bytes": made.size,
        "encrypted": False,
    }
    target = await empty(kind)
    await desk.restore(target, made.shown)
    [event] = await events(target, "backup.restored")
    assert (event.entity_id, event.facts["rows"]) == (made.id, sum(made.rows.values()))
    assert await events(target, "backup.made") == [], "the backup cannot know of itself"


async def events(settings: Settings, action: str) -> Sequence[Any]:
    async with snapshot.taken(settings) as moment:
        return [
            row
            async for some in moment.batches(select(AuditEvent.__table__).where(AuditEvent.action == action))
            for row in some
        ]


async def test_a_backup_shows_one_moment_while_others_write(
    used_world: World, kind: str, bilal: Client, desk: Desk, empty: Empty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Make a booking before each table is copied. Without a snapshot, the backup would be inconsistent."""
    before = await rows_of(used_world.stack.settings)
    batches, days = Snapshot.batches, iter(range(40, 200, 2))

    async def slowly(self: Snapshot, statement: Any, params: Any = None) -> AsyncIterator[Any]:
        await used_world.book(bilal, next(days), 2)
        async for some in batches(self, statement, params):
            yield some

    monkeypatch.setattr(Snapshot, "batches", slowly)
    made = await desk.back_up(used_world.stack.settings)
    monkeypatch.undo()
    assert next(days) >= 40 + 2 * len(METADATA.tables), "nobody was kept from booking meanwhile"
    target = await empty(kind)
    done = await desk.restore(target, made.shown)
    assert kept(await rows_of(target)) == kept(before)
    assert done.judgement.wrong == []


async def test_logins_and_links_end_and_waiting_mails_are_held(
    used_world: World, kind: str, desk: Desk, empty: Empty
) -> None:
    token = await used_world.token("zara")
    made = await desk.back_up(used_world.stack.settings)
    target = await empty(kind)
    done = await desk.restore(target, made.shown)
    rows = await rows_of(target)
    waiting = [
        row
        for row in (await rows_of(used_world.stack.settings))["deliveries"]
        if DeliveryState.WAITING in row
    ]
    assert (done.ended.sessions, done.ended.links, done.ended.mails) == (4, 1, len(waiting))
    assert len(waiting) == 2
    assert all(
        row[list(LoginSession.__table__.columns.keys()).index("revoked_at")] for row in rows["login_sessions"]
    )
    assert all(
        row[list(OneTimeLink.__table__.columns.keys()).index("revoked_at")] for row in rows["one_time_links"]
    )
    assert {row[list(Delivery.__table__.columns.keys()).index("state")] for row in rows["deliveries"]} == {
        DeliveryState.DEAD
    }
    async with serving(target, used_world.clock) as client:
        assert (
            await client.get("/api/auth/me", headers={"Cookie": f"auth_token={token}"})
        ).status_code == 401
        login = await client.post(
            "/api/auth/login",
            json={"email": "zara@example.com", "password": PASSWORD},
            headers={"Origin": FRONTEND},
        )
        assert login.status_code == 200, "passwords are as they were"
        mails = (await client.get("/api/mails")).json()["mails"]
        assert {mail["state"] for mail in mails} == {"DEAD"}
        assert (await client.post(f"/api/mails/{mails[0]['id']}/retry")).status_code == 200, (
            "a person can decide to send it"
        )


async def at_revision(settings: Settings, revision: str, *statements: str) -> None:
    """A database as an older release left it."""
    engine = engines.for_migrations(settings)
    async with engine.begin() as connection:
        await connection.run_sync(migrate.apply, revision, lambda _text: None)
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


OLD_USER = (
    "INSERT INTO users (id, email, name, role, active, session_epoch, created_at, updated_at) VALUES "
    "('{id}', 'old@example.com', 'Old', 'ADMIN', true, 1, '2026-01-02 03:04:05', '2026-01-02 03:04:05')"
)


async def test_a_backup_of_an_older_release_is_migrated_on_the_way(
    kind: str, desk: Desk, empty: Empty
) -> None:
    old, target = await empty(kind), await empty(other(kind))
    user_id = "01a20428-9e84-7bdf-b8a5-6db4d8b5d5a1"
    await at_revision(
        old, "0001", OLD_USER.format(id=user_id if kind == "postgresql" else user_id.replace("-", ""))
    )
    made = (await desk.back_up(old, name="old.gz")).shown
    done = await desk.restore(target, made)
    assert done.header.revision == "0001"
    assert (await migrate.current(target)).pending == ()
    [user] = (await rows_of(target))["users"]
    assert (str(user[0]), user[1]) == (user_id, "old@example.com")
    assert [line.split()[1] for line in desk.said if line.startswith("Applied")] == list(
        schema_version.known()[1:]
    )


async def test_a_full_database_is_replaced_only_when_told_to(
    used_world: World, kind: str, sana: Client, desk: Desk, empty: Empty
) -> None:
    made = await desk.back_up(used_world.stack.settings)
    target = await empty(kind)
    await desk.restore(target, made.shown)
    before = await rows_of(target)
    with pytest.raises(NotEmpty, match="--force"):
        await desk.restore(target, made.shown)
    assert await rows_of(target) == before
    await used_world.book(sana, 60, 2)
    second = await desk.back_up(used_world.stack.settings)
    await desk.restore(target, second.shown, force=True)
    assert len((await rows_of(target))["bookings"]) == len(before["bookings"]) + 1


async def test_a_migrated_database_without_rows_is_empty(
    used_world: World, kind: str, desk: Desk, empty: Empty
) -> None:
    target = await empty(kind)
    await migrate.upgrade(target, lambda _text: None)
    made = await desk.back_up(used_world.stack.settings)
    await desk.restore(target, made.shown)
    assert kept(await rows_of(target)) == kept(await rows_of(used_world.stack.settings))


async def test_inconsistent_rows_are_reported(used_world: World, kind: str, desk: Desk, empty: Empty) -> None:
    async with used_world.database.writing() as session:
        await sql.execute(session, text("DELETE FROM nights WHERE night = '2027-05-15'"))
        await sql.execute(
            session, text("UPDATE bookings SET total_minor = total_minor + 1 WHERE check_in = '2027-05-11'")
        )
    made = await desk.back_up(used_world.stack.settings)
    done = await desk.restore(await empty(kind), made.shown)
    assert done.judgement.count == len(done.judgement.wrong) == 3
    assert sum("holds 2 of its 3 nights" in sentence for sentence in done.judgement.wrong) == 2
    assert sum("costs" in sentence for sentence in done.judgement.wrong) == 1


async def test_nights_without_an_active_holder_are_reported(used_world: World, kind: str) -> None:
    async with used_world.database.writing() as session:
        await sql.execute(
            session, text("UPDATE bookings SET status = 'CANCELLED' WHERE check_in = '2027-05-11'")
        )
        await sql.execute(
            session,
            text(
                "UPDATE nights SET unit_id = (SELECT id FROM units WHERE slug = 'old-shed') WHERE night = "
                "'2027-06-21'"
            ),
        )
    async with snapshot.taken(used_world.stack.settings) as moment:
        judged = await exporters.judge(moment, EXPORTERS)
    assert sum("not its own" in sentence for sentence in judged.wrong) == 1
    assert sum("by nothing" in sentence for sentence in judged.wrong) == 1
    assert sum("holds 2 of its 3 nights" in sentence for sentence in judged.wrong) == 1


async def test_every_column_has_a_kind_that_both_databases_share(
    here: World, empty: Empty, kind: str
) -> None:
    twin = await empty(other(kind))
    await migrate.upgrade(twin, lambda _text: None)
    found = []
    for settings in (here.stack.settings, twin):
        async with snapshot.taken(settings) as moment:
            found.append(await moment.look(schema.read))
    assert found[0].tables == found[1].tables
    assert found[0].tables.keys() == METADATA.tables.keys()
    assert {kind for columns in found[0].tables.values() for kind in columns.values()} == set(Kind)


async def test_a_snapshot_cannot_write(here: World) -> None:
    async with snapshot.taken(here.stack.settings) as moment:
        with pytest.raises(Exception, match=r"read-?only"):
            await moment.look(lambda connection: connection.execute(text("DELETE FROM users")))


def test_a_destination_is_parsed_from_its_text(tmp_path: Any) -> None:
    (tmp_path / "there").mkdir()
    assert [places.of(f"{tmp_path}/{name}").name for name in ("there", "new/", "new/file.gz")] == [
        None,
        None,
        "file.gz",
    ]
    assert [places.of(name).shown for name in ("s3://b", "s3://b/k", "s3://b/f/", "s3://b/f/k")] == [
        "s3://b/",
        "s3://b/k",
        "s3://b/f/",
        "s3://b/f/k",
    ]
