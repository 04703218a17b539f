"""Rolling restarts under load: no request fails. Row 22 of the list of faults.

`python -m bench --only r` does ten restarts.
"""

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
    """The counter-test: without the drain, a load balancer still sends requests to a stopping process."""
    requests = asking(await live.token("sana"), live.units[:3], FIRST)
    found = await restart(
        tmp_path, live.stack.settings.database_url, requests, times=1, drain=0, DATABASE_POOL_SIZE="4"
    )
    assert found.failures
    assert found.statuses == [0]
