"""Backups in a bucket of an S3-compatible storage."""

import socket
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta

import httpx2
import obstore
import pytest
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from soulter.backup import places, restoring, taking
from soulter.backup.keys import Encryption, Keys
from soulter.core.config.settings import Settings
from soulter.core.storage import buckets
from soulter.core.storage.errors import AlreadyThere, PlaceUnusable
from soulter.wiring import EXPORTERS
from tests.backup.conftest import PASSPHRASE, rows_of
from tests.world import NOW, World

pytestmark = [
    pytest.mark.sqlite_only("the bucket is the same for both databases"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
Empty = Callable[[str], Awaitable[Settings]]


@pytest.fixture(scope="module")
def storage() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    server.stop()


@pytest.fixture
def bucket(storage: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """An empty bucket for the test, and the variables that name it."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", storage)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a-key-of-the-tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret-of-the-tests")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    name = f"b{abs(hash(request.node.name)) % 10**9}"
    signed = {"Authorization": "AWS4-HMAC-SHA256 Credential=x/20270101/us-east-1/s3/aws4_request"}
    assert httpx2.put(f"{storage}/{name}", headers=signed).status_code == 200
    return name


def objects(bucket: str) -> list[str]:
    store = S3Store(bucket, client_options={"allow_http": True})
    return sorted(entry["path"] for some in obstore.list(store) for entry in some)


async def back_up(here: World, target: str, passphrase: str | None = None, days: int = 0) -> taking.Made:
    return await taking.take(
        here.stack.settings, places.of(target), Encryption(passphrase), NOW + timedelta(days=days)
    )


async def test_it_goes_there_and_comes_back(used_world: World, kind: str, bucket: str, empty: Empty) -> None:
    made = await back_up(used_world, f"s3://{bucket}/nightly/", PASSPHRASE)
    assert made.shown == f"s3://{bucket}/nightly/{made.name}"
    assert objects(bucket) == [f"nightly/{made.name}"]
    target = await empty(kind)
    await restoring.restore(
        target, EXPORTERS, places.of(made.shown), Keys(PASSPHRASE), NOW, say=lambda _text: None
    )
    assert (await rows_of(target))["bookings"] == (await rows_of(used_world.stack.settings))["bookings"]


async def test_many_parts_arrive_as_one(
    here: World, kind: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S3 accepts parts of at least 5 MiB. The file is larger than two parts and does not compress."""
    storage = buckets.Bucket(bucket, "")
    content = bytes(range(256)) * 60_000
    with storage.draft("large") as file:
        file.write(content)
        storage.publish(file, "large")
    with storage.opened("large") as file:
        assert file.read() == content
    assert storage.beginning("large", 3) == b"\0\1\2"


async def test_nothing_is_overwritten(here: World, kind: str, bucket: str) -> None:
    made = await back_up(here, f"s3://{bucket}/one")
    with pytest.raises(AlreadyThere):
        await back_up(here, f"s3://{bucket}/one")
    storage = buckets.Bucket(bucket, "")
    with storage.draft("one") as file:
        file.write(b"another")
        with pytest.raises(AlreadyThere):
            storage.publish(file, "one")
    with storage.opened("one") as file:
        assert len(file.read()) == made.size


async def test_the_oldest_go_and_nothing_else(here: World, kind: str, bucket: str) -> None:
    made = [(await back_up(here, f"s3://{bucket}/nightly/", days=i)).name for i in range(3)]
    await back_up(here, f"s3://{bucket}/")
    store = S3Store(bucket, client_options={"allow_http": True})
    others = [
        "nightly/below/" + made[0],
        "nightly/soulter-20200101T000000Z-00000000.jsonl.gz",
        "nightly/letter",
    ]
    for name in others:
        obstore.put(store, name, b"not a backup")
    before = objects(bucket)
    place = places.of(f"s3://{bucket}/nightly/")
    assert places.rotate(place.storage, made[-1], 2) == [made[0]]
    assert objects(bucket) == [name for name in before if name != f"nightly/{made[0]}"]


async def test_what_is_wrong_with_the_storage_is_told_without_secrets(
    here: World, kind: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases: list[tuple[str, dict[str, str], str]] = [
        ("s3://no-such-bucket-here/x", {}, "no such object or bucket"),
        (
            f"s3://{bucket}/x",
            {"AWS_ENDPOINT_URL": "http://storage.example.com"},
            "public host without encryption",
        ),
        (f"s3://{bucket}/x", {"AWS_ENDPOINT_URL": closed_port()}, "does not answer as it should"),
    ]
    for target, variables, words in cases:
        with monkeypatch.context() as changed:
            changed.setattr(buckets, "_RETRIES", {"max_retries": 0, "retry_timeout": timedelta(seconds=1)})
            for name, value in variables.items():
                changed.setenv(name, value)
            with pytest.raises(PlaceUnusable, match=words) as refused:
                await back_up(here, target)
        assert "of-the-tests" not in str(refused.value)
    with (
        pytest.raises(PlaceUnusable, match="no such object or bucket"),
        buckets.Bucket(bucket, "").opened("nothing"),
    ):
        pass
    with pytest.raises(PlaceUnusable, match="write s3://"):
        places.of("s3://")


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


async def test_without_the_client_it_says_what_to_install(
    here: World, kind: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(PlaceUnusable, match=r"pip install 'soulter\[s3\]'"):
        await back_up(here, f"s3://{bucket}/x")
