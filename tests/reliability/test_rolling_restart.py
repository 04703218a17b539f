"""Restarts under load: no request fails. Row 22 of the list of faults; `python -m bench --only r` does ten."""

from datetime import date
from pathlib import Path

import pytest

from tests.reliability.rolling_restart import asking, restart
from tests.world import World

pytestmark = pytest.mark.postgres_only("two instances share no SQLite file")

FIRST = date(2028, 1, 1)


async def test_no_request_fails_while_instances_are_replaced(live: World, tmp_path: Path) -> None:
    requests = asking(await live.token("sana"), live.units[:3], FIRST)
    found = await restart(
        tmp_path, live.stack.settings.database_url, requests, times=2, DATABASE_POOL_SIZE="4"
    )
    assert (found.failures, found.statuses) == ([], [0, 0])
    assert found.good > 20


async def test_without_the_drain_requests_fail(live: World, tmp_path: Path) -> None:
    """The twin: a process that only finishes what it has in hand is still sent requests, by a router that has not looked yet."""
    requests = asking(await live.token("sana"), live.units[:3], FIRST)
    found = await restart(
        tmp_path, live.stack.settings.database_url, requests, times=1, drain=0, DATABASE_POOL_SIZE="4"
    )
    assert found.failures
    assert found.statuses == [0]
