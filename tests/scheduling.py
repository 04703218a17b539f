"""The number of test processes and the order of tests: the longest tests first."""

import os
from collections import defaultdict

import psutil
import pytest

from tests.time_budget import folder_of

# Average wall-clock seconds of a test in each folder; all others take less than half a second.
SECONDS = {
    "browser": 6.0,
    "deploy": 6.0,
    "crash": 15.0,
    "reliability": 5.0,
    "process": 3.0,
    "migration": 2.0,
    "backup": 1.0,
    "transfer": 1.0,
}

_MEMORY_OF_ONE = 700 * 2**20


def pytest_xdist_auto_num_workers() -> int:
    """1.5 processes per core, since some tests wait for browsers and processes; fewer if memory is short."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    fitting = int(psutil.virtual_memory().available) // _MEMORY_OF_ONE
    return max(1, min(cores + cores // 2, fitting))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sort after pytest-randomly has shuffled. The order is the same in every process: all use its seed."""
    processes = int(getattr(config, "workerinput", {}).get("workercount", 1))
    items[:] = dealt(items, processes)


def dealt(items: list[pytest.Item], processes: int) -> list[pytest.Item]:
    """Split the tests into one equally large part per process: long modules first, then short tests.

    The long modules of all parts take about the same time. xdist cuts the list into such parts and lets an
    idle process take tests from the end of another's part.
    """
    modules: dict[object, list[pytest.Item]] = defaultdict(list)
    short = []
    for item in items:
        if folder_of(item.path) in SECONDS:
            modules[item.path].append(item)
        else:
            short.append(item)
    parts: list[list[pytest.Item]] = [[] for _ in range(processes)]
    loads = [0.0] * processes
    for module in sorted(modules.values(), key=_seconds, reverse=True):
        least = loads.index(min(loads))
        parts[least] += module
        loads[least] += _seconds(module)
    left = len(items)
    for i in range(processes):
        room = max(left // (processes - i) - len(parts[i]), 0) if i < processes - 1 else len(short)
        parts[i] += short[:room]
        del short[:room]
        left -= len(parts[i])
    return [item for part in parts for item in part]


def _seconds(module: list[pytest.Item]) -> float:
    return sum(SECONDS[folder_of(item.path)] for item in module)
