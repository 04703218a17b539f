"""Limits of a connection, over real sockets: silence, slowness, size, and refusals by the server."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from soulter.core.http import services
from soulter.core.http.deadlines import Timeouts
from soulter.core.http.in_flight import IN_FLIGHT, InFlight
from soulter.server import server
from soulter.server.protocol import HEAD_LIMIT, GuardedHttp
from tests.api.raw_connections import GET, POST, Hasty, Served, check_refusal, first_answer, serving, until
from tests.conftest import settings_for
from tests.world import World

pytestmark = pytest.mark.sqlite_only(
    reason="connections end before a database is asked; what holds one is in test_request_limits.py"
)


@pytest.fixture
async def served(here: World) -> AsyncIterator[Served]:
    """A request to a server with short timeouts."""
    async with serving(here, Hasty) as running:
        yield running


@pytest.fixture
async def deployment_timeouts(here: World) -> AsyncIterator[Served]:
    """A request to a server with the timeouts of a deployment, so that it is refused for another reason."""
    async with serving(here, GuardedHttp) as running:
        yield running


def test_the_timeouts_of_a_deployment(tmp_path: Path) -> None:
    waits = Timeouts()
    assert (waits.head, waits.body, waits.bytes_per_second, waits.handler) == (10, 10, 10_000, 10)
    assert (GuardedHttp.timeouts, HEAD_LIMIT, IN_FLIGHT) == (waits, 32 * 1024, 256)
    given = server.configuration(settings_for(f"sqlite:///{tmp_path / 'none.db'}"), server.API)
    given.load()
    assert (given.http_protocol_class, given.ws, given.server_header) == (GuardedHttp, "none", False)


async def test_a_silent_connection_is_closed_without_an_answer(served: Served) -> None:
    async with served.line() as line:
        assert await line.ended() == b""


async def test_slow_headers(served: Served) -> None:
    async with served.line() as line:
        _, answer = await asyncio.gather(line.drip(GET), line.answer())
        check_refusal(answer, 408, "head_too_slow")
        assert await line.ended() == b""


async def test_a_second_request_may_be_no_slower_than_the_first(served: Served) -> None:
    async with served.line(GET) as line:
        assert (await line.answer()).status == 200
        _, answer = await asyncio.gather(line.drip(GET), line.answer())
        check_refusal(answer, 408, "head_too_slow")


async def test_empty_lines_between_requests_keep_nothing_open(served: Served) -> None:
    async with served.line(GET) as line:
        assert (await line.answer()).status == 200
        _, rest = await asyncio.gather(line.drip(b"\r\n" * 30), line.ended())
        assert rest == b""


@pytest.mark.parametrize(
    "form",
    [b"Content-Length: 40\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n28\r\n"],
    ids=["length", "chunked"],
)
async def test_slow_body(here: World, served: Served, form: bytes) -> None:
    async with served.line(POST + form) as line:
        _, answer = await asyncio.gather(line.drip(b"{" + b" " * 38), line.answer())
        check_refusal(answer, 408, "body_too_slow")
        assert await line.ended() == b""
    assert services.of(served.app, InFlight).count == 0
    assert await here.nights() == []


async def test_a_body_gets_more_time_as_it_comes(here: World, served: Served) -> None:
    text = json.dumps(here.stay()).encode()
    async with served.line(POST + b"Content-Length: %d\r\n\r\n" % (len(text) + 40_000)) as line:
        for _ in range(10):  # for twice as long as a body may take that does not come
            line.writer.write(b" " * 4000)
            await asyncio.sleep(0.1)
        line.writer.write(text)
        assert (await line.answer()).status == 201


async def test_a_client_that_leaves_in_the_middle_of_its_body_is_no_failure(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    async with served.line(POST + b"Content-Length: 40\r\n\r\n{") as line:
        await asyncio.sleep(0.1)
        line.writer.close()
    await until(lambda: not served.connections and services.of(served.app, InFlight).count == 0)
    assert [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")] == []


async def test_what_is_left_of_a_refused_body_is_read_for_a_while(served: Served) -> None:
    async with served.line(POST + b"Content-Length: 400000\r\n\r\n" + b" " * 100_000) as line:
        answer = await line.answer()
        assert (answer.status, answer.code) == (413, "body_too_large")
        await line.drip(b" " * 100)
        assert await line.ended() == b""


def head_of(size: int) -> bytes:
    """A request whose target and header lines have `size` bytes."""
    return (
        b"GET /livez HTTP/1.1\r\nHost: x\r\nA: "
        + b"a" * (size - len("/livez") - len("Host: x\r\n") - len("A: \r\n"))
        + b"\r\n\r\n"
    )


async def test_headers_have_at_most_32_kibibytes(deployment_timeouts: Served) -> None:
    for pieces in (1, 7):
        for size, status in ((HEAD_LIMIT, 200), (HEAD_LIMIT + 1, 431)):
            head = head_of(size)
            async with deployment_timeouts.line() as line:
                for i in range(pieces):
                    line.writer.write(head[i * len(head) // pieces : (i + 1) * len(head) // pieces])
                    await asyncio.sleep(0.01)
                answer = await line.answer()
            assert answer.status == status, (pieces, size)
    check_refusal(answer, 431, "headers_too_large")
    check_refusal(
        await deployment_timeouts.ask(b"GET /" + b"a" * HEAD_LIMIT + b" HTTP/1.1\r\n\r\n"),
        431,
        "headers_too_large",
    )


ENDLESS = {
    "a header": b"GET /livez HTTP/1.1\r\nHost: x\r\nA: ",
    "spaces": b"GET /livez HTTP/1.1\r\nHost: x\r\nA:" + b" " * 100,
    "a trailer": POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nA: ",
    "an extension of a chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n2;a=",
}


@pytest.mark.parametrize("what", ENDLESS)
async def test_a_line_without_an_end_is_cut(deployment_timeouts: Served, what: str) -> None:
    filler = b" " if what == "spaces" else b"a"
    async with deployment_timeouts.line(ENDLESS[what]) as line:
        await line.writer.drain()
        await asyncio.sleep(0.05)
        for _ in range(3):
            line.writer.write(filler * (HEAD_LIMIT // 2))
            await asyncio.sleep(0.02)
        check_refusal(await line.answer(), 431, "headers_too_large")


async def test_small_chunks_are_no_headers(here: World, deployment_timeouts: Served) -> None:
    text = json.dumps(here.stay()).encode() + b" " * 20_000
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in text) + b"0\r\nX-Sum: 1\r\n\r\n"
    async with deployment_timeouts.line(POST + b"Transfer-Encoding: chunked\r\n\r\n") as line:
        for i in range(0, len(chunks), 10_000):
            line.writer.write(chunks[i : i + 10_000])
            await asyncio.sleep(0)
        assert (await line.answer()).status == 201


NONSENSE = [
    b"\x16\x03\x01\x02\x00\x01",
    b"hello\r\n\r\n",
    b"GET /\x00 HTTP/1.1\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
]

NONSENSE += [
    b"GET / HTTP/1.1\r\nA b: c\r\n\r\n",
    b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    b"CONNECT x:1 HTTP/1.1\r\n\r\n",
]


@pytest.mark.parametrize("nonsense", NONSENSE)
async def test_malformed_http_is_refused_with_a_problem_document(served: Served, nonsense: bytes) -> None:
    async with served.line(nonsense) as line:
        check_refusal(await line.answer(), 400, "not_http")
        assert await line.ended() == b""
    async with served.line(GET + nonsense) as line:
        assert (await line.answer()).status == 200
        check_refusal(await line.answer(), 400, "not_http")


async def test_a_malformed_chunked_body_is_refused_once(served: Served) -> None:
    async with served.line(POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n") as line:
        await asyncio.sleep(0.05)
        line.writer.write(b"no length\r\n")
        check_refusal(await line.answer(), 400, "not_http")
        assert await line.ended() == b""
    async with served.line(GET + POST + b"Transfer-Encoding: chunked\r\n\r\nno length\r\n") as line:
        assert (await line.answer()).status == 200
        check_refusal(await line.answer(), 400, "not_http")
        assert await line.ended() == b""
    assert services.of(served.app, InFlight).count == 0


async def test_pipelined_requests_are_answered_in_order(served: Served) -> None:
    paths = ["/livez", "/nothing", "/api/units", "/livez"]
    async with served.line(b"".join(GET.replace(b"/livez", path.encode()) for path in paths)) as line:
        assert [(await line.answer()).status for _ in paths] == [200, 404, 200, 200]
        line.writer.write(GET)
        assert (await line.answer()).status == 200


async def test_a_connection_takes_no_hundred_requests_at_once(served: Served) -> None:
    async with served.line(GET * 100) as line:
        statuses: list[int] = []
        while not statuses or statuses[-1] == 200:
            statuses.append((answer := await line.answer()).status)
        check_refusal(answer, 503, "too_busy")
        assert answer.headers["retry-after"] == "2"
        assert 10 < len(statuses) < 30
        assert await line.ended() == b""


async def test_another_protocol_is_not_spoken(served: Served) -> None:
    upgrade = (
        b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: "
        b"websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n"
    )
    async with served.line(upgrade) as line:
        answer = await line.answer()
        assert (answer.status, answer.headers["connection"]) == (200, "close")
        assert await line.ended() == b""


async def test_a_client_that_does_not_read_answers_is_disconnected(served: Served) -> None:
    ask = GET.replace(b"/livez", b"/openapi.json")
    size = int((await served.ask(ask)).headers["content-length"])
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.setblocking(False)
        await asyncio.get_running_loop().sock_connect(client, ("127.0.0.1", served.port))
        for _ in range(6_000_000 // size // 10):
            await asyncio.get_running_loop().sock_sendall(client, ask * 10)
            await asyncio.sleep(0.05)
        await until(lambda: not served.connections, 60)


SLOW = [b"", GET, POST + b"Content-Length: 200000\r\n\r\n" + b" " * 200]


async def test_two_hundred_slow_clients_do_not_block_other_requests(served: Served) -> None:
    """All of them are closed, other requests are answered meanwhile, and memory use does not grow."""
    services.of(served.app, InFlight).limit = 20  # bodies on their way take no place
    process = psutil.Process()
    assert (await served.ask()).status == 200
    before = process.memory_info().rss

    async def slow(sent: bytes) -> bytes:
        async with served.line(sent[:-30]) as line:
            with suppress(ConnectionError):  # the server closed before the byte arrived
                await line.drip(sent[-30:], 0.2, 60)  # a whole request for whoever waited for it
                return await line.ended()
        return b""

    crowd = [asyncio.create_task(slow(SLOW[i % len(SLOW)])) for i in range(200)]
    while not all(task.done() for task in crowd):
        for path in (b"/livez", b"/api/units"):
            assert (await served.ask(GET.replace(b"/livez", path))).status == 200
        await asyncio.sleep(0.05)
    assert {answer[9:12] for answer in await asyncio.gather(*crowd)} <= {b"", b"408"}
    await until(lambda: not served.connections)
    assert services.of(served.app, InFlight).count == 0
    assert process.memory_info().rss - before < 50e6


@pytest.mark.parametrize("workers", [1, 2])
async def test_soulter_serve_uses_it_in_every_worker(tmp_path: Path, workers: int, kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"{kind}:///{tmp_path / 'served.db'}",
        "JWT_SECRET": "x" * 48,
        "PORT": str(port),
    }
    command = [str(Path(sys.executable).parent / "soulter"), "serve"]
    environment["WEB_CONCURRENCY"] = str(workers)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        answer = await first_answer(Served(port, set(), None), head_of(HEAD_LIMIT + 1))
        check_refusal(answer, 431, "headers_too_large")
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 30)
