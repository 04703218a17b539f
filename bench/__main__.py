"""`python -m bench`: seed, measure, print one table of ratios."""

import argparse
import platform
import signal
import subprocess
import sys
import time
from asyncio import Runner
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import uvloop

from bench import (
    baseline_comparison,
    board,
    first_load,
    layer_cost,
    logins,
    middleware_cost,
    replicas,
    scenarios,
    startup,
    telemetry_cost,
)
from bench.environment import QUICK, Effort, Stage, stage
from bench.report import Report
from bench.seeding import Seeded
from bench.server import ROOT
from soulter.core.clock import Clock

PARTS = "abcdefghijklmrw"


def _some(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _effort(given: argparse.Namespace) -> Effort:
    effort = QUICK if given.quick else Effort()
    sizes = {"large": given.bookings, "units": given.units}
    return replace(effort, **{name: size for name, size in sizes.items() if size})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measures Soulter against a baseline, in ratios from one run."
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="5,000 and 50,000 bookings, one round of 2 s: a look, not a verdict",
    )
    parser.add_argument(
        "--bookings", type=_some, metavar="N", help="bookings of the large database, 500,000 unless told"
    )
    parser.add_argument("--units", type=_some, metavar="N", help="units of its property, 500 unless told")
    parser.add_argument("--only", default=PARTS, metavar="LETTERS", help="only these parts, such as ae")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything that was measured")
    parser.add_argument(
        "--errors", action="store_true", help="show what the workers log (and measure a terminal)"
    )
    return parser.parse_args()


async def _seeded(stage: Stage, bookings: int) -> Seeded:
    began = time.perf_counter()
    found = await stage.database(bookings)
    print(f"Seeded {found.bookings} bookings in {time.perf_counter() - began:.1f} s", flush=True)
    return found


async def run(effort: Effort, parts: str, report: Report, log: int | None, server: str = "") -> None:
    """Measure start-up and first page load first, then everything that needs large databases."""
    async with stage(effort, report, log, server) as place:
        if "h" in parts:
            await startup.start(place)
        if "j" in parts:
            await first_load.first_load(place)
        if "l" in parts:
            await board.board(place)
        if "r" in parts:
            await replicas.restarts(place, await _seeded(place, place.effort.small))
        if "w" in parts:
            await replicas.workers(place, await _seeded(place, place.effort.small))
        if set(parts) - set("hjlrw"):
            await _on_the_large(place, parts, report)


async def _on_the_large(place: Stage, parts: str, report: Report) -> None:
    """First measure the in-process comparisons, then load one worker and read its memory at the end."""
    large = await _seeded(place, place.effort.large)
    await _in_process(place, parts, large)
    if "b" in parts:
        await scenarios.round_trips(place, large)
    if "i" in parts:
        await logins.logins(place, large)
    if not set(parts) & set("acdef"):
        return
    async with place.worker("soulter", large) as worker:
        if "a" in parts:
            await scenarios.booking_list(place, worker, large)
        if "c" in parts:
            await scenarios.size(place, worker, large, await _seeded(place, place.effort.small))
        if "d" in parts:
            await scenarios.availability(place, worker, large)
        if "e" in parts:
            await scenarios.booking(place, worker, large)
        if "f" in parts:
            report.add(
                "f. resident memory of the worker after all this", worker.megabytes(), " MB", below=150
            )


async def _in_process(place: Stage, parts: str, large: Seeded) -> None:
    for letter, weigh in {
        "a": baseline_comparison.lists,
        "m": layer_cost.layers,
        "g": middleware_cost.measure,
        "k": telemetry_cost.observed,
        "e": baseline_comparison.creations,
    }.items():
        if letter in parts:
            await weigh(place, large)


def _machine() -> dict[str, Any]:
    today = Clock().now().date()
    return {
        "date": str(today),
        "commit": _commit(),
        "cores": psutil.cpu_count(),
        "Python": platform.python_version(),
    }


def _commit() -> str:
    """The commit that is measured, with a `+` when files differ from it."""
    git = ["git", "-C", str(ROOT)]
    try:
        commit = subprocess.check_output(
            [*git, "rev-parse", "--short=12", "HEAD"], text=True, stderr=subprocess.DEVNULL
        ).strip()
        changed = subprocess.check_output([*git, "status", "--porcelain", "--untracked-files=no"], text=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{commit}+" if changed else commit


def main() -> int:
    """Return 0 when all measurements ran and all answers were as expected, even if aims were missed."""
    given = _arguments()
    # A signal to stop also takes down everything that was started.
    stop: Callable[..., None] = lambda *_: signal.raise_signal(signal.SIGINT)  # noqa: E731
    signal.signal(signal.SIGTERM, stop)
    report = Report(_machine())
    began = time.perf_counter()
    try:
        with Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(run(_effort(given), given.only, report, None if given.errors else subprocess.DEVNULL))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    report.machine["seconds"] = round(time.perf_counter() - began)
    # The load averages include the load of the benchmark itself.
    report.machine["load"] = " ".join(f"{load:.1f}" for load in psutil.getloadavg())
    report.show()
    if given.json:
        report.write(given.json)
    return 1 if report.errors else 0


if __name__ == "__main__":
    raise SystemExit(main())
