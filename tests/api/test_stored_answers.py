"""A stored answer opens nothing to a reader of the database; only the same client gets it again."""

import gzip
import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from soulter.backup import places, restoring, taking
from soulter.backup.keys import Encryption, Keys
from soulter.core.records.idempotency import IdempotencyKey
from soulter.core.records.stored_answers import AnswerKeys, seal, unseal
from soulter.tables import METADATA
from soulter.wiring import EXPORTERS
from tests import sql
from tests.conftest import fresh_database, settings_for
from tests.visitors import stranger
from tests.world import Client, World, serving

KEY = {"Idempotency-Key": "d1b0f3c8-its-own"}
OLD, NEW = "a first secret of 32 bytes and more 0123456789", "another secret of 32 bytes and more 9876543210"


def instance(here: World, **changed: str) -> AbstractAsyncContextManager[Client]:
    """An application with other settings."""
    found = here.stack.settings
    return serving(found.__class__(**(found.model_dump() | {"_env_file": None} | changed)), here.clock)


async def made(here: World, client: Client) -> dict[str, Any]:
    """The answer to a booking of a visitor."""
    answer = await client.post("/api/bookings", json=here.stay(), headers=KEY)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def values(here: World) -> list[bytes]:
    """Every value of every row, as bytes."""
    found = []
    for table in METADATA.sorted_tables:
        for row in await sql.fetch(here.database.reader, select(table)):
            found += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return found


def values_of_backup(path: str) -> Iterator[bytes]:
    """The lines of a backup, and what its texts may be the base64 of."""
    for line in gzip.decompress(Path(path).read_bytes()).splitlines():
        yield line
        row = json.loads(line)
        for value in row if isinstance(row, list) else ():
            if isinstance(value, str):
                try:
                    yield b64decode(value, validate=True)
                except ValueError:
                    continue


async def test_neither_the_database_nor_a_backup_contains_a_guests_token(
    here: World, nobody: Client, tmp_path: Path
) -> None:
    answer = await made(here, nobody)
    token, code = answer["accessToken"].encode(), answer["booking"]["code"].encode()
    found = await values(here)
    assert any(code in value for value in found), "the search finds what is there"
    assert not [value for value in found if token in value]
    place = places.of(f"{tmp_path}/backups/")
    backup = await taking.take(here.stack.settings, place, Encryption(), here.clock.now())
    found = list(values_of_backup(backup.shown))
    assert any(code in value for value in found)
    assert not [value for value in found if token in value]
    stored = await sql.fetch(here.database.reader, select(IdempotencyKey.body))
    assert code not in stored[0][0], "the rest of the answer is nobody's business either"


async def test_a_repeated_request_gets_the_link_again_and_it_opens_the_booking(
    here: World, nobody: Client
) -> None:
    first, second = await made(here, nobody), await made(here, nobody)
    assert first == second
    link = {"Booking-Token": second["accessToken"], "Booking-Contact": "ayesha@example.com"}
    found = await nobody.get(f"/api/bookings/{second['booking']['id']}", headers=link)
    assert found.json()["booking"]["code"] == first["booking"]["code"]


async def test_a_stranger_who_knows_the_key_and_the_content_gets_nothing(here: World, nobody: Client) -> None:
    answer = await made(here, nobody)
    other = stranger(here, 1)
    tried = [await other.post("/api/bookings", json=here.stay(first), headers=KEY) for first in (10, 11)]
    assert [(one.status_code, one.json()["code"]) for one in tried] == [
        (409, "idempotency_key_of_another")
    ] * 2
    texts = [one.text.replace(one.json()["requestId"], "") for one in tried]
    assert texts[0] == texts[1], "nobody finds out by trying what was sent"
    assert not [
        one for one in tried if answer["booking"]["code"] in one.text or answer["accessToken"] in one.text
    ]


async def test_somebody_with_an_account_repeats_from_any_network(here: World, hina: Client) -> None:
    first = await hina.post("/api/bookings", json=here.stay(), headers=KEY)
    moved = stranger(here, 2)
    moved.cookies = hina.cookies
    again = await moved.post("/api/bookings", json=here.stay(), headers=KEY)
    assert (again.status_code, again.content) == (201, first.content)


async def test_an_answer_survives_the_rotation_of_the_secret_but_not_its_loss(here: World) -> None:
    async with (
        instance(here, jwt_secret=OLD) as before,
        instance(here, jwt_secret=NEW, jwt_secret_previous=OLD) as rotated,
        instance(here, jwt_secret=NEW) as dropped,
    ):
        first = await made(here, before)
        assert await made(here, rotated) == first
        refused = await dropped.post("/api/bookings", json=here.stay(), headers=KEY)
    assert (refused.status_code, refused.json()["code"]) == (409, "idempotency_key_of_another")


async def test_a_repeated_request_after_a_restore_gets_the_link_again(
    here: World, nobody: Client, tmp_path: Path
) -> None:
    first, now = await made(here, nobody), here.clock.now()
    backup = await taking.take(here.stack.settings, places.of(f"{tmp_path}/backups/"), Encryption(), now)
    target = settings_for(await fresh_database("sqlite", "restored", tmp_path))
    await restoring.restore(
        target,
        EXPORTERS,
        places.of(backup.shown),
        Keys(),
        now + timedelta(minutes=1),
        force=False,
        say=lambda _text: None,
    )
    async with instance(here, database_url=target.database_url) as restored:
        assert await made(here, restored) == first


async def test_an_answer_that_an_earlier_release_stored_in_clear_is_not_repeated(
    here: World, nobody: Client
) -> None:
    await made(here, nobody)
    async with here.database.writing() as session:
        await sql.execute(session, update(IdempotencyKey).values(body=b'{"accessToken": "x"}'))
    again = await nobody.post("/api/bookings", json=here.stay(), headers=KEY)
    assert (again.status_code, again.json()["code"]) == (409, "idempotency_key_of_another")


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(12), bytes(200)])
def test_what_was_not_sealed_does_not_open(sealed: bytes) -> None:
    assert unseal(AnswerKeys((b"k" * 32,)).of("key", ""), "scope", sealed) is None


def test_a_sealed_answer_opens_with_its_own_key_in_its_own_row_only() -> None:
    ours, theirs = AnswerKeys((b"k" * 32,)), AnswerKeys((b"l" * 32, b"k" * 32))
    sealed = seal(ours.of("key", "10.1.0.1")[0], "scope", b"answer")
    assert unseal(theirs.of("key", "10.1.0.1"), "scope", sealed) == b"answer"
    wrong = ((("key", "10.1.0.2"), "scope"), (("kex", "10.1.0.1"), "scope"), (("key", "10.1.0.1"), "other"))
    assert [unseal(ours.of(*parts), scope, sealed) for parts, scope in wrong] == [None] * 3
    assert unseal(ours.of("key1", "0.1.0.1"), "scope", sealed) is None
