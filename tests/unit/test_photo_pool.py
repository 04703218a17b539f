"""The process that decodes photos: when there is one, what it may take, and what becomes of it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from soulter.inventory import decoder_process, pictures
from soulter.inventory.errors import PhotoFormatNotTaken, PhotoTooSlow, PhotoUnreadable
from soulter.inventory.photo_pool import PhotoPool
from tests.sample_photos import PIXELS, painted

PATIENCE = 30.0


@pytest.fixture
async def pool() -> AsyncIterator[PhotoPool]:
    found = PhotoPool()
    yield found
    found.close()


async def developed(pool: PhotoPool) -> int:
    """The process, after it has developed a photo."""
    assert [size.width for size in await pool.develop(PIXELS, "image/png")] == [300]
    assert pool.decoder_pid
    return pool.decoder_pid


async def until_gone(pid: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while psutil.pid_exists(pid):  # noqa: ASYNC110 -- the system tells nobody
            await asyncio.sleep(0.02)


async def test_the_process_starts_with_the_first_photo_and_serves_the_next(pool: PhotoPool) -> None:
    assert pool.decoder_pid is None
    assert await developed(pool) == await developed(pool)


async def test_the_process_ends_when_no_photo_comes() -> None:
    pool = PhotoPool(idle_seconds=0.05)
    first = await developed(pool)
    await until_gone(first)
    assert pool.decoder_pid is None
    assert await developed(pool) != first
    pool.close()


async def test_the_process_ends_with_the_application() -> None:
    pool = PhotoPool()
    pid = await developed(pool)
    pool.close()
    assert not psutil.pid_exists(pid)


async def test_the_process_ends_with_its_worker_however_that_ends(tmp_path: Path) -> None:
    """A worker that is killed closes nothing itself."""
    script = (
        "import asyncio, time; from soulter.inventory.photo_pool import PhotoPool; pool = PhotoPool();"
        f"asyncio.run(pool.develop(bytes.fromhex({PIXELS.hex()!r}), 'image/png'));"
        "print(pool.decoder_pid, flush=True); time.sleep(60)"
    )
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE, cwd=tmp_path
    )
    assert worker.stdout
    pid = int(await worker.stdout.readline())
    assert psutil.pid_exists(pid)
    worker.kill()
    await worker.communicate()
    await until_gone(pid)


async def test_a_refusal_comes_through_with_its_facts(pool: PhotoPool) -> None:
    with pytest.raises(PhotoFormatNotTaken) as refused:
        await pool.develop(painted(300, 300, "GIF"), "image/png")
    assert refused.value.facts == {"found": "GIF"}
    assert refused.value.detail.startswith("The format of this file is GIF.")
    await developed(pool)


async def test_a_process_that_has_died_is_replaced(pool: PhotoPool) -> None:
    first = await developed(pool)
    os.kill(first, signal.SIGKILL)
    async with asyncio.timeout(PATIENCE):
        while psutil.Process(first).status() != psutil.STATUS_ZOMBIE:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert await developed(pool) != first


async def test_a_process_that_dies_of_a_photo_refuses_it_and_is_replaced(pool: PhotoPool) -> None:
    first = await developed(pool)
    os.kill(first, signal.SIGSTOP)
    task = asyncio.create_task(pool.develop(PIXELS, "image/png"))
    # The stopped process says nothing by which its having been asked could be seen.
    await asyncio.sleep(0.5)
    os.kill(first, signal.SIGKILL)
    with pytest.raises(PhotoUnreadable, match="decoding it failed"):
        await task
    assert await developed(pool) != first


async def test_a_photo_that_takes_too_long_is_refused_and_the_process_replaced(
    pool: PhotoPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await developed(pool)
    os.kill(first, signal.SIGSTOP)
    with monkeypatch.context() as patched:
        patched.setattr(decoder_process, "SECONDS", 0.1)
        with pytest.raises(PhotoTooSlow):
            await pool.develop(PIXELS, "image/png")
    assert not psutil.pid_exists(first)
    assert await developed(pool) != first


async def test_the_process_knows_no_secrets(pool: PhotoPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", "a secret of the application")
    environment = psutil.Process(await developed(pool)).environ()
    assert "JWT_SECRET" not in environment
    assert set(environment) <= {*decoder_process._KEPT, "MALLOC_ARENA_MAX", "LC_CTYPE"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell the limits of a process")
async def test_the_memory_of_the_process_has_a_limit(pool: PhotoPool) -> None:
    process = psutil.Process(await developed(pool))
    soft, hard = process.rlimit(psutil.RLIMIT_AS)
    used_by_itself = 200 * 1024 * 1024
    assert soft == hard
    assert pictures.MOST_MEMORY < soft < pictures.MOST_MEMORY + used_by_itself + 128 * 1024 * 1024
    assert process.rlimit(psutil.RLIMIT_CORE) == process.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    assert (Path("/proc") / str(process.pid) / "oom_score_adj").read_text() == "1000\n"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell the limits of a process")
async def test_a_picture_that_needs_more_than_the_limit_is_refused(pool: PhotoPool) -> None:
    """Whatever a header says: here the limit is lowered, there a decoder may need more than it should."""
    process = psutil.Process(await developed(pool))
    most = process.memory_info().vms + 8 * 1024 * 1024
    process.rlimit(psutil.RLIMIT_AS, (most, most))
    with pytest.raises(PhotoUnreadable, match="more memory than is allowed"):
        await pool.develop(painted(3000, 3000, "PNG"), "image/png")
    assert await developed(pool) == process.pid


async def test_stopping_signals_of_a_terminal_leave_the_last_photo_to_be_answered(pool: PhotoPool) -> None:
    pid = await developed(pool)
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(pid, number)
    assert await developed(pool) == pid
