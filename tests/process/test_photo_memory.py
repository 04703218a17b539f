"""The memory of worker processes that are sent photos, as the system counts it."""

import asyncio
import re
import sys
from pathlib import Path

import httpx2
import psutil
import pytest

from soulter.access.roles import Role
from soulter.seeds import people
from tests.process.test_cli import free_port, process, run, wait_until_healthy
from tests.sample_photos import painted

PATIENCE = 60.0

MARGIN = 24 * 1024 * 1024
"""Bytes that all workers together may have more than before: bodies that arrived, and modules loaded."""

LARGE = (4800, 4600)
"""22 megapixels that can be seen through, in 100 kB: decoding them takes 110 MB."""

DECODER = "soulter.inventory.decoder"


def workers(server: psutil.Process) -> list[psutil.Process]:
    return [child for child in server.children(recursive=True) if DECODER not in child.cmdline()]


def decoders(server: psutil.Process) -> list[psutil.Process]:
    return [child for child in server.children(recursive=True) if DECODER in child.cmdline()]


def memory(server: psutil.Process) -> int:
    """Bytes that the server and its workers hold and share with nobody."""
    return sum(found.memory_full_info().uss for found in [server, *workers(server)])


def peak(server: psutil.Process) -> int:
    """Bytes that the server and its workers held at the moment of each when they held most."""
    found = (
        re.search(r"^VmHWM:\s+([0-9]+) kB$", Path(f"/proc/{one.pid}/status").read_text(), re.MULTILINE)
        for one in [server, *workers(server)]
    )
    return sum(int(match[1]) * 1024 for match in found if match)


async def upload(client: httpx2.AsyncClient, unit_id: str, body: bytes) -> None:
    """Add a photo; on a busy machine it is sent again, as the refusal says."""
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await client.post(
                f"/api/units/{unit_id}/photos", content=body, headers={"Content-Type": "image/png"}
            )
            if answer.status_code == 201:
                return
            assert answer.status_code == 503, answer.text


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell the peak of a process")
@pytest.mark.over_budget("it decodes large pictures in a server of two forked workers")
async def test_photos_leave_no_memory_in_the_workers_and_no_process_behind(tmp_path: Path) -> None:
    url, port = f"sqlite:///{tmp_path}/soulter.db", free_port()
    for command in (("migrate",), ("seed", "--demo")):
        status, _, _ = await run(tmp_path, *command, DATABASE_URL=url)
        assert status == 0
    email = people.LOGINS[Role.ADMIN][0]
    large = painted(*LARGE, "PNG", "RGBA")
    origin = f"http://127.0.0.1:{port}"
    with process(
        tmp_path, "serve", DATABASE_URL=url, PORT=str(port), WEB_CONCURRENCY="2", PUBLIC_URL=origin
    ) as started:
        wait_until_healthy(origin, started, tmp_path)
        server = psutil.Process(started.pid)
        async with httpx2.AsyncClient(
            base_url=origin, headers={"Origin": origin}, trust_env=False, timeout=30
        ) as client:
            assert (
                await client.post("/api/auth/login", json={"email": email, "password": people.PASSWORD})
            ).status_code == 200
            [unit, *_] = (await client.get("/api/units")).json()["units"]
            assert decoders(server) == []
            before, peak_before = memory(server), peak(server)
            for _ in range(3):
                await upload(client, unit["id"], large)
            assert len(decoders(server)) >= 1
            assert memory(server) - before < MARGIN
            assert peak(server) - peak_before < MARGIN, "not even for a moment"
        async with asyncio.timeout(PATIENCE):
            while decoders(server):  # noqa: ASYNC110 -- the system tells nobody
                await asyncio.sleep(0.2)
