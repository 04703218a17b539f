"""The restore drill in its smallest form: the backup contains what was confirmed before it began."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from bench import recovery_drill

from soulter.core.config.settings import Settings

Empty = Callable[[str], Awaitable[Settings]]


@pytest.mark.over_budget(reason="a writer runs while backups are made and restored")
async def test_a_small_drill_passes(kind: str, empty: Empty, tmp_path: Path) -> None:
    outcome = await recovery_drill.drill(await empty(kind), await empty(kind), tmp_path, seconds=0, every=1)
    assert outcome.passed, outcome
    assert (outcome.missing, outcome.invented, outcome.wrong, outcome.backups) == (0, 0, [], 1)
    assert outcome.restored + outcome.lost == outcome.booked
    assert outcome.lost > 0, "the load went on while the backup was made: otherwise nothing was tried"
    assert "passed" in recovery_drill.table(kind, outcome)


def test_a_drill_that_misses_something_fails() -> None:
    good: dict[str, Any] = {
        "booked": 9,
        "backups": 1,
        "restored": 8,
        "missing": 0,
        "invented": 0,
        "lost": 1,
        "rpo": 1.0,
        "rto": 1.0,
        "slowest_backup": 1.0,
    }
    assert recovery_drill.Outcome(**good, wrong=[]).passed
    for worse in ({"missing": 1}, {"invented": 1}, {"restored": 0}):
        assert not recovery_drill.Outcome(**(good | worse), wrong=[]).passed
    assert not recovery_drill.Outcome(**good, wrong=["SG-1 costs 7."]).passed
